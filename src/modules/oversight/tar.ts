/** One file of an archive. */
export interface Member {
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** A file that is not what its name says. */
export class UnreadableError extends Error {}

const BLOCK = 512

/** Where the fields of a header stand (POSIX.1-1988, ustar), and how long they are. */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
} as const

/** A file as it stands in a tar: header, bytes, and zeros up to the next block. */
export function tarMember(name: string, bytes: Uint8Array): Buffer[] {
  const header = Buffer.alloc(BLOCK)
  const put = (field: keyof typeof FIELDS, text: string) =>
    header.write(text, FIELDS[field][0], 'ascii')
  const octal = (value: number, [, length]: readonly [number, number]) =>
    value.toString(8).padStart(length - 1, '0')
  put('name', name)
  put('mode', octal(0o644, FIELDS.mode))
  put('uid', octal(0, FIELDS.uid))
  put('gid', octal(0, FIELDS.gid))
  put('size', octal(bytes.length, FIELDS.size))
  put('mtime', octal(0, FIELDS.mtime))
  put('type', '0')
  put('magic', 'ustar\u000000')
  put('checksum', `${checksumOf(header).toString(8).padStart(6, '0')}\0 `)
  return [header, Buffer.from(bytes), Buffer.alloc(padding(bytes.length))]
}

/** What stands after the last file. */
export const TAR_END = Buffer.alloc(2 * BLOCK)

/** The files of a tar one after the other; what is not read of one is skipped before the next. */
export async function* tarMembers(source: AsyncIterable<Uint8Array>): AsyncGenerator<Member> {
  const input = new Input(source)
  for (;;) {
    const header = await input.read(BLOCK)
    if (header.every((byte) => byte === 0)) return
    const text = ([start, length]: readonly [number, number]) =>
      header
        .toString('ascii', start, start + length)
        .replace(/\0.*$/s, '')
        .trim()
    if (Number.parseInt(text(FIELDS.checksum), 8) !== checksumOf(header)) {
      throw new UnreadableError('tar')
    }
    let left = Number.parseInt(text(FIELDS.size), 8)
    const skipped = padding(left)
    async function* bytes(): AsyncGenerator<Buffer> {
      while (left > 0) {
        const chunk = await input.some(left)
        left -= chunk.length
        yield chunk
      }
    }
    yield { name: text(FIELDS.name), bytes: bytes() }
    for await (const _ of bytes());
    await input.read(skipped)
  }
}

/** The sum of a header's bytes, its own field counted as blanks. */
function checksumOf(header: Buffer): number {
  const [start, length] = FIELDS.checksum
  return header.reduce(
    (sum, byte, at) => sum + (at >= start && at < start + length ? 0x20 : byte),
    0,
  )
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

/** Bytes that come in pieces, read by length. */
class Input {
  readonly #source: AsyncIterator<Uint8Array, unknown>
  #rest = Buffer.alloc(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** At least one byte and at most `most`. */
  async some(most: number): Promise<Buffer> {
    if (this.#rest.length === 0) {
      const { value, done } = await this.#source.next()
      if (done === true) throw new UnreadableError('tar')
      this.#rest = Buffer.from(value)
    }
    const taken = this.#rest.subarray(0, most)
    this.#rest = this.#rest.subarray(taken.length)
    return taken
  }

  async read(length: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let left = length; left > 0; left -= parts.at(-1)?.length ?? 0) {
      parts.push(await this.some(left))
    }
    return Buffer.concat(parts)
  }
}
