import type { Prisma, Transaction } from '../../platform/db/client.ts'
import { appendCheckpoint } from './checkpoint.ts'
import { covered, type CoveredKind } from './covered.ts'
import { coveredRows, pick, tableRows } from './covered-rows.ts'
import { type Columns, type Entry, entryHash, rowHash } from './entry.ts'
import { lockLedger } from './lock.ts'
import { blinded, type Proof } from './proof.ts'
import { type Shape, shapesOf } from './shapes.ts'
import { lastEntry, storedFrontier } from './stored-tree.ts'
import { tableDigests } from './table-digests.ts'

const BATCH = 1_000

/** A row that is in its table and not yet in the ledger. */
interface Pending {
  readonly id: bigint
  readonly kind: CoveredKind
  readonly subject: string
}

/**
 * Takes every row of a covered table that has been committed into the ledger, and signs a checkpoint when one is due;
 * tells how many rows. May run on any number of servers at once.
 *
 * Triggers note each new row in `proof_pending`, within the transaction that writes it, so a note is seen when its row is
 * and never before; whoever seals takes all notes there are. A transaction that commits late brings its notes late: it
 * is taken the next time, whatever its sequence numbers. So entries follow each other as commits did, up to those that
 * were seen together, which are in the order of their notes.
 */
export async function seal(proof: Proof): Promise<number> {
  let sealed = 0
  for (;;) {
    const count = await sealSome(proof)
    sealed += count
    await appendCheckpoint(proof)
    if (count < BATCH) return sealed
  }
}

function sealSome(proof: Proof): Promise<number> {
  return proof.platform.database.$transaction(
    async (tx) => {
      await lockLedger(tx)
      const pending = await takePending(tx)
      if (pending.length > 0) await append(tx, proof, pending)
      return pending.length
    },
    // Each statement sees what was committed before it: the notes are read once the lock is ours.
    { isolationLevel: 'ReadCommitted' },
  )
}

async function takePending(tx: Transaction): Promise<Pending[]> {
  const taken = await tx.$queryRaw<Pending[]>`
    DELETE FROM proof_pending WHERE id IN (SELECT id FROM proof_pending ORDER BY id LIMIT ${BATCH})
    RETURNING id, kind, subject`
  return taken.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

async function append(tx: Transaction, proof: Proof, pending: readonly Pending[]): Promise<void> {
  const last = await lastEntry(tx, proof.digest)
  const { algorithm } = last
  const frontier = await storedFrontier(tx, algorithm, last.seq)
  const sealedAt = proof.platform.clock.now().toISOString()
  const fresh = await unsealed(tx, pending)
  const sources = await sourcesOf(tx, fresh)
  const publications = fresh.filter(({ kind }) => kind === 'PUBLICATION')
  const tables = await tableDigests(
    tableRows(
      tx,
      publications.map(({ subject }) => subject),
    ),
  )

  const nodes: Prisma.ProofNodeCreateManyInput[] = []
  const entries: Prisma.ProofEntryCreateManyInput[] = []
  let { hash: previousHash } = last
  for (const { kind, subject } of fresh) {
    const source = sources.get(kind)
    const row = source?.rows.get(subject)
    const columns = source && row && blinded(proof, covered(kind), pick(row, source.shape.columns))
    const contentHash = kind === 'PUBLICATION' ? ((row?.['content_hash'] ?? '') as string) : null
    const entry: Entry = {
      seq: frontier.size + 1,
      kind,
      subject,
      shape: source?.shape.id ?? 0,
      rowHash: columns ? rowHash(algorithm, columns, tables.get(subject) ?? {}) : null,
      contentHash,
      attestedHash: contentHash === null ? null : proof.blind(contentHash),
      previousHash,
      algorithm,
      sealedAt,
    }
    const hash = entryHash(entry)
    previousHash = hash.toString('hex')
    entries.push({ ...entry, entryHash: previousHash })
    for (const { level, index, hash: made } of frontier.append(hash)) {
      nodes.push({ level, index, hash: made.toString('hex') })
    }
  }
  await tx.proofEntry.createMany({ data: entries })
  await tx.proofNode.createMany({ data: nodes })
}

/** Each row once, and none that has an entry already. */
async function unsealed(tx: Transaction, pending: readonly Pending[]): Promise<Pending[]> {
  const nameOf = ({ kind, subject }: Pick<Pending, 'subject'> & { kind: string }) =>
    `${kind} ${subject}`
  const known = await tx.proofEntry.findMany({
    where: {
      kind: { in: pending.map(({ kind }) => kind) },
      subject: { in: pending.map(({ subject }) => subject) },
    },
    select: { kind: true, subject: true },
  })
  const sealed = new Set(known.map(nameOf))
  return pending.filter((one) => {
    const isNew = !sealed.has(nameOf(one))
    sealed.add(nameOf(one))
    return isNew
  })
}

/** Where the rows behind the notes stand, with the columns that count at this time. */
async function sourcesOf(tx: Transaction, pending: readonly Pending[]) {
  const shapes = await shapesOf(tx)
  const sources = new Map<CoveredKind, { shape: Shape; rows: ReadonlyMap<string, Columns> }>()
  for (const [kind, notes] of Map.groupBy(pending, (one) => one.kind)) {
    const shape = shapes.get(kind)
    if (!shape) throw new Error(`nothing is known of the columns of ${kind}`)
    const subjects = notes.map(({ subject }) => subject)
    sources.set(kind, { shape, rows: await coveredRows(tx, covered(kind), subjects) })
  }
  return sources
}
