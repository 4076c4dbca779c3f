import { sha256 } from '../../platform/canonical.ts'
import type { Transaction } from '../../platform/db/client.ts'
import { FORMAT, type Manifest, manifestText } from './archive.ts'
import type { Proof } from './proof.ts'
import type { Snapshot } from './snapshot.ts'
import { lastEntry, storedFrontier } from './stored-tree.ts'

/** A time span of the ledger; either end may be open. */
export interface ArchiveSpan {
  readonly from?: Date
  readonly to?: Date
}

/** Entries after `from` up to and with `to`, as numbers. */
interface EntrySpan {
  readonly from: number
  readonly to: number
}

/** The entries of a time span: it ends with the last checkpoint up to its end. */
export async function entriesIn(tx: Transaction, { from, to }: ArchiveSpan): Promise<EntrySpan> {
  const end = await tx.proofCheckpoint.findFirst({
    where: to ? { at: { lte: to } } : {},
    orderBy: { size: 'desc' },
  })
  const last = Number(end?.size ?? 0)
  if (!from) return { from: 0, to: last }
  const start = await tx.proofEntry.findFirst({
    where: { sealedAt: { gte: from } },
    orderBy: { seq: 'asc' },
  })
  return { from: Math.min(start ? Number(start.seq) - 1 : last, last), to: last }
}

/** What an archive is about, signed, with the hashes of the files that stand before the ledger. */
export async function manifestOf(
  proof: Proof,
  { tx, isWhole }: Snapshot,
  { from, to }: ArchiveSpan,
  entries: EntrySpan,
  files: Readonly<Record<string, Buffer>>,
): Promise<Manifest> {
  const { algorithm } = await lastEntry(tx, proof.digest)
  const frontier = await storedFrontier(tx, algorithm, entries.from)
  const hashes = Object.entries(files).map(([name, bytes]) => [name, sha256(bytes)])
  const statement = {
    format: FORMAT,
    createdAt: proof.platform.clock.now().toISOString(),
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
    algorithm,
    first: entries.from,
    previousHash: (await lastEntry(tx, algorithm, entries.from)).hash,
    subtrees: frontier.subtrees.map((hash) => hash.toString('hex')),
    last: entries.to,
    toTheEnd: isWhole && to === undefined,
    files: Object.fromEntries(hashes) as Record<string, string>,
    keyId: proof.signer.id,
  } as const
  return { ...statement, signature: proof.signer.sign(manifestText(statement)) }
}
