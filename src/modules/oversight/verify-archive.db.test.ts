import { Writable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { published } from '../../../test/support/editions.ts'
import {
  fileDeskIn,
  openProof,
  proofRecords,
  type ProofStage,
} from '../../../test/support/proof.ts'
import { openStage, type Stage } from '../../../test/support/stage.ts'
import type { ArchiveSpan } from './archive-manifest.ts'
import { writeArchive } from './archive-write.ts'
import { DIGESTS } from './digest.ts'
import { tarMembers, UnreadableError } from './tar.ts'
import { verifyArchive } from './verify-archive.ts'
import { verifyDatabase } from './verify-database.ts'

/** A file of an archive in memory. */
interface File {
  readonly name: string
  readonly bytes: Buffer
}

let stage: Stage
let own: ProofStage
let archive: readonly File[]

beforeAll(async () => {
  stage = await openStage()
  own = await openProof(stage)
  await proofRecords(stage, fileDeskIn(own.proof.folder))
  await verifyDatabase(own.proof)
  await published(stage)
  archive = await written()
})

afterAll(async () => {
  await own.close()
  await stage.close()
})

async function written(span: ArchiveSpan = {}, { proof } = own): Promise<File[]> {
  const chunks: Buffer[] = []
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  await writeArchive(proof, fileDeskIn(proof.folder).store, span, out)
  const files: File[] = []
  const pieces = (async function* () {
    // In pieces that end anywhere.
    const tar = gunzipSync(Buffer.concat(chunks))
    for (let at = 0; at < tar.length; at += 777) yield tar.subarray(at, at + 777)
  })()
  for await (const { name, bytes } of tarMembers(pieces)) {
    const parts: Uint8Array[] = []
    for await (const part of bytes) parts.push(part)
    files.push({ name, bytes: Buffer.concat(parts) })
  }
  return files
}

const verified = (files: readonly File[], trusted: readonly string[] = []) =>
  verifyArchive(
    files.map(({ name, bytes }) => ({ name, bytes: [bytes] })),
    { trusted },
  )

const codesOf = async (files: readonly File[]) =>
  (await verified(files)).findings.map(({ code }) => code)

test('an untouched archive is right, with all that it should have', async () => {
  const { findings, size, checkpoint } = await verified(archive)
  expect(findings).toEqual([])
  expect(size).toBe(checkpoint?.size)
  const names = archive.map(({ name }) => name.replace(/(?<=\/).*/, ''))
  expect(names).toEqual([
    'manifest.json',
    'README.md',
    'keys.ndjson',
    'checkpoints.ndjson',
    'ledger/',
    'attachments/',
  ])
})

test('no personal data and no comment of a reviewer is in it, and no plain hash of what was not published', async () => {
  const text = archive.map(({ bytes }) => bytes.toString()).join('')
  const secrets = await stage.sql(
    `SELECT content_hash AS secret FROM edition UNION SELECT display_name FROM user_account
     UNION SELECT comment FROM review_step WHERE comment IS NOT NULL`,
  )
  expect(secrets.length).toBeGreaterThan(5)
  for (const { secret } of secrets) expect(text).not.toContain(secret)
})

test('only an archive that is signed with a trusted key is right when keys are named', async () => {
  const { id, publicKey } = own.proof.signer
  expect((await verified(archive, [id])).findings).toEqual([])
  expect((await verified(archive, ['other', publicKey])).findings).toEqual([])
  expect((await verified(archive, ['other'])).findings).toMatchObject([{ code: 'KEY_UNTRUSTED' }])
})

test('a part of the ledger is right by itself, from its first entry to a checkpoint', async () => {
  const from = new Date(stage.clock.now().getTime() + 60_000)
  stage.clock.set(new Date(from.getTime() + 1_000).toISOString())
  await published(stage)
  await verifyDatabase(own.proof)
  const to = stage.clock.now()
  stage.clock.set(new Date(to.getTime() + 60_000).toISOString())
  await published(stage)
  const part = await written({ from, to })
  const { findings, size } = await verified(part)
  expect(findings).toEqual([])
  const whole = await verified(await written())
  expect(whole.findings).toEqual([])
  expect(size).toBeLessThan(whole.size)
  const ledger = part.filter(({ name }) => name.startsWith('ledger/'))
  const first = JSON.parse(ledger[0]?.bytes.toString().split('\n')[0] ?? '') as {
    entry: { seq: number }
  }
  expect(first.entry.seq).toBeGreaterThan(1)
})

describe.each(DIGESTS)('with %s', (digest) => {
  test('the ledger is proved', async () => {
    const other = await openStage()
    const { proof, close } = await openProof(other, digest)
    await published(other)
    const files = await written({}, { proof, close })
    expect(await codesOf(files)).toEqual([])
    expect(files[0]?.bytes.toString()).toContain(`"algorithm":"${digest}"`)
    await close()
    await other.close()
  })
})

test('what is no archive is told as such', async () => {
  const members = async () => {
    for await (const _ of tarMembers(
      (async function* () {
        yield Buffer.alloc(600, 'x')
      })(),
    ));
  }
  await expect(members()).rejects.toThrow(UnreadableError)
  expect(await codesOf([{ name: 'manifest.json', bytes: Buffer.from('{}') }])).toContain(
    'ARCHIVE_UNREADABLE',
  )
})

/** Ways in which somebody might change an archive; each changes its meaning, none is allowed. */
const TAMPERINGS = ['change', 'delete', 'insert', 'swap'] as const

const tampering = fc.record({
  way: fc.constantFrom(...TAMPERINGS),
  file: fc.nat(),
  line: fc.nat(),
  other: fc.nat(),
  leaf: fc.nat(),
})

test('1,000 random tamperings are all found, with the place', async () => {
  let count = 0
  await fc.assert(
    fc.asyncProperty(tampering, async (chosen) => {
      const tampered = tamperedWith(archive, chosen)
      fc.pre(tampered !== null)
      count += 1
      const { findings } = await verified(tampered ?? [])
      expect(findings.length).toBeGreaterThan(0)
      expect(findings[0]?.place).toBeTruthy()
    }),
    { numRuns: 1_000 },
  )
  expect(count).toBeGreaterThanOrEqual(1_000)
}, 600_000)

interface Tampering {
  readonly way: (typeof TAMPERINGS)[number]
  readonly file: number
  readonly line: number
  readonly other: number
  readonly leaf: number
}

/** Null when nothing would be changed. */
function tamperedWith(files: readonly File[], { file, way, ...where }: Tampering): File[] | null {
  const which = file % files.length
  const { name, bytes } = files[which] as File
  const changed = name.endsWith('json')
    ? tamperedLines(bytes.toString().trimEnd().split('\n'), way, where)
    : `${bytes.toString()}x`
  if (changed === null) return null
  return files.map((one, index) => (index === which ? { name, bytes: Buffer.from(changed) } : one))
}

function tamperedLines(
  lines: readonly string[],
  way: Tampering['way'],
  where: Omit<Tampering, 'file' | 'way'>,
): string | null {
  const at = where.line % lines.length
  const line = lines[at] ?? ''
  const other = where.other % lines.length
  const made = {
    change: () => lines.with(at, changedLeaf(line, where.leaf)),
    delete: () => lines.toSpliced(at, 1),
    insert: () => lines.toSpliced(at, 0, changedLeaf(lines[other] ?? '', where.leaf)),
    swap: () => lines.with(at, lines[other] ?? '').with(other, line),
  }[way]()
  const text = `${made.join('\n')}\n`
  return text === `${lines.join('\n')}\n` ? null : text
}

/** The line with one of its values changed, however deep it lies. */
function changedLeaf(line: string, which: number): string {
  const value = JSON.parse(line) as object
  const leaves: { readonly within: Record<string, unknown>; readonly key: string }[] = []
  const collect = (within: object) => {
    for (const [key, part] of Object.entries(within) as [string, unknown][]) {
      if (typeof part === 'object' && part !== null && Object.keys(part).length > 0) collect(part)
      else leaves.push({ within: within as Record<string, unknown>, key })
    }
  }
  collect(value)
  const leaf = leaves[which % leaves.length]
  if (leaf) leaf.within[leaf.key] = another(leaf.within[leaf.key])
  return JSON.stringify(value)
}

function another(value: unknown): unknown {
  if (typeof value === 'string') return `${value}x`
  if (typeof value === 'number') return value + 1
  return value === null || typeof value === 'object' ? 'x' : !value
}
