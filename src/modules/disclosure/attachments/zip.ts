import { inflateRawSync } from 'node:zlib'
import { refuseFile } from './refusal.ts'

/** An office document's archive, checked, with what lies in it. */
export interface Archive {
  readonly names: readonly string[]
  /** The bytes of an entry; undefined when there is none of this name. */
  bytes(name: string): Buffer | undefined
  /** The entry as text. */
  text(name: string): string
}

interface Entry {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly unpacked: number
  readonly offset: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_SIZE = 22
/** How far from its end an archive may have the signature of its end. */
const TAIL = 65_557
const PDF_MARK = 1_024
const MOST_ENTRIES = 4_000
/** Bytes of one entry, and of all, when unpacked. */
const LARGEST_ENTRY = 64 * 1024 * 1024
const LARGEST_TOTAL = 160 * 1024 * 1024
/** XML packs at 1:10 to 1:30. Small entries may pack better: they do no harm. */
const HIGHEST_RATIO = 150
const RATIO_FROM = 1024 * 1024
/** Longest that a local entry may have behind its data. */
const DESCRIPTOR = 24

const bomb = (): never => refuseFile('ZIP_BOMB', '压缩内容展开后过大，文件可疑，请另存后重新上传')
const damaged = (): never => refuseFile('UNREADABLE', '文件已损坏或格式不符，无法读取')
const hiding = (): never =>
  refuseFile('POLYGLOT', '文件中夹带有不属于该文档的内容，请用办公软件另存后重新上传')

/**
 * Opens an archive without unpacking it. Sizes are judged before anything is unpacked and held to while it is; from
 * the first byte to the last nothing may lie in it but its entries.
 */
export function openArchive(file: Buffer): Archive {
  const entries = entriesOf(file)
  assertNoGaps(file, entries)
  assertModest(entries)
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  if (byName.size < entries.length) hiding()
  const bytes = (name: string) => {
    const entry = byName.get(name)
    return entry && unpacked(file, entry)
  }
  return {
    names: [...byName.keys()],
    bytes,
    text: (name) => bytes(name)?.toString('utf8') ?? damaged(),
  }
}

function entriesOf(file: Buffer): Entry[] {
  const end = file.length - END_SIZE
  if (end < 0 || file.readUInt32LE(0) !== LOCAL) {
    refuseFile('CONTENT_MISMATCH', '文件内容与扩展名不符')
  }
  if (!file.includes('PK\u0005\u0006', -TAIL, 'latin1')) damaged()
  // Readers of PDF look for its mark so far into a file.
  if (file.subarray(0, PDF_MARK).includes('%PDF-')) hiding()
  // A comment behind the end could hold another file.
  if (file.readUInt32LE(end) !== END || file.readUInt16LE(end + 20) !== 0) hiding()
  const count = file.readUInt16LE(end + 10)
  let at = file.readUInt32LE(end + 16)
  if (count > MOST_ENTRIES) bomb()
  if (at + file.readUInt32LE(end + 12) !== end) hiding()
  const entries: Entry[] = []
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || file.readUInt32LE(at) !== CENTRAL) damaged()
    const flags = file.readUInt16LE(at + 8)
    if ((flags & 1) !== 0) refuseFile('ENCRYPTED', '文件设有密码，请取消密码后上传')
    const nameLength = file.readUInt16LE(at + 28)
    const behind = file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
    entries.push({
      name: file.toString('utf8', at + 46, at + 46 + nameLength),
      method: file.readUInt16LE(at + 10),
      packed: file.readUInt32LE(at + 20),
      unpacked: file.readUInt32LE(at + 24),
      offset: file.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + behind
  }
  if (at !== end) hiding()
  return entries
}

/** Every byte before the directory belongs to one entry. */
function assertNoGaps(file: Buffer, entries: readonly Entry[]): void {
  const directory = file.readUInt32LE(file.length - END_SIZE + 16)
  const sorted = entries.toSorted((a, b) => a.offset - b.offset)
  let covered = 0
  for (const entry of sorted) {
    const gap = entry.offset - covered
    if (gap < 0 || gap > (covered === 0 ? 0 : DESCRIPTOR)) hiding()
    covered = dataStart(file, entry) + entry.packed
  }
  if (covered > directory || directory - covered > DESCRIPTOR) hiding()
}

function dataStart(file: Buffer, { offset }: Entry): number {
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== LOCAL) damaged()
  return offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
}

function assertModest(entries: readonly Entry[]): void {
  let total = 0
  for (const { packed, unpacked } of entries) {
    total += unpacked
    if (unpacked > LARGEST_ENTRY || total > LARGEST_TOTAL) bomb()
    if (unpacked > RATIO_FROM && unpacked > packed * HIGHEST_RATIO) bomb()
  }
}

// The declared size was judged: more than that is not unpacked, whatever the data say.
function unpacked(file: Buffer, entry: Entry): Buffer {
  const start = dataStart(file, entry)
  const data = file.subarray(start, start + entry.packed)
  if (entry.method === 0) return data.length === entry.unpacked ? data : damaged()
  if (entry.method !== 8) damaged()
  try {
    const bytes = inflateRawSync(data, { maxOutputLength: Math.max(entry.unpacked, 1) })
    return bytes.length === entry.unpacked ? bytes : damaged()
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? bomb() : damaged()
  }
}
