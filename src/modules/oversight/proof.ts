import { createHmac } from 'node:crypto'
import { command } from '../../platform/command.ts'
import type { Database } from '../../platform/db/client.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Witness } from '../../platform/witness.ts'
import type { Covered } from './covered.ts'
import type { DigestName } from './digest.ts'
import type { Columns } from './entry.ts'
import type { Signer } from './signature.ts'

/** What the ledger is written with. */
export interface Proof extends Evidence {
  readonly platform: Platform
  readonly digest: DigestName
  /** Where the checkpoints are written beside the database; absolute. */
  readonly folder: string
}

/** The signing key, and the key of blinded hashes. */
export interface Evidence {
  readonly signer: Signer
  readonly blind: (value: string) => string
}

/** The keys of an installation: the one that signs, and the database's own for blinding. */
export async function evidenceOf(database: Database, signer: Signer): Promise<Evidence> {
  const { value } = await database.installation.findUniqueOrThrow({ where: { name: 'proof-key' } })
  return { signer, blind: (text) => createHmac('sha256', value).update(text).digest('hex') }
}

/** What signs the audit rows of every command. */
export function witnessOf({ signer, blind }: Evidence): Witness {
  return { keyId: signer.id, sign: signer.sign, blind }
}

/** A covered row as proof shows it to others: keyed hashes in place of what is not for them. */
export function blinded(
  { blind }: Pick<Evidence, 'blind'>,
  { blinded: names }: Covered,
  columns: Columns,
): Columns {
  const hidden = names.flatMap((name) => {
    const value = columns[name]
    return typeof value === 'string' ? [[name, blind(value)] as const] : []
  })
  return { ...columns, ...Object.fromEntries(hidden) }
}

/** Keeps the public half of the signing key with those before it, so that whatever they signed can always be checked. */
export async function registerKey({ platform, signer }: Proof): Promise<void> {
  const { id, scheme, publicKey } = signer
  const { database } = platform
  if (await database.proofKey.findUnique({ where: { id } })) return
  await command(platform, async ({ tx, now, audit }) => {
    const data = { id, scheme, publicKey, createdAt: now }
    await tx.proofKey.createMany({ data, skipDuplicates: true })
    audit({ action: 'proof.registerKey', by: null, subjectType: 'ProofKey', subjectId: id })
  })
}
