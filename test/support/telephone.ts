import { createHmac, randomUUID } from 'node:crypto'

export const INBOUND_SECRET = 'shared-secret-of-the-tests'

/** How a call is signed, where a test minds. */
interface Signing {
  readonly at?: Date
  readonly nonce?: string
  readonly secret?: string
}

/** A call that brings a text, signed as whoever relays texts signs it. */
export function signedCall(
  body: string,
  { at = new Date(), nonce = randomUUID(), secret = INBOUND_SECRET }: Signing = {},
): RequestInit {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', secret)
    .update(`${timestamp}.${nonce}.${body}`)
    .digest('hex')
  return {
    method: 'POST',
    body,
    headers: {
      'x-gongkai-timestamp': timestamp,
      'x-gongkai-nonce': nonce,
      'x-gongkai-signature': signature,
    },
  }
}
