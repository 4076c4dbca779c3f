import { createHash } from 'node:crypto'

/** SHA-256, or SM3 (GB/T 32905) where Chinese algorithms are asked for. */
export const DIGESTS = ['sha256', 'sm3'] as const
export type DigestName = (typeof DIGESTS)[number]

/** The digest of the parts one after the other. */
export function digest(name: DigestName, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash(name)
  for (const part of parts) hash.update(part)
  return hash.digest()
}
