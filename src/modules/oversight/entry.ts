import { canonicalJson } from '../../platform/canonical.ts'
import type { CoveredKind } from './covered.ts'
import { digest, type DigestName } from './digest.ts'
import { leafHash } from './merkle.ts'

/** A row of a covered table by its columns, as PostgreSQL makes JSON of it. */
export type Columns = Readonly<Record<string, unknown>>

/** Of a table of a publication: how many rows, and the hash over them in their order. */
export type TableDigests = Readonly<
  Record<string, { readonly rows: number; readonly hash: string }>
>

/** One entry of the ledger: a covered row, its hash, and the entry before. Hashes in hex. */
export interface Entry {
  /** Counts from 1 without gaps. */
  readonly seq: number
  readonly kind: CoveredKind
  /** Names the row within its kind. */
  readonly subject: string
  /** Names the list of columns that the hash is over. */
  readonly shape: number
  /** Null: the row was gone before it could be sealed. */
  readonly rowHash: string | null
  /** Of a publication, as it was published; null otherwise. */
  readonly contentHash: string | null
  /** The same as the audit event of its publication has it: keyed. */
  readonly attestedHash: string | null
  readonly previousHash: string
  readonly algorithm: DigestName
  /** ISO 8601 at UTC. */
  readonly sealedAt: string
}

/** What stands before the first entry. */
export function originHash(algorithm: DigestName): string {
  return digest(algorithm).toString('hex')
}

/** The hash of an entry: a leaf of the Merkle tree, and what the next entry names as the one before. */
export function entryHash(entry: Entry, digestName = entry.algorithm): Buffer {
  const { seq, kind, subject, shape, previousHash, algorithm, sealedAt } = entry
  const { rowHash, contentHash, attestedHash } = entry
  const hashes = { rowHash, contentHash, attestedHash, previousHash }
  return leafHash(
    digestName,
    canonicalJson({ seq, kind, subject, shape, algorithm, sealedAt, ...hashes }),
  )
}

/** The hash of a covered row: its columns, and the digests of the tables that belong to it. */
export function rowHash(algorithm: DigestName, columns: Columns, tables: TableDigests): string {
  return digest(algorithm, canonicalJson({ columns, tables })).toString('hex')
}
