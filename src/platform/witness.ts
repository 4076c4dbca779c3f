import { canonicalJson } from './canonical.ts'

/** Makes audit rows evidence: signed by the application under a key that does not lie in the database. */
export interface Witness {
  /** Names the key. */
  readonly keyId: string
  /** Signs a text; base64. */
  readonly sign: (text: string) => string
  /** A keyed hash in place of one that could be guessed, since the contents behind it may have few possible values. */
  readonly blind: (value: string) => string
}

/** An audit row by its columns. */
export type AuditColumns = Readonly<Record<string, unknown>>

const SIGNED = [
  'action',
  'actor_id',
  'actor_role',
  'actor_place',
  'subject_type',
  'subject_id',
  'before_hash',
  'after_hash',
  'details',
  'nonce',
  'key_id',
] as const

/** What is signed of an audit row: all of it but its number, which the database gives. */
export function auditText(columns: AuditColumns): string {
  const signed = SIGNED.map((name) => [name, columns[name] ?? null])
  return canonicalJson({ ...Object.fromEntries(signed), at: instantOf(columns['at']) })
}

/** An instant in ISO 8601 at UTC, however it was written; what is none stays as it is. */
export function instantOf(value: unknown): string {
  const instant = new Date(String(value))
  return Number.isNaN(instant.getTime()) ? String(value) : instant.toISOString()
}
