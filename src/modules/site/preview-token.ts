import { randomBytes } from 'node:crypto'
import { sha256 } from '../../platform/canonical.ts'

const PREFIX = 'gkp_'
const SHAPE = /^gkp_[\w-]{43}$/

/** A new token of 256 random bits. */
export function newPreviewToken(): string {
  return PREFIX + randomBytes(32).toString('base64url')
}

/** What the database keeps of a token; null for what is none. */
export function previewTokenHash(token: string): string | null {
  return SHAPE.test(token) ? sha256(token) : null
}
