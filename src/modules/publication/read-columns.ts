import type { PublicRecord } from './model.ts'

/** What every reader of a record gets: enough for a line in a list. */
const LIGHT = `
  id, index_number "indexNumber", kind, item_code "itemCode", organization_code "organizationCode", title, summary,
  doc_number "docNumber", first_published_at "firstPublishedAt", valid_from "validFrom",
  CASE WHEN withdrawal_type IS NOT NULL THEN jsonb_build_object('type', withdrawal_type,
    'reason', coalesce(withdrawal_reason, ''), 'successorIndexNumber', successor_index_number) END withdrawal`

/**
 * Columns that lists seldom show, most of them kept out of line by the database. `head` is what else stands in the head
 * of a record: one choice more, not twenty, since every choice makes a statement to be prepared.
 */
const HEAVY_SQL = {
  head: `
    disclosure_id "disclosureId", area_code "areaCode", organization_name "organizationName", keywords,
    to_char(formed_on, 'YYYY-MM-DD') "formedOn", audience, audience_name "audienceName",
    coalesce(audience_organizations, '{}') "audienceOrganizations", display_until "displayUntil", version, changes`,
  content: 'content',
  bodyHtml: 'body_html "bodyHtml"',
  bodyText: 'body_text "bodyText"',
  mongolian: 'mongolian',
  attachments: 'attachments',
  brief: 'brief',
} as const

export type HeavyColumn = keyof typeof HEAVY_SQL

export const HEAVY = Object.keys(HEAVY_SQL) as readonly HeavyColumn[]

/** What a record is read with. */
export function columnsSql(heavy: readonly HeavyColumn[]): string {
  // A record that is older than briefs has its brief made of its content.
  const instead =
    heavy.includes('brief') && !heavy.includes('content')
      ? [`CASE WHEN brief IS NULL THEN content ELSE '{}' END content`]
      : []
  return [LIGHT, ...heavy.map((column) => HEAVY_SQL[column]), ...instead].join(', ')
}

/** Properties of a record that are there only when their column was asked for. */
export type Unread =
  | Exclude<HeavyColumn, 'head'>
  | 'disclosureId'
  | 'areaCode'
  | 'organizationName'
  | 'keywords'
  | 'formedOn'
  | 'audience'
  | 'audienceName'
  | 'audienceOrganizations'
  | 'displayUntil'
  | 'version'
  | 'changes'

/** What stands in a record for what was not read: whoever needs one must ask for it. */
export const UNREAD: Pick<PublicRecord, Unread> = {
  disclosureId: '',
  areaCode: '',
  organizationName: '',
  keywords: [],
  formedOn: null,
  audience: 'SOCIETY',
  audienceName: null,
  audienceOrganizations: [],
  displayUntil: null,
  version: 0,
  changes: [],
  content: {},
  bodyHtml: null,
  bodyText: null,
  mongolian: null,
  attachments: [],
  brief: null,
}
