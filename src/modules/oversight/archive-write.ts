import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { canonicalJson } from '../../platform/canonical.ts'
import type { FileStore } from '../disclosure/ports.ts'
import { type Manifest, NAMES } from './archive.ts'
import { type ArchiveSpan, entriesIn, manifestOf } from './archive-manifest.ts'
import { ARCHIVE_README } from './archive-readme.ts'
import { checkpointsIn } from './checkpoint.ts'
import type { LedgerLine } from './ledger-line.ts'
import { ledgerLines } from './ledger-lines.ts'
import { type PublishedFile, publishedFiles } from './published-files.ts'
import type { Proof } from './proof.ts'
import { publicKeys } from './public-keys.ts'
import { withSnapshot } from './snapshot.ts'
import { TAR_END, tarMember } from './tar.ts'

/** How far writing has come. */
export type Progress = (done: number, of: number) => void

/** What was written. */
export interface Written {
  readonly entries: number
  readonly files: number
}

/** Lines are gathered to about this size: a file in a tar tells its length before its bytes. */
const PART_BYTES = 4 * 1024 * 1024

/** Writes everything that proof needs into one file that is verified without database and without this installation. */
export function writeArchive(
  proof: Proof,
  store: Pick<FileStore, 'read'>,
  span: ArchiveSpan,
  out: Writable,
  step: Progress = () => undefined,
): Promise<Written> {
  return withSnapshot(proof, async (snapshot) => {
    const { tx } = snapshot
    const entries = await entriesIn(tx, span)
    const opening = {
      [NAMES.readme]: Buffer.from(ARCHIVE_README),
      [NAMES.keys]: linesOf(await publicKeys(tx)),
      [NAMES.checkpoints]: linesOf(await checkpointsIn(tx, entries)),
    }
    const manifest = await manifestOf(proof, snapshot, span, entries, opening)
    const files = new Map<string, PublishedFile>()
    async function* members(): AsyncGenerator<Buffer> {
      yield* tarMember(NAMES.manifest, linesOf([manifest]))
      for (const [name, bytes] of Object.entries(opening)) yield* tarMember(name, bytes)
      yield* ledger(ledgerLines(tx, proof, entries), manifest, files, step)
      for (const id of files.keys()) yield* await fileMember(store, id)
      yield TAR_END
    }
    await pipeline(Readable.from(members()), createGzip(), out)
    return { entries: entries.to - entries.from, files: files.size }
  })
}

/** The lines in files of some size; notes the files that publications name. */
async function* ledger(
  lines: AsyncIterable<LedgerLine>,
  { first, last }: Manifest,
  files: Map<string, PublishedFile>,
  step: Progress,
): AsyncGenerator<Buffer> {
  let [part, size, texts] = [0, 0, [] as Buffer[]]
  const flush = () => {
    part += 1
    const name = `${NAMES.ledger}${String(part).padStart(6, '0')}.ndjson`
    const member = tarMember(name, Buffer.concat(texts))
    ;[size, texts] = [0, []]
    return member
  }
  for await (const line of lines) {
    const text = linesOf([line])
    texts.push(text)
    size += text.length
    if (size >= PART_BYTES) yield* flush()
    if (!('entry' in line)) continue
    for (const file of publishedFiles(line)) files.set(file.id, file)
    if (line.entry.seq % 1_000 === 0) step(line.entry.seq - first, last - first)
  }
  if (size > 0) yield* flush()
}

/** A file of a publication; one that is missing is for verification to tell. */
async function fileMember(store: Pick<FileStore, 'read'>, id: string): Promise<Buffer[]> {
  const stream = await store.read(id)
  if (!stream) return []
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  return tarMember(`${NAMES.attachments}${id}`, Buffer.concat(chunks))
}

function linesOf(values: readonly unknown[]): Buffer {
  return Buffer.from(values.map((value) => `${canonicalJson(value)}\n`).join(''))
}
