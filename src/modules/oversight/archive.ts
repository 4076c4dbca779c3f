import { canonicalJson } from '../../platform/canonical.ts'
import type { DigestName } from './digest.ts'

/** Names of the files of an archive, in the order in which they stand in it. */
export const NAMES = {
  manifest: 'manifest.json',
  readme: 'README.md',
  keys: 'keys.ndjson',
  checkpoints: 'checkpoints.ndjson',
  ledger: 'ledger/',
  attachments: 'attachments/',
} as const

export const FORMAT = 'gongkai-audit-1'

/** What an archive is about; signed. Hashes in hex. */
export interface Manifest {
  readonly format: typeof FORMAT
  readonly createdAt: string
  /** What was asked for; null: from the first, to the last. */
  readonly from: string | null
  readonly to: string | null
  readonly algorithm: DigestName
  /** Entries before the first one of the archive, the hash of the last of them, and the full subtrees that they make. */
  readonly first: number
  readonly previousHash: string
  readonly subtrees: readonly string[]
  /** Number of the last entry. */
  readonly last: number
  /** Whether the ledger ended there. */
  readonly toTheEnd: boolean
  /** SHA-256 of the files that stand before the ledger, by name. */
  readonly files: Readonly<Record<string, string>>
  readonly keyId: string
  /** Over the canonical JSON of all of this; base64. */
  readonly signature: string
}

/** What is signed. */
export function manifestText(manifest: Omit<Manifest, 'signature'>): string {
  return canonicalJson({ ...manifest, signature: undefined })
}
