import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** An answer as it goes out. */
export interface Sent {
  readonly body: Buffer
  /** Of the body in bytes. */
  readonly length: number
  readonly etag: string
  /** Null for the bytes as they are. */
  readonly encoding: Encoding | null
}

export type Encoding = 'br' | 'gzip'

/** An answer that is the same for everyone, in every encoding that was asked for. */
export interface StoredResponse {
  readonly status: number
  readonly contentType: string
  /** What it was made from. */
  readonly tags: ReadonlySet<string>
  /** The same in one line, for those who keep copies; empty for what nobody keeps. */
  readonly surrogateKey: string
  /** Milliseconds since 1970 from which it must not be shown any more. */
  readonly expires: number
  /** Bytes that it takes by now. */
  size(): number
  /** The answer in an encoding, made ready when it is asked for a second time: most are never asked again. */
  in(encoding: Encoding | null): Sent
}

/** Shorter ones would not get shorter. */
const PACKED_FROM = 1_024

/** What an entry takes beside its bytes: keys, headers, tags. */
const OVERHEAD = 1_024

const packers = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 6 }),
}

/** An answer ready to be stored. */
export function storedResponse(
  body: string,
  made: Pick<StoredResponse, 'status' | 'contentType' | 'tags' | 'expires'>,
): StoredResponse {
  // Encoded once for length, tag and socket: a string would be encoded three times.
  const bytes = Buffer.from(body)
  const { length } = bytes
  // The same words in two media types are two representations, which one tag must not name.
  const form = made.contentType.startsWith('application/json') ? '' : '.'
  const name = hash('sha256', bytes, 'base64url').slice(0, 27) + form
  const packed = new Map<Encoding, Sent>()
  const asked = new Map<Encoding, number>()
  const plain: Sent = { body: bytes, length, etag: `"${name}"`, encoding: null }
  let size = length + OVERHEAD

  const pack = async (encoding: Encoding) => {
    const short = await packers[encoding](plain.body)
    const etag = `"${name}-${encoding}"`
    packed.set(encoding, { body: short, length: short.length, etag, encoding })
    size += short.length
  }
  return {
    ...made,
    surrogateKey: [...made.tags].join(' '),
    size: () => size,
    in(wanted) {
      const encoding = length < PACKED_FROM ? null : wanted
      if (!encoding) return plain
      const ready = packed.get(encoding)
      if (ready) return ready
      const times = asked.get(encoding) ?? 0
      asked.set(encoding, times + 1)
      if (times === 1) pack(encoding).catch(() => asked.set(encoding, 1))
      return plain
    },
  }
}
