import type { Transaction } from '../../platform/db/client.ts'
import type { PublicKey, SchemeName } from './signature.ts'

/** Every public key that something was ever signed with, the oldest first. */
export async function publicKeys(db: Pick<Transaction, 'proofKey'>): Promise<PublicKey[]> {
  const rows = await db.proofKey.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  return rows.map(({ id, scheme, publicKey }) => ({ id, scheme: scheme as SchemeName, publicKey }))
}
