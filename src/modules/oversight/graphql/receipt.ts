import { builder } from '../../../graphql/builder.ts'
import { ValidationError } from '../../../platform/errors.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import type { Checkpoint } from '../checkpoint-statement.ts'
import { consistencyPath } from '../merkle.ts'
import { checkpointOver, pathHashes } from '../read-checkpoints.ts'
import {
  type Inclusion,
  type Receipt,
  readReceipt,
  type Signature,
  type SignedStep,
} from '../read-receipt.ts'
import { CheckpointType, entryText } from './proof-types.ts'

const ReleaseType = builder.objectRef<Signature>('ReceiptRelease').implement({
  description: 'Who made a publication public, or withdrew it: by role and organization. Public.',
  fields: (t) => ({
    role: t.exposeString('role', {
      nullable: true,
      description: 'Role (APPROVER, OFFICE …; FEED for a machine). Null: the system by itself.',
    }),
    organization: t.field({
      type: OrganizationType,
      nullable: true,
      description: 'Where the role is held. Null: the system by itself.',
      resolve: ({ organizationCode }, _args, { county }) =>
        organizationCode === null ? null : county.organization(organizationCode),
    }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => at }),
  }),
})

/** A signature as everyone may read it; staff see more (receipt-staff.ts). */
export const ReceiptStepType = builder.objectRef<SignedStep>('ReceiptStep').implement({
  description: 'A signature of the review chain (三审三校) that approved a publication. Public.',
  fields: (t) => ({
    step: t.exposeInt('step', { description: 'Place in the chain, from 1.' }),
    role: t.exposeString('role', { nullable: true, description: 'Role that signed.' }),
    organization: t.field({
      type: OrganizationType,
      nullable: true,
      description: 'Where the role is held. Null when the audit trail is older than that.',
      resolve: ({ organizationCode }, _args, { county }) =>
        organizationCode === null ? null : county.organization(organizationCode),
    }),
    signedAt: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => at }),
  }),
})

const EntryType = builder.objectRef<NonNullable<Receipt['entry']>>('ProofEntry').implement({
  description: 'The entry of a publication in the ledger (存证链). Public.',
  fields: (t) => ({
    seq: t.exposeInt('seq', { description: 'Its number, from 1.' }),
    statement: t.string({
      description:
        'Canonical JSON (RFC 8785) of the entry. The digest over a zero byte and this text is `hash`.',
      resolve: entryText,
    }),
    hash: t.exposeString('entryHash', { description: 'The leaf of the Merkle tree, in hex.' }),
  }),
})

const InclusionType = builder.objectRef<Inclusion>('InclusionProof').implement({
  description:
    'Proof that an entry is in the tree that a checkpoint signs (RFC 6962, 2.1.1). Public.',
  fields: (t) => ({
    leafIndex: t.exposeInt('index', { description: 'Place of the leaf, from 0.' }),
    path: t.stringList({
      description: 'Hashes in hex, the nearest first.',
      resolve: ({ path }) => [...path],
    }),
    checkpoint: t.field({
      type: CheckpointType,
      description: 'The first checkpoint over the entry.',
      resolve: ({ checkpoint }) => checkpoint,
    }),
  }),
})

const AwaitedEnum = builder.enumType('AwaitedProof', {
  description: 'What a receipt still waits for.',
  values: {
    ENTRY: { description: '尚未写入存证链: within a minute.' },
    CHECKPOINT: { description: '尚无检查点: within an hour.' },
  },
})

const ReceiptType = builder.objectRef<Receipt>('PublicationReceipt').implement({
  description:
    'What proves a publication (公开凭证): what was published when, who signed it in which role, and that the ledger has it. How it is checked is told in docs/PROOF.md. Public.',
  fields: (t) => ({
    indexNumber: t.exposeString('indexNumber', { description: '索引号 of the record.' }),
    version: t.exposeInt('version', { description: 'Which publication of the record, from 1.' }),
    contentHash: t.exposeString('contentHash', {
      description: 'SHA-256 over what is published, in hex, as the entry has it.',
    }),
    salt: t.exposeString('salt', {
      nullable: true,
      description:
        'Random text within the hash. Null when personal data was purged: the hash then tells nothing of it.',
    }),
    publishedAt: t.field({
      type: 'DateTime',
      description: 'First publication of the record.',
      resolve: ({ firstPublishedAt }) => firstPublishedAt,
    }),
    validFrom: t.field({
      type: 'DateTime',
      description: 'When this version became public.',
      resolve: ({ validFrom }) => validFrom,
    }),
    released: t.field({
      type: ReleaseType,
      nullable: true,
      description: 'Who made this version public. Null for what is older than proof.',
      resolve: ({ released }) => released,
    }),
    steps: t.field({
      type: [ReceiptStepType],
      description: 'Who signed it. Empty for a withdrawal, and for what a machine posted.',
      resolve: ({ steps }) => [...steps],
    }),
    entry: t.field({
      type: EntryType,
      nullable: true,
      description: 'Its entry. Null until it has one: `awaits` is ENTRY.',
      resolve: ({ entry }) => entry,
    }),
    inclusion: t.field({
      type: InclusionType,
      nullable: true,
      description: 'Proof of its inclusion. Null until a checkpoint covers it: see `awaits`.',
      resolve: ({ inclusion }) => inclusion,
    }),
    awaits: t.field({
      type: AwaitedEnum,
      nullable: true,
      description: 'What is still awaited. Null when the proof is complete.',
      resolve: ({ entry, inclusion }) => (inclusion ? null : entry ? 'CHECKPOINT' : 'ENTRY'),
    }),
  }),
})

interface Consistency {
  readonly from: Checkpoint
  readonly to: Checkpoint
  readonly path: readonly string[]
}

const ConsistencyType = builder.objectRef<Consistency>('ConsistencyProof').implement({
  description:
    'Proof that one checkpoint is the beginning of a later one (RFC 6962, 2.1.2): nothing in between was changed. Public.',
  fields: (t) => ({
    from: t.field({
      type: CheckpointType,
      description: 'The earlier.',
      resolve: ({ from }) => from,
    }),
    to: t.field({ type: CheckpointType, description: 'The later.', resolve: ({ to }) => to }),
    path: t.stringList({ description: 'Hashes in hex.', resolve: ({ path }) => [...path] }),
  }),
})

builder.queryFields((t) => ({
  publicationReceipt: t.field({
    type: ReceiptType,
    nullable: true,
    description:
      'What proves the record, or its tombstone, that everyone sees under the index number now. Null when there is none. Public.',
    authScopes: { public: true },
    args: { indexNumber: t.arg.string({ required: true, description: '索引号 of the record.' }) },
    resolve: (_root, { indexNumber }, { publicPool }) => readReceipt(publicPool, indexNumber),
  }),
  consistencyProof: t.field({
    type: ConsistencyType,
    nullable: true,
    description:
      'That the checkpoint of size `from` is the beginning of the one of size `to`. Null when there is no such checkpoint. Public.',
    authScopes: { public: true },
    args: {
      from: t.arg.int({ required: true, description: 'Size of the earlier checkpoint.' }),
      to: t.arg.int({ required: true, description: 'Size of the later checkpoint.' }),
    },
    resolve: async (_root, sizes, { publicPool }) => {
      if (sizes.from > sizes.to) {
        throw ValidationError.of('from', 'WRONG_ORDER', '起点检查点不能晚于终点检查点')
      }
      const [from, to] = await Promise.all([
        checkpointOver(publicPool, sizes.from),
        checkpointOver(publicPool, sizes.to),
      ])
      if (from?.size !== sizes.from || to?.size !== sizes.to) return null
      const path = await pathHashes(publicPool, to.algorithm, consistencyPath(from.size, to.size))
      return { from, to, path }
    },
  }),
}))
