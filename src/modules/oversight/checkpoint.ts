import type { Prisma, Transaction } from '../../platform/db/client.ts'
import { appendToFile } from './checkpoint-file.ts'
import { type Checkpoint, checkpointText } from './checkpoint-statement.ts'
import type { DigestName } from './digest.ts'
import { lockLedger } from './lock.ts'
import type { Proof } from './proof.ts'
import { lastEntry, storedFrontier } from './stored-tree.ts'

/** Whoever asks for proof waits for a checkpoint this long, or until the ledger has grown by this much. */
const LONGEST_MS = 60 * 60 * 1000
const MOST_ENTRIES = 1_000

/**
 * Signs the state of the ledger when an hour or 1,000 entries have passed since the last time, or at once with `now`, and
 * writes it beside the database. Null when nothing was signed.
 */
export async function appendCheckpoint(
  proof: Proof,
  { now = false }: { readonly now?: boolean } = {},
): Promise<Checkpoint | null> {
  const { database } = proof.platform
  const signed = await database.$transaction((tx) => signIfDue(tx, proof, now), {
    isolationLevel: 'ReadCommitted',
  })
  await appendToFile(proof.folder, (size) => checkpointsAfter(database, size))
  return signed
}

async function signIfDue(
  tx: Transaction,
  proof: Proof,
  atOnce: boolean,
): Promise<Checkpoint | null> {
  await lockLedger(tx)
  const at = proof.platform.clock.now()
  const before = await tx.proofCheckpoint.findFirst({ orderBy: { size: 'desc' } })
  const { seq: size, hash: head, algorithm } = await lastEntry(tx, proof.digest)
  const previous = before && Number(before.size)
  if (!(await hasNews(tx, previous ?? 0))) return null
  const isDue =
    size - (previous ?? 0) >= MOST_ENTRIES ||
    !before ||
    at.getTime() - before.at.getTime() >= LONGEST_MS
  if (!isDue && !atOnce) return null

  const root = (await storedFrontier(tx, algorithm, size)).root().toString('hex')
  const { id: keyId, sign } = proof.signer
  const statement = { size, root, head, algorithm, at: at.toISOString(), previous, keyId }
  const checkpoint = { ...statement, signature: sign(checkpointText(statement)) }
  await tx.proofCheckpoint.create({ data: checkpoint })
  return checkpoint
}

/** A checkpoint becomes an entry itself, which alone is no reason for the next one. */
async function hasNews(tx: Transaction, since: number): Promise<boolean> {
  const where = { seq: { gt: since }, kind: { not: 'CHECKPOINT' } }
  return (await tx.proofEntry.findFirst({ where, select: { seq: true } })) !== null
}

/** The next checkpoints after a size, the oldest first. */
function checkpointsAfter(
  db: Pick<Transaction, 'proofCheckpoint'>,
  size: number,
): Promise<Checkpoint[]> {
  return read(db, { gt: size }, 1_000)
}

/** The checkpoints after `from` up to and with `to` entries, the oldest first. */
export function checkpointsIn(
  db: Pick<Transaction, 'proofCheckpoint'>,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Checkpoint[]> {
  return read(db, { gt: from, lte: to })
}

async function read(
  db: Pick<Transaction, 'proofCheckpoint'>,
  size: Prisma.BigIntFilter,
  take?: number,
): Promise<Checkpoint[]> {
  const rows = await db.proofCheckpoint.findMany({
    where: { size },
    orderBy: { size: 'asc' },
    take,
  })
  return rows.map((row) => ({
    ...row,
    size: Number(row.size),
    algorithm: row.algorithm as DigestName,
    at: row.at.toISOString(),
    previous: row.previous === null ? null : Number(row.previous),
  }))
}
