import { randomBytes } from 'node:crypto'
import { sha256 } from '../../platform/canonical.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Client } from './model.ts'

const PREFIX = 'gkc_'
const SECRET = /^gkc_[\w-]{43}$/

/** A new secret of 256 random bits; they need no slow hash. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64url')
}

/** What is stored of a secret. */
export function hashOfSecret(secret: string): string {
  return sha256(secret)
}

/** The front end that the secret belongs to, or null when it is unknown or revoked. */
export function clientOf({ database }: Platform, secret: string): Promise<Client | null> {
  if (!SECRET.test(secret)) return Promise.resolve(null)
  return database.apiClient.findFirst({
    where: { secretHash: hashOfSecret(secret), revokedAt: null },
    select: { id: true, name: true, channel: true },
  })
}
