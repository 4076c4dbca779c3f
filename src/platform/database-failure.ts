import { ValidationError } from './errors.ts'

const SERIALIZATION_CODES = new Set(['P2034', '40001', '40P01', 'TransactionWriteConflict'])

/** True when the database gave up a transaction that would succeed if run again. */
export function isSerializationFailure(error: unknown): boolean {
  return mentions(error, (value) => SERIALIZATION_CODES.has(value), 5)
}

/** True when a unique or exclusion constraint refused the row. */
export function isUniqueViolation(error: unknown): boolean {
  return mentions(error, (value) => value === 'P2002' || value === '23505' || value === '23P01', 5)
}

/** True when a text holds what PostgreSQL cannot store: a NUL, or bytes that are no UTF-8. */
export function isUnstorableText(error: unknown): boolean {
  return mentions(error, (value) => value === '22021' || value === '22P05', 5)
}

/** What whoever sent such a text is told. */
export function unstorableText(): ValidationError {
  return ValidationError.of('', 'CONTROL_CHARACTER', '文字含有不能保存的字符')
}

// Prisma wraps driver errors differently for model calls and raw statements; the code is some levels down.
function mentions(error: unknown, found: (value: string) => boolean, depth: number): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false
  return Object.entries(error).some(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? ['code', 'originalCode', 'kind'].includes(key) && found(value)
      : mentions(value, found, depth - 1),
  )
}
