import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** An answer's bytes as they go out. */
export interface Sent {
  readonly bytes: Buffer
  readonly etag: string
  /** Null for the bytes as they are. */
  readonly encoding: Encoding | null
}

export type Encoding = 'br' | 'gzip'

/** An answer that is the same for everyone, in every encoding that was asked for. */
export interface StoredResponse {
  readonly status: number
  readonly mediaType: string
  readonly identity: Sent
  /** What it was made from. */
  readonly tags: ReadonlySet<string>
  /** Milliseconds since 1970 from which it must not be shown any more. */
  readonly expires: number
  /** Bytes that it takes by now. */
  size(): number
  /** The bytes in an encoding; those as they are while they are being packed for the first time. */
  in(encoding: Encoding | null): Sent
}

/** Shorter ones would not get shorter. */
const PACKED_FROM = 1_024

/** What an entry takes beside its bytes: keys, headers, tags. */
const OVERHEAD = 1_024

const packers = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 6 }),
}

/** An answer ready to be stored. */
export function storedResponse(
  body: string,
  made: Pick<StoredResponse, 'status' | 'mediaType' | 'tags' | 'expires'>,
): StoredResponse {
  const bytes = Buffer.from(body)
  const hash = createHash('sha256').update(made.mediaType).update(bytes).digest('base64url')
  const name = hash.slice(0, 27)
  const identity: Sent = { bytes, etag: `"${name}"`, encoding: null }
  const packed = new Map<Encoding, Sent>()
  const packing = new Set<Encoding>()
  let size = bytes.length + OVERHEAD

  const pack = async (encoding: Encoding) => {
    packing.add(encoding)
    const short = await packers[encoding](bytes)
    packed.set(encoding, { bytes: short, etag: `"${name}-${encoding}"`, encoding })
    size += short.length
  }
  return {
    ...made,
    identity,
    size: () => size,
    in(encoding) {
      if (encoding === null || bytes.length < PACKED_FROM) return identity
      const ready = packed.get(encoding)
      if (!ready && !packing.has(encoding)) pack(encoding).catch(() => packing.delete(encoding))
      return ready ?? identity
    },
  }
}
