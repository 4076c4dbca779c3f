import { randomBytes } from 'node:crypto'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { summariesOf, type TableRows, type TableSummaries } from '../disclosure/kind/tables.ts'

/** Columns that are no part of what was published: its own name, the hash itself, and what may be written later. */
const APART = new Set(['id', 'content_hash', 'hash_rule', 'valid_to', 'purged_at'])

/** As PostgreSQL writes an instant in JSON, at UTC. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)$/

/**
 * The hash of a publication from its stored row: every column by its name, and the rows of its tables. What is empty is
 * left out, so that a column that comes later leaves older hashes as they are.
 *
 * The salt among the columns is random. It is public for as long as the content is, and goes with it when personal data
 * is purged: without it nobody can find out by trying what the hash that stays was made of.
 */
export function publicationHash(
  columns: Readonly<Record<string, unknown>>,
  tables: TableSummaries,
): string {
  const kept = Object.entries(columns)
    .filter(([name, value]) => !APART.has(name) && !isEmpty(value))
    .map(([name, value]) => [name, told(value)])
  return sha256(canonicalJson({ columns: Object.fromEntries(kept) as object, tables }))
}

/** The hash of what is left of a publication that was emptied: with its rule, which nothing else proves any more. */
export function remainderHash(
  columns: Readonly<Record<string, unknown>>,
  tables: TableSummaries = {},
): string {
  return publicationHash({ ...columns, rule: columns['hash_rule'] }, tables)
}

/** A publication that is about to be written, with its salt and its hash. */
export function hashed<Row extends object>(
  row: Row,
  rows: TableRows = {},
): Row & { readonly salt: string; readonly contentHash: string } {
  const salted = { ...row, salt: randomBytes(16).toString('hex') }
  const columns = Object.entries(salted).map(([name, value]) => [
    columnOf(name),
    stored(name, value),
  ])
  return {
    ...salted,
    contentHash: publicationHash(
      Object.fromEntries(columns) as Record<string, unknown>,
      summariesOf(rows),
    ),
  }
}

function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function stored(field: string, value: unknown): unknown {
  if (!(value instanceof Date)) return value
  return field === 'formedOn' ? value.toISOString().slice(0, 10) : value.toISOString()
}

function told(value: unknown): unknown {
  return typeof value === 'string' && INSTANT.test(value) ? new Date(value).toISOString() : value
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return true
  return typeof value === 'object' && !(value instanceof Date) && Object.keys(value).length === 0
}
