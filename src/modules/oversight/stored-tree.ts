import type { Transaction } from '../../platform/db/client.ts'
import { DIGESTS, type DigestName } from './digest.ts'
import { originHash } from './entry.ts'
import { Frontier, type Subtree, subtreesOf } from './merkle.ts'

/** The newest entry, or what stands before the first one. The algorithm of the first entry is that of all. */
export async function lastEntry(
  tx: Transaction,
  configured: DigestName,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<{ readonly seq: number; readonly hash: string; readonly algorithm: DigestName }> {
  const last = await tx.proofEntry.findFirst({
    where: { seq: { lte: upTo } },
    orderBy: { seq: 'desc' },
  })
  if (!last) return { seq: 0, hash: originHash(configured), algorithm: configured }
  return {
    seq: Number(last.seq),
    hash: last.entryHash,
    algorithm: DIGESTS.find((name) => name === last.algorithm) ?? configured,
  }
}

/** The tree over the first entries, ready to grow. */
export async function storedFrontier(
  tx: Transaction,
  algorithm: DigestName,
  size: number,
): Promise<Frontier> {
  const hashes: Buffer[] = []
  for (const subtree of subtreesOf({ from: 0, to: size })) {
    hashes.push(Buffer.from(await storedHash(tx, subtree), 'hex'))
  }
  return new Frontier(algorithm, size, hashes)
}

async function storedHash(tx: Transaction, { level, index }: Subtree): Promise<string> {
  if (level === 0) {
    return (await tx.proofEntry.findUniqueOrThrow({ where: { seq: index + 1 } })).entryHash
  }
  return (await tx.proofNode.findUniqueOrThrow({ where: { level_index: { level, index } } })).hash
}
