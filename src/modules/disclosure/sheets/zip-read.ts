import { crc32, inflateRawSync } from 'node:zlib'
import { unreadable } from './sheet.ts'

/** One part of a zip file as its directory lists it. */
interface ZipEntry {
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/** A zip file of which only the directory has been read. */
export interface ZipFile {
  readonly names: readonly string[]
  /** The unpacked part, or null when there is none of this name. */
  read(name: string): Buffer | null
}

const ENTRIES = 1_000
const UNPACKED = 64 * 1024 * 1024
const ONE_PART = 32 * 1024 * 1024
/** Small parts may shrink a lot without harm; large ones that do are bombs. */
const RATIO = { from: 4 * 1024 * 1024, most: 250 }

const broken = () => unreadable('BROKEN_FILE', '文件不完整或已损坏，请重新保存后再上传')
const bomb = () => unreadable('FILE_TOO_LARGE', '文件解压后过大，请只保留需要导入的工作表')

/** Opens a zip file by its directory, and refuses it before anything is unpacked if that would take too much. */
export function openZip(bytes: Buffer): ZipFile {
  const entries = directoryOf(bytes)
  const total = [...entries.values()].reduce((sum, { size }) => sum + size, 0)
  if (total > UNPACKED || [...entries.values()].some(isBomb)) throw bomb()
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name)
      return entry ? unpack(bytes, entry) : null
    },
  }
}

function isBomb({ size, packed }: ZipEntry): boolean {
  return size > ONE_PART || (size > RATIO.from && size > packed * RATIO.most)
}

// The directory ends the file and begins where the parts end: no second file hides before or behind it.
function directoryOf(bytes: Buffer): Map<string, ZipEntry> {
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  if (end < 0 || end + 22 > bytes.length) throw broken()
  const count = bytes.readUInt16LE(end + 10)
  const size = bytes.readUInt32LE(end + 12)
  const start = bytes.readUInt32LE(end + 16)
  const comment = bytes.readUInt16LE(end + 20)
  if (start + size !== end || end + 22 + comment !== bytes.length) throw broken()
  if (count > ENTRIES) throw bomb()

  const entries = new Map<string, ZipEntry>()
  let at = start
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) throw broken()
    const flags = bytes.readUInt16LE(at + 8)
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const entry = {
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    }
    if (flags & 1) throw unreadable('ENCRYPTED_FILE', '文件设有密码，请取消密码后再上传')
    if (entries.has(name) || ![0, 8].includes(entry.method)) throw broken()
    if (entry.offset + entry.packed > start) throw broken()
    entries.set(name, entry)
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

function unpack(bytes: Buffer, { offset, packed, size, method, crc }: ZipEntry): Buffer {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== 0x04034b50) throw broken()
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  const data = bytes.subarray(start, start + packed)
  let whole = data
  try {
    // The directory may lie about the size: never more than it says.
    if (method === 8) whole = inflateRawSync(data, { maxOutputLength: Math.max(size, 1) })
  } catch {
    throw broken()
  }
  if (whole.length !== size || crc32(whole) !== crc) throw broken()
  return whole
}
