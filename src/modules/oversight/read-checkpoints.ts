import type { PublicPool } from '../../platform/db/pool.ts'
import type { Checkpoint } from './checkpoint-statement.ts'
import type { DigestName } from './digest.ts'
import { foldedHash, type Range, subtreesOf } from './merkle.ts'
import type { PublicKey } from './signature.ts'

const COLUMNS = `size::float8 AS size, root, head, algorithm, to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
  previous::float8 AS previous, key_id AS "keyId", signature`

/** Checkpoints after a size, the oldest first. */
export async function listCheckpoints(
  pool: PublicPool,
  after: number,
  first: number,
): Promise<Checkpoint[]> {
  const { rows } = await pool.query<Checkpoint>({
    name: 'proof-checkpoints',
    text: `SELECT ${COLUMNS} FROM proof_checkpoint WHERE size > $1 ORDER BY size LIMIT $2`,
    values: [after, first],
  })
  return rows
}

/** The first checkpoint over so many entries or more; null when there is none yet. */
export async function checkpointOver(pool: PublicPool, size: number): Promise<Checkpoint | null> {
  return (await listCheckpoints(pool, size - 1, 1))[0] ?? null
}

/** Every key that something was ever signed with. */
export async function listKeys(pool: PublicPool): Promise<PublicKey[]> {
  const { rows } = await pool.query<PublicKey>({
    name: 'proof-keys',
    text: `SELECT id, scheme, public_key AS "publicKey" FROM proof_key ORDER BY created_at, id`,
  })
  return rows
}

/** The hashes of a path, in hex, made from stored subtrees in one statement. */
export async function pathHashes(
  pool: PublicPool,
  algorithm: DigestName,
  path: readonly Range[],
): Promise<string[]> {
  const parts = path.map(subtreesOf)
  const all = parts.flat()
  const { rows } = await pool.query<{ level: number; index: number; hash: string }>({
    name: 'proof-path',
    text: `SELECT level, index::float8 AS index, hash FROM proof_node
            WHERE (level, index) IN (SELECT * FROM unnest($1::int[], $2::bigint[]))
           UNION ALL
           SELECT 0, (seq - 1)::float8, entry_hash FROM proof_entry WHERE seq = ANY($3::bigint[])`,
    values: [
      all.map(({ level }) => level),
      all.map(({ index }) => index),
      all.filter(({ level }) => level === 0).map(({ index }) => index + 1),
    ],
  })
  const hashes = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  return parts.map((subtrees) => {
    const buffers = subtrees.map(({ level, index }) => {
      const hash = hashes.get(`${level}/${index}`)
      if (hash === undefined) throw new Error(`the tree lacks ${level}/${index}`)
      return Buffer.from(hash, 'hex')
    })
    return foldedHash(algorithm, buffers).toString('hex')
  })
}
