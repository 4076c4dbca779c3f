import { canonicalJson } from '../platform/canonical.ts'

/** What has to happen to the rows of a table. */
export interface Difference<Row> {
  readonly create: Row[]
  readonly update: Row[]
  /** Rows as they are now. */
  readonly remove: Row[]
}

/** Compares rows by key and content; what is equal appears nowhere. */
export function difference<Row>(
  existing: readonly Row[],
  wanted: readonly Row[],
  keyOf: (row: Row) => string,
): Difference<Row> {
  const before = new Map(existing.map((row) => [keyOf(row), row]))
  const after = new Map(wanted.map((row) => [keyOf(row), row]))
  return {
    create: wanted.filter((row) => !before.has(keyOf(row))),
    update: wanted.filter((row) => {
      const old = before.get(keyOf(row))
      return old !== undefined && canonicalJson(old) !== canonicalJson(row)
    }),
    remove: existing.filter((row) => !after.has(keyOf(row))),
  }
}
