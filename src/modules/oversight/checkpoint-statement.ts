import { canonicalJson } from '../../platform/canonical.ts'
import type { DigestName } from './digest.ts'

/** The state of the whole ledger at a moment, signed. Hashes in hex. */
export interface Checkpoint {
  /** How many entries it is over. */
  readonly size: number
  /** Root of the Merkle tree over their hashes (RFC 6962). */
  readonly root: string
  /** Hash of the last of them: the end of the chain. */
  readonly head: string
  readonly algorithm: DigestName
  /** ISO 8601 at UTC. */
  readonly at: string
  /** Size of the checkpoint before; null for the first. */
  readonly previous: number | null
  readonly keyId: string
  /** Over the canonical JSON of all of this; base64. */
  readonly signature: string
}

/** What is signed. */
export function checkpointText(checkpoint: Omit<Checkpoint, 'signature'>): string {
  const { size, root, head, algorithm, at, previous, keyId } = checkpoint
  return canonicalJson({ size, root, head, algorithm, at, previous, keyId })
}
