import type { PublicPool } from '../../platform/db/pool.ts'
import type { Content } from '../disclosure/kind/kind.ts'
import type { PublicRecord } from './model.ts'
import { STILL_KEPT, STILL_OPEN } from './read-as-of.ts'
import { ON_DISPLAY } from './read.ts'

/** A condition on a column: one of several values, part of a text, or a range with both ends in it. */
export type RowCondition =
  | { readonly column: string; readonly anyOf: readonly string[] }
  | { readonly column: string; readonly contains: string }
  | { readonly column: string; readonly from: string | null; readonly to: string | null }

/** A table of a publication, narrowed by conditions which must all hold. */
export interface RowList {
  readonly publicationId: string
  /** As what the record was read. */
  readonly view?: PublicRecord['view']
  readonly field: string
  readonly conditions: readonly RowCondition[]
  /** All rows where they are at hand, as in a preview. */
  readonly held?: readonly Content[]
}

/** A row with its number in the table. */
export interface PublicRow {
  readonly no: number
  readonly content: Content
}

/** Rows of a table after a number, in order; none when their publication is not public any more. */
export async function publicRows(
  pool: PublicPool,
  list: RowList,
  page: { readonly first: number; readonly after: number },
): Promise<PublicRow[]> {
  if (list.held)
    return heldRows(list)
      .filter(({ no }) => no > page.after)
      .slice(0, page.first)
  const { where, values } = conditionsOf(list)
  const [after, first] = [`$${values.length + 1}`, `$${values.length + 2}`]
  const { rows } = await pool.query<PublicRow>(
    `SELECT no, content FROM publication_row WHERE ${where} AND no > ${after} ORDER BY no LIMIT ${first}`,
    [...values, page.after, page.first],
  )
  return rows
}

/** How many rows a list has. */
export async function countRows(pool: PublicPool, list: RowList): Promise<number> {
  if (list.held) return heldRows(list).length
  const { where, values } = conditionsOf(list)
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM publication_row WHERE ${where}`,
    values,
  )
  return rows[0]?.count ?? 0
}

/** What must hold of the publication for its rows to be read, by the view of its record. */
const STILL_THERE = {
  NOW: `valid_to IS NULL AND ${ON_DISPLAY}`,
  PAST: STILL_OPEN,
  KEPT: STILL_KEPT,
} as const

function heldRows({ held = [], conditions }: RowList): PublicRow[] {
  const rows = held.map((content, index) => ({ no: index + 1, content }))
  return rows.filter(({ content }) => conditions.every((condition) => meets(content, condition)))
}

/** The same as the conditions of SQL below. */
function meets(content: Content, condition: RowCondition): boolean {
  const value = content[condition.column]
  if (value === undefined || value === null) return false
  const cell = typeof value === 'string' ? value : JSON.stringify(value)
  if ('anyOf' in condition) return condition.anyOf.includes(cell)
  if ('contains' in condition) return cell.toLowerCase().includes(condition.contains.toLowerCase())
  const order = (bound: string) =>
    isDate(bound) ? (cell < bound ? -1 : Number(cell > bound)) : Number(cell) - Number(bound)
  const { from, to } = condition
  return (from === null || order(from) >= 0) && (to === null || order(to) <= 0)
}

function isDate(bound: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(bound)
}

function conditionsOf({ publicationId, view, field, conditions }: RowList) {
  const values: unknown[] = [publicationId, field]
  const parameter = (value: unknown) => `$${values.push(value)}`
  const parts = conditions.flatMap((condition) => {
    const cell = `content ->> ${parameter(condition.column)}::text`
    if ('anyOf' in condition) return [`${cell} = ANY(${parameter(condition.anyOf)}::text[])`]
    if ('contains' in condition) {
      return [`position(lower(${parameter(condition.contains)}) IN lower(${cell})) > 0`]
    }
    return rangeOf(cell, condition, parameter)
  })
  // Whoever has the record may read its rows, for as long as it is there; for whom it is, was asked for the record.
  const stillThere = `EXISTS (SELECT FROM publication
    WHERE id = publication_id AND withdrawal_type IS NULL AND ${STILL_THERE[view ?? 'NOW']})`
  const where = ['publication_id = $1::uuid', 'field = $2', stillThere, ...parts].join(' AND ')
  return { where, values }
}

/** A calendar date compares as text, an amount as the number it is. */
function rangeOf(
  cell: string,
  { from, to }: { readonly from: string | null; readonly to: string | null },
  parameter: (value: unknown) => string,
): string[] {
  const cast = (value: string) => (isDate(value) ? 'text' : 'numeric')
  const bound = (comparison: string, value: string | null) =>
    value === null
      ? []
      : [`(${cell})::${cast(value)} ${comparison} ${parameter(value)}::${cast(value)}`]
  return [...bound('>=', from), ...bound('<=', to)]
}
