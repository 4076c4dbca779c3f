import { canonicalJson } from '../../../platform/canonical.ts'
import type { Group } from '../kind/field.ts'
import type { Content } from '../kind/kind.ts'

/** A row that came, went, or is another; opened, as it is in the editions. */
export interface RowChange {
  readonly change: 'ADDED' | 'REMOVED' | 'CHANGED'
  /** Its number before, from 1; null when it came. */
  readonly beforeNo: number | null
  readonly afterNo: number | null
  readonly before: Content | null
  readonly after: Content | null
  /** Names of the columns that differ; empty unless it changed. */
  readonly columns: readonly string[]
}

interface Numbered {
  readonly no: number
  readonly row: Content
}

/**
 * How the rows of a table changed: by their present number, then those that went. Rows that are wholly the same are the
 * same row wherever they stand; of the others those that agree in the column that names them are one row that changed.
 */
export function rowChanges(
  table: Group,
  before: readonly Content[],
  after: readonly Content[],
): RowChange[] {
  const old = numbered(before)
  const young = numbered(after)
  const same = matched(old, young, ({ row }) => canonicalJson(row))
  const name = namingColumn(table)
  const changed = matched(same.restOld, same.restYoung, ({ row }) => nameOf(row, name))
  const changes = [
    ...changed.pairs.map(([from, to]) => changedRow(from, to)),
    ...changed.restYoung.map(({ no, row }) => added(no, row)),
  ].toSorted((a, b) => (a.afterNo ?? 0) - (b.afterNo ?? 0))
  return [...changes, ...changed.restOld.map(({ no, row }) => removed(no, row))]
}

/** What tells rows apart for people: an identity number if there is one, else the first column that must be filled in. */
function namingColumn({ fields }: Group): string | undefined {
  const columns = Object.entries(fields)
  const identity = columns.find(([, { personal }]) => personal?.data === 'ID_NUMBER')
  const named = columns.find(([, { required, type }]) => required && 'scalar' in type)
  return (identity ?? named ?? columns[0])?.[0]
}

function nameOf(row: Content, column: string | undefined): string | null {
  const value = column === undefined ? undefined : row[column]
  return value === undefined ? null : canonicalJson(value)
}

/** Pairs rows of equal key in their order; a row without a key has no other. */
function matched(
  old: readonly Numbered[],
  young: readonly Numbered[],
  keyOf: (one: Numbered) => string | null,
) {
  const waiting = new Map<string, Numbered[]>()
  const restOld = new Set(old)
  for (const one of old) {
    const key = keyOf(one)
    if (key === null) continue
    const queue = waiting.get(key)
    if (queue) queue.push(one)
    else waiting.set(key, [one])
  }
  // Taken from the end, which costs nothing.
  for (const queue of waiting.values()) queue.reverse()
  const pairs: [Numbered, Numbered][] = []
  const restYoung = young.filter((one) => {
    const other = waiting.get(keyOf(one) ?? '')?.pop()
    if (!other) return true
    restOld.delete(other)
    pairs.push([other, one])
    return false
  })
  return { pairs, restOld: [...restOld], restYoung }
}

function numbered(rows: readonly Content[]): Numbered[] {
  return rows.map((row, index) => ({ no: index + 1, row }))
}

function changedRow(from: Numbered, to: Numbered): RowChange {
  const names = new Set([...Object.keys(from.row), ...Object.keys(to.row)])
  const columns = [...names].filter(
    (name) => canonicalJson(from.row[name]) !== canonicalJson(to.row[name]),
  )
  const numbers = { beforeNo: from.no, afterNo: to.no }
  return { change: 'CHANGED', ...numbers, before: from.row, after: to.row, columns }
}

function added(no: number, row: Content): RowChange {
  return { change: 'ADDED', beforeNo: null, afterNo: no, before: null, after: row, columns: [] }
}

function removed(no: number, row: Content): RowChange {
  return { change: 'REMOVED', beforeNo: no, afterNo: null, before: row, after: null, columns: [] }
}
