import { createHash } from 'node:crypto'
import { sha256 } from '../../platform/canonical.ts'
import { FORMAT, type Manifest, manifestText, NAMES } from './archive.ts'
import type { Checkpoint } from './checkpoint-statement.ts'
import { type Examination, examination } from './examination.ts'
import { type Finding, type FindingCode, finding } from './finding.ts'
import type { LedgerLine } from './ledger-line.ts'
import { jsonLines } from './json-lines.ts'
import { publishedFiles } from './published-files.ts'
import { isSigned, type PublicKey } from './signature.ts'
import { type Member, UnreadableError } from './tar.ts'
import type { Verdict } from './verify-database.ts'

/** What an archive is verified with. */
export interface VerifyOptions {
  /** Ids or public keys of the keys that alone are trusted; those in the archive when left out. */
  readonly trusted?: readonly string[]
  readonly step?: (done: number, of: number) => void
}

/** Examines an archive with nothing but itself and the keys that are trusted. */
export async function verifyArchive(
  members: AsyncIterable<Member> | Iterable<Member>,
  { trusted = [], step = () => undefined }: VerifyOptions = {},
): Promise<Verdict> {
  const findings: Finding[] = []
  const report = (
    code: FindingCode,
    place: string,
    values?: { expected?: unknown; found?: unknown },
  ) => {
    findings.push(finding(code, place, values))
  }
  const files = new Map<string, string>()
  let manifest: Manifest | undefined
  let keys: readonly PublicKey[] = []
  let checkpoints: readonly Checkpoint[] = []
  let exam: Examination | undefined

  const take: Readonly<Record<string, (bytes: Buffer) => void>> = {
    [NAMES.manifest](bytes) {
      const [given] = linesIn<Manifest>(bytes)
      if (given?.format !== FORMAT) unreadable(NAMES.manifest)
      manifest = given
    },
    [NAMES.readme]: () => undefined,
    [NAMES.keys](bytes) {
      keys = linesIn<PublicKey>(bytes)
      if (manifest) examineManifest(manifest, keys)
    },
    [NAMES.checkpoints](bytes) {
      checkpoints = linesIn<Checkpoint>(bytes)
    },
  }

  async function takeOpening(member: Member): Promise<void> {
    const { name } = member
    const bytes = await bytesOf(member)
    const [expected, found] = [manifest?.files[name], sha256(bytes)]
    if (name !== NAMES.manifest && found !== expected)
      report('FILE_CHANGED', name, { expected, found })
    const read = take[name] ?? unreadable(name)
    read(bytes)
  }

  function examineManifest(given: Manifest, known: readonly PublicKey[]): void {
    const key = known.find(({ id }) => id === given.keyId)
    if (!key || !isSigned(key, manifestText(given), given.signature))
      report('CHECKPOINT_UNSIGNED', NAMES.manifest)
    if (
      trusted.length > 0 &&
      !(key && [key.id, key.publicKey].some((one) => trusted.includes(one)))
    ) {
      report('KEY_UNTRUSTED', NAMES.manifest, {
        expected: trusted.join('、'),
        found: key?.publicKey ?? null,
      })
    }
  }

  async function takeLedger(member: Member): Promise<void> {
    const { first, subtrees, last, ...rest } = manifest ?? unreadable(NAMES.manifest)
    exam ??= examination({
      ...rest,
      size: first,
      subtrees: subtrees.map((hash) => Buffer.from(hash, 'hex')),
      keys,
      checkpoints,
    })
    for await (const line of jsonLines<LedgerLine>(member.bytes)) {
      await exam.take(line)
      if (!('entry' in line)) continue
      for (const file of publishedFiles(line)) files.set(file.id, file.sha256)
      if (exam.size % 1_000 === 0) step(exam.size - first, last - first)
    }
  }

  async function takeFile(member: Member): Promise<void> {
    const id = member.name.slice(NAMES.attachments.length)
    const [expected, found] = [files.get(id) ?? null, await sha256Of(member)]
    if (found !== expected) report('FILE_CHANGED', member.name, { expected, found })
    files.delete(id)
  }

  try {
    for await (const member of members) {
      const { name } = member
      if (name.startsWith(NAMES.ledger)) await takeLedger(member)
      else if (name.startsWith(NAMES.attachments)) await takeFile(member)
      else await takeOpening(member)
    }
  } catch (error) {
    report('ARCHIVE_UNREADABLE', error instanceof UnreadableError ? error.message : '存档', {
      found: (error as Error).message,
    })
  }
  exam?.end()
  if (!manifest) report('FILE_MISSING', NAMES.manifest)
  else if ((exam?.size ?? manifest.first) !== manifest.last) {
    report('ENTRY_MISSING', '存证链末尾', { expected: manifest.last, found: exam?.size ?? 0 })
  }
  const end = checkpoints.at(-1) ?? null
  if (manifest && manifest.last > 0 && end?.size !== manifest.last) {
    report('CHECKPOINT_MISSING', `检查点 ${manifest.last}`)
  }
  for (const id of files.keys()) report('FILE_MISSING', `${NAMES.attachments}${id}`)
  return {
    findings: [...(exam?.findings ?? []), ...findings],
    size: exam?.size ?? 0,
    checkpoint: end,
  }
}

function unreadable(name: string): never {
  throw new UnreadableError(name)
}

function linesIn<T>(bytes: Buffer): T[] {
  const lines = bytes.toString().split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T)
}

async function bytesOf({ bytes }: Member): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of bytes) parts.push(part)
  return Buffer.concat(parts)
}

async function sha256Of({ bytes }: Member): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of bytes) hash.update(chunk)
  return hash.digest('hex')
}
