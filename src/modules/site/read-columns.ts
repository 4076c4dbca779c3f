import type { PublicPool } from '../../platform/db/pool.ts'
import type { DisclosureFilter, PublicRecord } from '../publication/model.ts'
import {
  type Conditions,
  countMatching,
  LISTED,
  narrowed,
  type Page,
  pageOf,
} from '../publication/read.ts'
import { type Column, dueAt, showsIn, type Standing, type UpdateState } from './model.ts'

/** How many listed records stand together, and when the last of them was first published. */
export interface StandingFigures extends Standing {
  readonly count: number
  readonly lastPublishedAt: Date
  /** The time of the figures, that of the database like all that public lists go by. */
  readonly asOf: Date
}

/** What a column has. */
export interface ColumnFigures {
  readonly count: number
  /** Null when it is empty. */
  readonly lastPublishedAt: Date | null
  readonly asOf: Date | null
}

/** What every column has is added up from this: one statement, however many columns there are. */
export async function standingFigures(pool: PublicPool): Promise<StandingFigures[]> {
  const { rows } = await pool.query<StandingFigures>({
    name: 'standing-figures',
    text: `SELECT area_code "areaCode", item_code "itemCode", organization_code "organizationCode", kind,
                  count(*)::int AS count, max(first_published_at) "lastPublishedAt", now() "asOf"
             FROM publication WHERE ${LISTED} GROUP BY 1, 2, 3, 4`,
  })
  return rows
}

/** The figures of one column. */
export function figuresOf(column: Column, figures: readonly StandingFigures[]): ColumnFigures {
  const own = figures.filter((one) => showsIn(column, one))
  const last = Math.max(...own.map(({ lastPublishedAt }) => lastPublishedAt.getTime()))
  return {
    count: own.reduce((sum, { count }) => sum + count, 0),
    lastPublishedAt: own.length > 0 ? new Date(last) : null,
    asOf: own[0]?.asOf ?? null,
  }
}

/** Whether a column is kept up to date; null when it is not checked. */
export function updateOf(
  { updateClass }: Column,
  { lastPublishedAt, asOf }: ColumnFigures,
): { readonly state: UpdateState; readonly dueAt: Date | null } | null {
  if (!updateClass) return null
  if (!lastPublishedAt || !asOf) return { state: 'EMPTY', dueAt: null }
  const due = dueAt(updateClass, lastPublishedAt)
  return { state: asOf > due ? 'OVERDUE' : 'CURRENT', dueAt: due }
}

/** What fits any of several filters, on top of what is demanded of all. */
export function fittingAny(filters: readonly DisclosureFilter[], demanded = LISTED): Conditions {
  const values: unknown[] = []
  const choices = filters.map((filter) => {
    const own = narrowed({ conditions: [], values }, filter)
    values.push(...own.values.slice(values.length))
    return own.conditions.join(' AND ') || 'true'
  })
  return { conditions: [demanded, `(${choices.join(' OR ') || 'false'})`], values }
}

/** One page of the records of a column, and one record more. */
export function listColumn(
  pool: PublicPool,
  { shows }: Column,
  page: Page,
): Promise<PublicRecord[]> {
  return pageOf(pool, fittingAny(shows), page)
}

/** How many records a column has. */
export function countColumn(pool: PublicPool, { shows }: Column): Promise<number> {
  return countMatching(pool, fittingAny(shows))
}

/** The records before and after one in the order of its column: the next newer and the next older. */
export async function neighboursIn(
  pool: PublicPool,
  column: Column,
  { firstPublishedAt, id }: PublicRecord,
): Promise<{ readonly newer: PublicRecord | null; readonly older: PublicRecord | null }> {
  const after = { publishedAt: firstPublishedAt, id }
  const [newer, older] = await Promise.all([
    listColumn(pool, column, { order: 'PUBLISHED_ASC', first: 1, after }),
    listColumn(pool, column, { order: 'PUBLISHED_DESC', first: 1, after }),
  ])
  return { newer: newer[0] ?? null, older: older[0] ?? null }
}
