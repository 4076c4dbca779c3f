import type { PublicRecord } from './model.ts'

/** What every reader of a record gets. */
const LIGHT = `
  id, disclosure_id "disclosureId", index_number "indexNumber", kind, area_code "areaCode", item_code "itemCode",
  organization_code "organizationCode", organization_name "organizationName", title, summary, keywords,
  doc_number "docNumber", to_char(formed_on, 'YYYY-MM-DD') "formedOn", audience,
  audience_name "audienceName", coalesce(audience_organizations, '{}') "audienceOrganizations",
  display_until "displayUntil", version, first_published_at "firstPublishedAt", valid_from "validFrom",
  withdrawal_type "withdrawalType", withdrawal_reason "withdrawalReason",
  successor_index_number "successorIndexNumber", changes`

/** Columns that the database keeps out of line and that lists seldom show. */
const HEAVY_SQL = {
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

/** What stands in a record for the heavy columns that were not read: whoever needs one must ask for it. */
export const UNREAD: Pick<PublicRecord, HeavyColumn> = {
  content: {},
  bodyHtml: null,
  bodyText: null,
  mongolian: null,
  attachments: [],
  brief: null,
}
