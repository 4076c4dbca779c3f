import type { Checkpoint } from './checkpoint-statement.ts'
import { checkpointText } from './checkpoint-statement.ts'
import { covered } from './covered.ts'
import type { DigestName } from './digest.ts'
import { entryHash, originHash, rowHash, type TableDigests } from './entry.ts'
import { eventExaminer } from './examine-events.ts'
import { publicationExaminer } from './examine-publications.ts'
import { type Finding, type FindingCode, finding, placeOf } from './finding.ts'
import type { EntryLine, LedgerLine } from './ledger-line.ts'
import { Frontier } from './merkle.ts'
import { isSigned, type PublicKey } from './signature.ts'
import { tableDigests, type TableRow } from './table-digests.ts'

/** What is known before the first line is read. */
export interface ExaminationStart {
  readonly algorithm: DigestName
  /** How many entries lie before the first line, with the hashes of the full subtrees that they make. */
  readonly size: number
  readonly subtrees: readonly Buffer[]
  readonly previousHash: string
  readonly keys: readonly PublicKey[]
  readonly checkpoints: readonly Checkpoint[]
  /** Whether the lines go on to where the ledger ends, so that everything that belongs together is among them. */
  readonly toTheEnd: boolean
}

/** Tells of whatever does not fit, as the lines pass; remembers no more than it has to. */
export interface Examination {
  readonly findings: readonly Finding[]
  readonly size: number
  take(line: LedgerLine): Promise<void>
  /** What is known only when all lines have passed. */
  end(): void
}

/** The beginning of a whole ledger. */
export function fromTheStart(algorithm: DigestName) {
  return { algorithm, size: 0, subtrees: [], previousHash: originHash(algorithm) }
}

/** Examines the lines of a ledger one by one. */
export function examination(start: ExaminationStart): Examination {
  const { algorithm, checkpoints } = start
  const keys = new Map(start.keys.map((key) => [key.id, key]))
  const findings: Finding[] = []
  const frontier = new Frontier(algorithm, start.size, start.subtrees)
  const due = new Map(checkpoints.map((checkpoint) => [checkpoint.size, checkpoint]))
  const subjects = new Set<string>()
  let { previousHash } = start
  let rows: TableRow[] = []

  const report = (
    code: FindingCode,
    place: string,
    values?: { expected?: unknown; found?: unknown },
  ) => {
    findings.push(finding(code, place, values))
  }
  const events = eventExaminer(keys, report)
  const publications = publicationExaminer(start, report)

  function takeEntry(line: EntryLine, tables: TableDigests): void {
    const { entry } = line
    const place = placeOf(entry)
    const { seq, kind, subject } = entry
    if (seq !== frontier.size + 1) {
      report('ENTRY_MISSING', `存证记录 ${frontier.size + 1}`, {
        expected: frontier.size + 1,
        found: seq,
      })
    }
    if (entry.previousHash !== previousHash) {
      report('CHAIN_BROKEN', place, { expected: previousHash, found: entry.previousHash })
    }
    const hash = entryHash(entry, algorithm)
    if (hash.toString('hex') !== entry.entryHash) {
      report('ENTRY_CHANGED', place, { expected: entry.entryHash, found: hash.toString('hex') })
    }
    previousHash = entry.entryHash
    if (subjects.has(`${kind} ${subject}`)) report('ROW_REPEATED', place)
    subjects.add(`${kind} ${subject}`)

    takeRow(line, tables, place)
    frontier.append(hash)
    const checkpoint = due.get(frontier.size)
    if (checkpoint) compare(checkpoint)
  }

  function takeRow(line: EntryLine, tables: TableDigests, place: string): void {
    const { entry, columns } = line
    const found = columns && rowHash(algorithm, columns, tables)
    if (!isApart(line)) report('ROW_CHANGED', place)
    const isPurged = entry.kind === 'PUBLICATION' && line.apart['purged_at'] != null
    if (found !== entry.rowHash && !isPurged && !(entry.kind === 'ATTACHMENT' && !columns)) {
      const code = columns ? 'ROW_CHANGED' : 'ROW_DELETED'
      report(code, place, { expected: entry.rowHash, found })
    }
    if (!columns && entry.rowHash === null && entry.kind !== 'ATTACHMENT')
      report('ROW_DELETED', place)
    events.take(line, place)
    if (entry.kind === 'PUBLICATION' && columns) publications.take(line, columns, tables, place)
    if (
      entry.kind === 'KEY' &&
      columns &&
      keys.get(entry.subject)?.publicKey !== columns['public_key']
    ) {
      report('KEY_UNTRUSTED', place, {
        expected: columns['public_key'],
        found: keys.get(entry.subject)?.publicKey,
      })
    }
    // One over nothing but what lies before a part is not listed with it.
    if (entry.kind === 'CHECKPOINT' && columns && Number(columns['size']) > start.size) {
      const listed = checkpoints.find(({ size }) => size === Number(columns['size']))
      if (listed?.signature !== columns['signature']) report('CHECKPOINT_WRONG', place)
    }
  }

  function compare(checkpoint: Checkpoint): void {
    due.delete(checkpoint.size)
    const place = `检查点 ${checkpoint.size}`
    const root = frontier.root().toString('hex')
    if (checkpoint.root !== root)
      report('CHECKPOINT_WRONG', place, { expected: checkpoint.root, found: root })
    if (checkpoint.head !== previousHash) {
      report('CHECKPOINT_WRONG', place, { expected: checkpoint.head, found: previousHash })
    }
  }

  examineCheckpoints(checkpoints, keys, start.size, report)
  return {
    findings,
    get size() {
      return frontier.size
    },
    async take(line) {
      if ('row' in line) return void rows.push(line.row)
      const { kind, subject } = line.entry
      const own = rows.filter(
        ({ publicationId }) => kind === 'PUBLICATION' && publicationId === subject,
      )
      if (own.length < rows.length) report('ROW_INSERTED', `${placeOf(line.entry)}之前的表格行`)
      const digests = await tableDigests(own)
      rows = []
      takeEntry(line, digests.get(subject) ?? {})
    },
    end() {
      for (const size of due.keys())
        report('CHECKPOINT_WRONG', `检查点 ${size}`, { expected: size, found: frontier.size })
      if (rows.length > 0) report('ROW_INSERTED', '存证链末尾的表格行')
      events.end(start.toTheEnd)
      publications.end(start.toTheEnd, events)
    },
  }
}

/** Whether beside what is hashed there stands only what may: the end of a publication's span and its purge. */
function isApart({ entry, apart }: EntryLine): boolean {
  const known = entry.kind === 'PUBLICATION' ? covered(entry.kind).apart : []
  return typeof apart === 'object' && Object.keys(apart).every((name) => known.includes(name))
}

/** Each is signed, and names the one before it. */
function examineCheckpoints(
  checkpoints: readonly Checkpoint[],
  keys: ReadonlyMap<string, PublicKey>,
  from: number,
  report: Report,
): void {
  let before: number | null = null
  checkpoints.forEach((checkpoint, index) => {
    const { size, keyId, signature, previous } = checkpoint
    const place = `检查点 ${size}`
    const key = keys.get(keyId)
    if (!key || !isSigned(key, checkpointText(checkpoint), signature))
      report('CHECKPOINT_UNSIGNED', place)
    // The first one of a part names one that is not in it.
    const isKnown = index > 0 || from === 0
    if (isKnown && previous !== before) {
      report('CHECKPOINT_MISSING', `${place}之前的检查点`, { expected: previous, found: before })
    }
    before = size
  })
}

/** How an examiner tells of a finding. */
export type Report = (
  code: FindingCode,
  place: string,
  values?: { expected?: unknown; found?: unknown },
) => void
