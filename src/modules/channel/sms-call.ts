import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { InboundText } from './sms-ports.ts'

/** What a signed call carries beside its body. */
export interface CallSignature {
  /** Seconds since 1970. */
  readonly timestamp: string
  /** Different in every call. */
  readonly nonce: string
  /** HMAC-SHA-256 in hex of `timestamp.nonce.body`. */
  readonly signature: string
}

/** How far the clocks of both sides may be apart, either way. */
export const CLOCKS_APART_MS = 300_000

/** Why a call is not to be believed; null when it is. Whether its nonce was used before is not known here. */
export function callFault(
  { timestamp, nonce, signature }: CallSignature,
  body: Uint8Array,
  secret: string,
  now: Date,
): 'MALFORMED' | 'FORGED' | 'STALE' | null {
  if (!/^\d{10}$/.test(timestamp) || !/^[\w-]{16,64}$/.test(nonce)) return 'MALFORMED'
  const expected = createHmac('sha256', secret).update(`${timestamp}.${nonce}.`).update(body)
  if (!sameSecret(signature, expected.digest('hex'))) return 'FORGED'
  return Math.abs(Number(timestamp) * 1000 - now.getTime()) > CLOCKS_APART_MS ? 'STALE' : null
}

/** Compares without telling by the time it takes how much is right. */
export function sameSecret(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) =>
    createHmac('sha256', 'compared').update(text).digest(),
  )
  return one !== undefined && other !== undefined && timingSafeEqual(one, other)
}

const written = z.object({
  messageId: z.string().min(1).max(100),
  from: z.string().max(40),
  text: z.string().max(2000),
})

/** The text that a call brings; null when it brings none. */
export function readCall(body: Buffer): InboundText | null {
  const read = written.safeParse(jsonOf(body))
  if (!read.success) return null
  const { messageId: id, ...text } = read.data
  return { id, ...text }
}

/** The JSON that a body is; undefined when it is none. */
export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
