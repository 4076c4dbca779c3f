import type { PublicPool } from '../../platform/db/pool.ts'
import type { DisclosureFilter, PublicRecord, Withdrawal } from './model.ts'

/** What a record is read with. */
export const COLUMNS = `
  id, disclosure_id "disclosureId", index_number "indexNumber", kind, area_code "areaCode", item_code "itemCode",
  organization_code "organizationCode", organization_name "organizationName", title, summary, keywords,
  doc_number "docNumber", to_char(formed_on, 'YYYY-MM-DD') "formedOn", audience,
  audience_name "audienceName", coalesce(audience_organizations, '{}') "audienceOrganizations",
  display_until "displayUntil", content, body_html "bodyHtml",
  body_text "bodyText", mongolian, attachments, brief, version, first_published_at "firstPublishedAt",
  valid_from "validFrom",
  withdrawal_type "withdrawalType", withdrawal_reason "withdrawalReason"`

/** Still on display, or not on display for a time: exact to the second, whenever the tombstone comes. */
export const ON_DISPLAY = `(display_until IS NULL OR display_until > now())`

/** In every public list: what is valid now, neither withdrawn nor over, and meant for everyone. */
export const LISTED = `valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY' AND ${ON_DISPLAY}`

/** Directions of a list. */
export const ORDERS = ['PUBLISHED_DESC', 'PUBLISHED_ASC'] as const
export type Order = (typeof ORDERS)[number]

/** Where a page starts: the publish time and id of the last record of the page before. */
export interface Position {
  readonly publishedAt: Date
  readonly id: string
}

/** A publication as it is read. */
export interface Row extends Omit<PublicRecord, 'withdrawal'> {
  readonly withdrawalType: Withdrawal['type'] | null
  readonly withdrawalReason: string | null
}

/** The record or tombstone with this index number as the public sees it now, or null. */
export async function publicRecord(
  pool: PublicPool,
  indexNumber: string,
): Promise<PublicRecord | null> {
  const { rows } = await pool.query<Row>({
    name: 'public-record',
    text: `SELECT ${COLUMNS} FROM publication
            WHERE index_number = $1 AND valid_to IS NULL AND audience = 'SOCIETY' AND ${ON_DISPLAY}`,
    values: [indexNumber],
  })
  return rows[0] ? fromRow(rows[0]) : null
}

/** Of the given records those that are public and listed now, in no order: the check behind every search hit. */
export async function listedRecords(
  pool: PublicPool,
  disclosureIds: readonly string[],
): Promise<PublicRecord[]> {
  const { rows } = await pool.query<Row>({
    name: 'listed-records',
    text: `SELECT ${COLUMNS} FROM publication WHERE disclosure_id = ANY($1::uuid[]) AND ${LISTED}`,
    values: [disclosureIds],
  })
  return rows.map(fromRow)
}

/** Which page of a list. */
export interface Page {
  readonly order: Order
  readonly first: number
  readonly after: Position | null
}

/** One page of a public list and one record more, which tells whether there is a next page. */
export function listRecords(
  pool: PublicPool,
  filter: DisclosureFilter,
  page: Page,
): Promise<PublicRecord[]> {
  return pageOf(pool, conditionsOf(filter), page)
}

/** How many records a public list has. */
export function countRecords(pool: PublicPool, filter: DisclosureFilter): Promise<number> {
  return countMatching(pool, conditionsOf(filter))
}

/** Conditions that must all hold, in SQL with numbered parameters. */
export interface Conditions {
  readonly conditions: readonly string[]
  readonly values: readonly unknown[]
}

/** One page of what the conditions leave, and one record more. */
export async function pageOf(
  pool: PublicPool,
  { conditions, values }: Conditions,
  { order, first, after }: Page,
): Promise<PublicRecord[]> {
  const [direction, comparison] = order === 'PUBLISHED_ASC' ? ['ASC', '>'] : ['DESC', '<']
  const parameters = [...values, ...(after ? [after.publishedAt, after.id] : []), first + 1]
  const size = parameters.length
  const further = after
    ? [`(first_published_at, id) ${comparison} ($${size - 2}, $${size - 1}::uuid)`]
    : []
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM publication WHERE ${[...conditions, ...further].join(' AND ')}
      ORDER BY first_published_at ${direction}, id ${direction} LIMIT $${size}`,
    parameters,
  )
  return rows.map(fromRow)
}

/** How many records the conditions leave. */
export async function countMatching(
  pool: PublicPool,
  { conditions, values }: Conditions,
): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM publication WHERE ${conditions.join(' AND ')}`,
    [...values],
  )
  return rows[0]?.count ?? 0
}

/** The filter on top of what every public list demands. */
export function conditionsOf(filter: DisclosureFilter): {
  conditions: string[]
  values: unknown[]
} {
  return narrowed({ conditions: [LISTED], values: [] }, filter)
}

/** Which records went over to whom. */
const MOVES = 'disclosure_move'

/** The filter on top of other conditions; `moves` are those that count. */
export function narrowed(demanded: Conditions, filter: DisclosureFilter, moves = MOVES) {
  const conditions = [...demanded.conditions]
  const values = [...demanded.values]
  const add = (condition: (parameter: string) => string, value: unknown) => {
    if (value === undefined) return
    values.push(value)
    conditions.push(condition(`$${values.length}`))
  }
  add((p) => `area_code = ANY(${p}::text[])`, filter.areaCodes)
  add((p) => `item_code = ANY(${p}::text[])`, filter.itemCodes)
  add((p) => (filter.takenOver ? takenOverBy(p, moves) : publishedBy(p)), filter.organizationCodes)
  add((p) => `kind = ANY(${p}::text[])`, filter.kinds)
  add((p) => `first_published_at >= ${p}`, filter.publishedFrom)
  add((p) => `first_published_at < ${p}`, filter.publishedTo)
  return { conditions, values }
}

const publishedBy = (codes: string) => `organization_code = ANY(${codes}::text[])`

// Only asked where something was taken over: the plain condition alone can use the index.
const takenOverBy = (codes: string, moves: string) => `(${publishedBy(codes)} OR disclosure_id IN (
  SELECT disclosure_id FROM ${moves} WHERE to_code = ANY(${codes}::text[])))`

/** A publication row as the public plane's record. */
export function fromRow({ withdrawalType, withdrawalReason, ...row }: Row): PublicRecord {
  const withdrawal = withdrawalType && {
    type: withdrawalType,
    reason: withdrawalReason ?? '',
    at: row.validFrom,
  }
  return { ...row, withdrawal }
}
