import { canonicalJson, sha256 } from '../../../platform/canonical.ts'
import type { Group } from './field.ts'
import type { Content, Kind } from './kind.ts'

/** Rows that come with the rest of a content; a longer table is imported (replace-rows.ts). */
export const MOST_INLINE_ROWS = 2_000

/** Rows of one table of one edition. */
export const MOST_ROWS = 20_000

/** What an edition keeps of a table beside its rows: how many there are, and what proves that none has changed. */
export interface TableSummary {
  readonly rows: number
  readonly hash: string
}

export type TableSummaries = Readonly<Record<string, TableSummary>>

/** Rows by the name of their table. */
export type TableRows = Readonly<Record<string, readonly Content[]>>

/** A table among the fields of a kind. */
export interface TableType {
  readonly table: Group
  readonly filters: readonly string[]
}

/** The tables of a kind by name. */
export function tablesOf(kind: Kind): ReadonlyMap<string, TableType> {
  return new Map(
    Object.entries(kind.fields).flatMap(([name, { type }]) =>
      'table' in type ? [[name, type]] : [],
    ),
  )
}

/** Parts the rows of a content from the rest of it. A table without rows is as good as none. */
export function partedContent(
  kind: Kind,
  content: Content,
): { readonly plain: Content; readonly rows: TableRows } {
  const tables = tablesOf(kind)
  const rows: [string, readonly Content[]][] = []
  const plain = Object.entries(content).filter(([name, value]) => {
    if (!tables.has(name)) return true
    if (Array.isArray(value) && value.length > 0) rows.push([name, value as Content[]])
    return false
  })
  return { plain: Object.fromEntries(plain), rows: Object.fromEntries(rows) }
}

/** The summary of each table that has rows. */
export function summariesOf(tables: TableRows): TableSummaries {
  return Object.fromEntries(
    Object.entries(tables)
      .filter(([, rows]) => rows.length > 0)
      .map(([name, rows]) => [name, { rows: rows.length, hash: sha256(canonicalJson(rows)) }]),
  )
}

/** The hash of a content whose tables stand apart: it changes with any row. */
export function contentHashOf(plain: Content, tables: TableSummaries): string {
  return sha256(canonicalJson({ ...plain, ...tables }))
}

/** Rows in handfuls that fit into one statement, with the number of the first. */
export function* batchesOf(
  rows: readonly Content[],
  size = 2_000,
): Generator<{ readonly first: number; readonly json: string }> {
  for (let start = 0; start < rows.length; start += size) {
    yield { first: start + 1, json: JSON.stringify(rows.slice(start, start + size)) }
  }
}
