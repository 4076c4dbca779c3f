import { crc32, createDeflateRaw } from 'node:zlib'

/** A part of a zip file that is being written; its text comes bit by bit. */
export interface ZipPart {
  readonly name: string
  readonly text: Iterable<string> | AsyncIterable<string>
}

interface Written {
  readonly name: Buffer
  readonly offset: number
  readonly crc: number
  readonly packed: number
  readonly size: number
}

/** Sizes follow the data, since they are not known before; names are UTF-8. */
const FLAGS = 0x0808
const DEFLATED = 8
/** 1980-01-01: the same content gives the same bytes. */
const DATE = 0x21

/** The bytes of a zip file, part after part; only one chunk is ever in memory. */
export async function* zipped(parts: Iterable<ZipPart>): AsyncGenerator<Buffer> {
  const written: Written[] = []
  let offset = 0
  for (const { name, text } of parts) {
    const nameBytes = Buffer.from(name)
    const head = Buffer.concat([
      signed(0x04034b50, common({ crc: 0, packed: 0, size: 0 }, nameBytes)),
      nameBytes,
    ])
    yield head
    const totals = { crc: 0, packed: 0, size: 0 }
    for await (const chunk of deflated(text, totals)) yield chunk
    const tail = Buffer.alloc(12)
    tail.writeUInt32LE(totals.crc, 0)
    tail.writeUInt32LE(totals.packed, 4)
    tail.writeUInt32LE(totals.size, 8)
    yield signed(0x08074b50, tail)
    written.push({ name: nameBytes, offset, ...totals })
    offset += head.length + totals.packed + 16
  }
  const directory = Buffer.concat(written.map(directoryEntry))
  yield directory
  const end = Buffer.alloc(18)
  end.writeUInt16LE(written.length, 4)
  end.writeUInt16LE(written.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  yield signed(0x06054b50, end)
}

/** Deflates on another thread, and counts as it goes. */
async function* deflated(
  text: ZipPart['text'],
  totals: { crc: number; packed: number; size: number },
): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw()
  const fed = (async () => {
    for await (const piece of text) {
      const bytes = Buffer.from(piece)
      totals.crc = crc32(bytes, totals.crc)
      totals.size += bytes.length
      if (!deflate.write(bytes)) await new Promise((go) => deflate.once('drain', go))
    }
    deflate.end()
  })()
  fed.catch((error: unknown) => deflate.destroy(error as Error))
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    totals.packed += chunk.length
    yield chunk
  }
  await fed
}

/** What a local header and an entry of the directory have in common, from the version on. */
function common(
  { crc, packed, size }: { crc: number; packed: number; size: number },
  name: Buffer,
) {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(FLAGS, 2)
  fields.writeUInt16LE(DEFLATED, 4)
  fields.writeUInt16LE(DATE, 8)
  fields.writeUInt32LE(crc, 10)
  fields.writeUInt32LE(packed, 14)
  fields.writeUInt32LE(size, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

function directoryEntry(part: Written): Buffer {
  const version = Buffer.from([20, 0])
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(part.offset, 10)
  return signed(0x02014b50, Buffer.concat([version, common(part, part.name), rest, part.name]))
}

function signed(signature: number, rest: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt32LE(signature)
  return Buffer.concat([head, rest])
}
