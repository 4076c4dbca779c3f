import { ValidationError } from '../platform/errors.ts'

/** Largest query that is run for staff and front ends. The introspection query of the usual tools fits. */
export const QUERY_LIMITS = { depth: 12, complexity: 4000, breadth: 300 } as const

/** The same for documents that anonymous callers bring along. */
export const ANONYMOUS_LIMITS = {
  depth: 10,
  complexity: 3000,
  breadth: 250,
  aliases: 15,
  tokens: 2000,
} as const

/** Tokens of one document, and aliases in it, before it is even validated. */
export const DOCUMENT_LIMITS = { tokens: 4000, aliases: 30 } as const

/** Bytes of one request body; a longer one is answered 413. */
export const BODY_LIMIT = 1024 * 1024

/** Largest page of any connection. */
const PAGE_LIMIT = 100

/** The page size asked for, or a ValidationError over the limit. */
export function pageSize(first: number | null | undefined, usual = 20): number {
  const size = first ?? usual
  if (size >= 1 && size <= PAGE_LIMIT) return size
  throw ValidationError.of('first', 'PAGE_SIZE', `每页条数须在1至${PAGE_LIMIT}之间`)
}

/** Says which limit a query breaks. */
export function complexityError(kind: string): Error {
  return ValidationError.of('query', 'QUERY_TOO_COMPLEX', `查询超出允许的规模（${kind}）`)
}
