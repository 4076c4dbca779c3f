import type { PublicPool } from '../../platform/db/pool.ts'
import type { DisclosureFilter, PublicRecord, Withdrawal } from './model.ts'
import { columnsSql, HEAVY, type Unread, UNREAD } from './read-columns.ts'

/** Everything that a record is read with. */
export const COLUMNS = columnsSql(HEAVY)

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

/** A publication as it is read, with those of its columns that were asked for. */
export interface Row
  extends Omit<PublicRecord, 'withdrawal' | Unread>, Partial<Pick<PublicRecord, Unread>> {
  readonly withdrawal: Omit<Withdrawal, 'at'> | null
}

/** The record or tombstone with this index number as the public sees it now, or null. */
export async function publicRecord(
  pool: PublicPool,
  indexNumber: string,
  heavy = HEAVY,
): Promise<PublicRecord | null> {
  const { rows } = await pool.query<Row>({
    name: `public-record ${heavy.map((column) => HEAVY.indexOf(column)).join('')}`,
    text: `SELECT ${columnsSql(heavy)} FROM publication
            WHERE index_number = $1 AND valid_to IS NULL AND audience = 'SOCIETY' AND ${ON_DISPLAY}`,
    values: [indexNumber],
  })
  return rows[0] ? fromRow(rows[0]) : null
}

/** Of the given records those that are public and listed now, in no order: the check behind every search hit. */
export async function listedRecords(
  pool: PublicPool,
  disclosureIds: readonly string[],
  heavy = HEAVY,
): Promise<PublicRecord[]> {
  const { rows } = await pool.query<Row>({
    name: `listed-records ${heavy.map((column) => HEAVY.indexOf(column)).join('')}`,
    text: `SELECT ${columnsSql(heavy)} FROM publication WHERE disclosure_id = ANY($1::uuid[]) AND ${LISTED}`,
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

/**
 * One page of a public list and one record more, which tells whether there is a next page: one statement along an index
 * of what is listed.
 */
export function listRecords(
  pool: PublicPool,
  filter: DisclosureFilter,
  page: Page,
  heavy = HEAVY,
): Promise<PublicRecord[]> {
  return pageOf(pool, conditionsOf(filter), page, heavy)
}

/** Conditions that must all hold, in SQL with numbered parameters. */
export interface Conditions {
  readonly conditions: readonly string[]
  readonly values: readonly unknown[]
  /** Names conditions of few texts, which are worth preparing; null for those that deserve a plan of their own. */
  readonly shape?: string | null
}

/** More than a page can have: known to the planner, which the size of the page is not. */
const MOST_READ = 101

/** One page of what the conditions leave, and one record more. */
export async function pageOf(
  pool: PublicPool,
  { conditions, values, shape = null }: Conditions,
  { order, first, after }: Page,
  heavy = HEAVY,
): Promise<PublicRecord[]> {
  const [direction, comparison] = order === 'PUBLISHED_ASC' ? ['ASC', '>'] : ['DESC', '<']
  const parameters = [...values, ...(after ? [after.publishedAt, after.id] : []), first + 1]
  const size = parameters.length
  const further = after
    ? [`(first_published_at, id) ${comparison} ($${size - 2}, $${size - 1}::uuid)`]
    : []
  const few = shape !== null && heavy.every((column) => column === 'head')
  const { rows } = await pool.query<Row>({
    name: few ? ['records', direction, after && 'after', ...heavy, shape].join(' ') : undefined,
    text: `SELECT * FROM (
             SELECT ${columnsSql(heavy)} FROM publication WHERE ${[...conditions, ...further].join(' AND ')}
              ORDER BY first_published_at ${direction}, id ${direction} LIMIT ${MOST_READ}) listed
            ORDER BY "firstPublishedAt" ${direction}, id ${direction} LIMIT $${size}`,
    values: parameters,
  })
  return rows.map(fromRow)
}

/** How many records the conditions leave, counted one by one. */
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
export function conditionsOf(filter: DisclosureFilter) {
  return narrowed({ conditions: [LISTED], values: [] }, filter)
}

/** Which records went over to whom. */
const MOVES = 'disclosure_move'

/**
 * The filter on top of other conditions; `moves` are those that count. Filters of one shape differ in
 * their values alone.
 */
export function narrowed(demanded: Conditions, filter: DisclosureFilter, moves = MOVES) {
  const conditions = [...demanded.conditions]
  const values = [...demanded.values]
  const shape: string[] = []
  let several = false
  const equal = (column: string, codes: readonly string[] | undefined) => {
    if (codes === undefined) return
    // Only of one value does the database know that an index by it is in the order of the list.
    const [only, ...others] = new Set(codes)
    several ||= others.length > 0
    shape.push(column.slice(0, 4))
    conditions.push(
      others.length > 0
        ? `${column} = ANY($${values.push(codes)}::text[])`
        : `${column} = $${values.push(only)}`,
    )
  }
  const within = (comparison: string, time: Date | undefined) => {
    if (time === undefined) return
    shape.push(comparison)
    conditions.push(`first_published_at ${comparison} $${values.push(time)}`)
  }
  equal('area_code', filter.areaCodes)
  equal('item_code', filter.itemCodes)
  if (filter.takenOver) {
    several = true
    conditions.push(takenOverBy(`$${values.push(filter.organizationCodes)}`, moves))
  } else equal('organization_code', filter.organizationCodes)
  equal('kind', filter.kinds)
  within('>=', filter.publishedFrom)
  within('<', filter.publishedTo)
  return { conditions, values, shape: several ? null : shape.join(' ') }
}

// Only asked where something was taken over: the plain condition alone can use the index.
const takenOverBy = (
  codes: string,
  moves: string,
) => `(organization_code = ANY(${codes}::text[]) OR disclosure_id IN (
  SELECT disclosure_id FROM ${moves} WHERE to_code = ANY(${codes}::text[])))`

/** A publication row as the public plane's record. */
export function fromRow(row: Row): PublicRecord {
  const withdrawal = row.withdrawal && { ...row.withdrawal, at: row.validFrom }
  return { ...UNREAD, ...row, withdrawal }
}
