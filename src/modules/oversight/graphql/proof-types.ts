import { builder } from '../../../graphql/builder.ts'
import { canonicalJson } from '../../../platform/canonical.ts'
import { type Checkpoint, checkpointText } from '../checkpoint-statement.ts'
import { DIGESTS } from '../digest.ts'
import { listKeys } from '../read-checkpoints.ts'
import { type PublicKey, SCHEME_NAMES } from '../signature.ts'

const DigestEnum = builder.enumType('DigestAlgorithm', {
  description: 'The digest of the ledger; it never changes once there is a first entry.',
  values: Object.fromEntries(
    DIGESTS.map((name) => [
      name.toUpperCase(),
      { value: name, description: { sha256: 'SHA-256.', sm3: 'SM3 (GB/T 32905).' }[name] },
    ]),
  ),
})

const SchemeEnum = builder.enumType('SignatureScheme', {
  description: 'How something is signed.',
  values: Object.fromEntries(
    SCHEME_NAMES.map((name) => [
      name.toUpperCase(),
      {
        value: name,
        description: {
          ed25519: 'Ed25519 (RFC 8032); public keys are SPKI in base64.',
          sm2: 'SM2 with SM3 (GB/T 32918); public keys are uncompressed points in hex.',
        }[name],
      },
    ]),
  ),
})

const ProofKeyType = builder.objectRef<PublicKey>('ProofKey').implement({
  description: 'A public key that checkpoints are signed with. Public.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'First 16 hex digits of the SHA-256 of `publicKey`.' }),
    scheme: t.field({
      type: SchemeEnum,
      description: 'How it signs.',
      resolve: ({ scheme }) => scheme,
    }),
    publicKey: t.exposeString('publicKey', { description: 'The key, as its scheme writes it.' }),
  }),
})

/** A checkpoint as everyone may read it. */
export const CheckpointType = builder.objectRef<Checkpoint>('ProofCheckpoint').implement({
  description:
    'The signed state of the whole ledger (存证链) at a moment: every hour, and every 1,000 entries. Public.',
  fields: (t) => ({
    size: t.exposeInt('size', { description: 'How many entries it is over.' }),
    root: t.exposeString('root', {
      description: 'Root of the Merkle tree (RFC 6962) over the entries, in hex.',
    }),
    head: t.exposeString('head', { description: 'Hash of the last of them, in hex.' }),
    algorithm: t.field({
      type: DigestEnum,
      description: 'The digest.',
      resolve: ({ algorithm }) => algorithm,
    }),
    signedAt: t.field({
      type: 'DateTime',
      description: 'When it was signed, by the clock of the server.',
      resolve: ({ at }) => new Date(at),
    }),
    previous: t.exposeInt('previous', {
      nullable: true,
      description: '`size` of the checkpoint before. Null for the first.',
    }),
    statement: t.string({
      description: 'The very text that is signed: canonical JSON (RFC 8785).',
      resolve: checkpointText,
    }),
    signature: t.exposeString('signature', { description: 'Over `statement`, in base64.' }),
    key: t.field({
      type: ProofKeyType,
      description: 'What the signature is checked with.',
      resolve: async ({ keyId }, _args, { publicPool }) => {
        const key = (await listKeys(publicPool)).find(({ id }) => id === keyId)
        if (!key) throw new Error(`no public key ${keyId}`)
        return key
      },
    }),
  }),
})

/** The canonical JSON of an entry: what the leaf of the tree is made of. */
export function entryText(entry: object): string {
  return canonicalJson({ ...entry, entryHash: undefined })
}
