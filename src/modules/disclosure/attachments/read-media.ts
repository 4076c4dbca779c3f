import { type FileHandle, open } from 'node:fs/promises'
import { refuseFile } from './refusal.ts'
import type { FileText } from './reader.ts'

const NO_TEXT: FileText = { textLayer: null, sections: [] }
const damaged = (): never => refuseFile('UNREADABLE', '音视频文件已损坏或不完整，无法读取')

/** Boxes that a film is made of. */
const BOXES = [
  'ftyp',
  'moov',
  'mdat',
  'free',
  'skip',
  'wide',
  'uuid',
  'meta',
  'udta',
  'moof',
  'mfra',
  'sidx',
  'styp',
  'pdin',
]
const MOST_BOXES = 10_000

/** A film: its boxes follow each other from the first byte to the last, and nothing lies beside them. */
export async function readMp4(path: string): Promise<FileText> {
  await using file = await open(path)
  const { size } = await file.stat()
  const found = new Set<string>()
  let at = 0
  for (let count = 0; at < size; count++) {
    const head = await bytesAt(file, at, 16)
    if (head.length < 8 || count > MOST_BOXES) damaged()
    const type = head.toString('latin1', 4, 8)
    if (!BOXES.includes(type) || (at === 0 && type !== 'ftyp')) damaged()
    const short = head.readUInt32BE(0)
    if (short === 1 && head.length < 16) damaged()
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? size - at : short
    if (length < 8 || at + length > size) damaged()
    found.add(type)
    at += length
  }
  if (!found.has('moov')) damaged()
  await assertNoArchive(file, size)
  return NO_TEXT
}

const BITRATES = {
  1: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const
const RATES: Readonly<Record<number, readonly number[]>> = {
  3: [44_100, 48_000, 32_000],
  2: [22_050, 24_000, 16_000],
  0: [11_025, 12_000, 8_000],
}
const FRAMES_TO_SEE = 4

/** A recording: an ID3 tag or none, and then frames of layer III one after the other. */
export async function readMp3(path: string): Promise<FileText> {
  await using file = await open(path)
  const { size } = await file.stat()
  let at = await behindTag(file)
  for (let seen = 0; seen < FRAMES_TO_SEE; seen++) {
    const length = frameLength(await bytesAt(file, at, 4))
    if (length === null || at + length > size) damaged()
    else at += length
  }
  await assertNoArchive(file, size)
  return NO_TEXT
}

async function behindTag(file: FileHandle): Promise<number> {
  const head = await bytesAt(file, 0, 10)
  if (head.toString('latin1', 0, 3) !== 'ID3') return 0
  const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6, 10)
  return 10 + ((a << 21) | (b << 14) | (c << 7) | d)
}

function frameLength(head: Buffer): number | null {
  if (head.length < 4 || head[0] !== 0xff || ((head[1] ?? 0) & 0xe6) !== 0xe2) return null
  const version = ((head[1] ?? 0) >> 3) & 3
  const third = head[2] ?? 0
  const bitrate = BITRATES[version === 3 ? 1 : 2][(third >> 4) - 1]
  const rate = RATES[version]?.[(third >> 2) & 3]
  if (bitrate === undefined || rate === undefined) return null
  return Math.floor(((version === 3 ? 144_000 : 72_000) * bitrate) / rate) + ((third >> 1) & 1)
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

/** How far from its end the directory of an archive may lie. */
const TAIL = 65_557

async function assertNoArchive(file: FileHandle, size: number): Promise<void> {
  const start = Math.max(0, size - TAIL)
  const tail = await bytesAt(file, start, size - start)
  if (tail.includes('PK\u0005\u0006', 0, 'latin1')) {
    refuseFile('POLYGLOT', '文件中夹带有压缩包，请重新导出后上传')
  }
}
