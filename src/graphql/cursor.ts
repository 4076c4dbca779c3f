import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { ValidationError } from '../platform/errors.ts'

/** Makes and reads cursors that only this installation can have made, each good for one list only. */
export interface CursorSigner {
  encode(list: string, position: readonly (string | number)[]): string
  /** The position, or a ValidationError for a cursor that is forged, damaged or of another list. */
  decode(list: string, cursor: string): readonly (string | number)[]
}

const MAC_BYTES = 12

/** A signer under the installation's key. */
export function cursorSigner(key: string): CursorSigner {
  const secret = createSecretKey(Buffer.from(key))
  const macOf = (list: string, body: string) =>
    createHmac('sha256', secret)
      .update(`${list}\n${body}`)
      .digest()
      .subarray(0, MAC_BYTES)
      .toString('base64url')
  return {
    encode(list, position) {
      const body = Buffer.from(JSON.stringify(position)).toString('base64url')
      return `${body}.${macOf(list, body)}`
    },
    decode(list, cursor) {
      const [body = ''] = cursor.split('.', 1)
      // Compared as text: decoding would let other spellings of the same bytes pass.
      const given = Buffer.from(cursor)
      const due = Buffer.from(`${body}.${macOf(list, body)}`)
      if (given.length !== due.length || !timingSafeEqual(given, due)) {
        throw ValidationError.of('after', 'INVALID_CURSOR', '分页游标无效，请从第一页重新读取')
      }
      return JSON.parse(Buffer.from(body, 'base64url').toString()) as (string | number)[]
    },
  }
}
