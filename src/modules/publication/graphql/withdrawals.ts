import { known } from '../../../platform/known.ts'
import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { type InputFields, mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import { decideRevocation, explainRevocation } from '../commands/decide-revocation.ts'
import { withdrawDisclosure } from '../commands/withdraw-disclosure.ts'
import type { PublicRecord, RevocationClock } from '../model.ts'
import { type RevocationFilter, revocationsOf } from '../queries/revocations.ts'
import { publicRecord } from '../read.ts'
import { DisclosureInterface, WithdrawalType } from './disclosure.ts'

const staffOnly = { signedIn: true }

const indexNumber = (t: InputFields) =>
  t.string({ required: true, description: '索引号 of the record.' })

const publicReason = (t: InputFields) =>
  t.string({
    required: true,
    description: 'Why, for the public, at most 500 characters and without personal data.',
  })

const tombstone = (t: SuccessFields<{ readonly disclosure: PublicRecord | null }>) => ({
  disclosure: t.field({
    type: DisclosureInterface,
    nullable: true,
    description: 'The tombstone as the public sees it. Null when it was not for everyone.',
    resolve: ({ disclosure }) => disclosure,
  }),
})

mutation('withdrawDisclosure', {
  description:
    'Takes a record out of public view at once; a tombstone with type and reason stays. After PRIVACY its content is purged everywhere, of all its versions and for good, also when it was withdrawn before. For approvers of the organization and the office.',
  rule: 'disclosure.withdraw',
  input: (t) => ({
    indexNumber: indexNumber(t),
    type: t.field({ type: WithdrawalType, required: true, description: 'Why, in kind.' }),
    reason: publicReason(t),
    successorIndexNumber: t.string({
      description:
        '索引号 of the public record that is there instead. Needed after MERGED and REPLACED, and not taken with any other type.',
    }),
    decidedOn: t.field({
      type: 'Date',
      description:
        'Date of the decision by which it is revoked, for REVOKED only; today when left out.',
    }),
  }),
  success: tombstone,
  resolve: async (input, { platform, actor, publicPool }) => {
    await withdrawDisclosure(platform, actor, input)
    return { disclosure: await publicRecord(publicPool, input.indexNumber) }
  },
})

mutation('decideRevocation', {
  description:
    'Takes a record out of public view at once because its decision is revoked, changed or void; the reason is to be made public within three days (行政处罚法第48条, `explainRevocation`). For approvers of the organization and the office.',
  rule: 'disclosure.withdraw',
  input: (t) => ({
    indexNumber: indexNumber(t),
    decidedOn: t.field({
      type: 'Date',
      required: true,
      description: 'Date of the decision by which it is revoked; not in the future.',
    }),
  }),
  success: tombstone,
  resolve: async (input, { platform, actor, publicPool }) => {
    await decideRevocation(platform, actor, input)
    return { disclosure: await publicRecord(publicPool, input.indexNumber) }
  },
})

mutation('explainRevocation', {
  description:
    'Makes the reason of a revocation public, which stops its clock. For approvers of the organization and the office.',
  rule: 'disclosure.withdraw',
  input: (t) => ({ indexNumber: indexNumber(t), reason: publicReason(t) }),
  success: tombstone,
  resolve: async (input, { platform, actor, publicPool }) => {
    await explainRevocation(platform, actor, input)
    return { disclosure: await publicRecord(publicPool, input.indexNumber) }
  },
})

const RevocationType = builder.objectRef<RevocationClock>('Revocation').implement({
  description:
    'The clock of a revocation (行政处罚法第48条): withdrawn, and the reason public, within three days of the decision. For those who may read the editions of the record.',
  authScopes: staffOnly,
  fields: (t) => ({
    indexNumber: t.exposeString('indexNumber', { description: '索引号 of the record.' }),
    organization: t.field({
      type: OrganizationType,
      description: 'Organization whose record it is.',
      resolve: ({ organizationCode }, _args, { county }) =>
        known(county.organization(organizationCode), organizationCode),
    }),
    decidedOn: t.expose('decidedOn', {
      type: 'Date',
      description: 'Date of the decision by which it was revoked.',
    }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      description: 'End of the third working day after the decision.',
    }),
    withdrawnAt: t.expose('withdrawnAt', {
      type: 'DateTime',
      description: 'When it was withdrawn.',
    }),
    explainedAt: t.expose('explainedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the reason was public. Null while it is owed.',
    }),
    lateSeconds: t.exposeInt('lateSeconds', {
      nullable: true,
      description:
        'Seconds after `dueAt` at which the reason was public, 0 in time. Null while it is owed.',
    }),
  }),
})

const RevocationFilterEnum = builder.enumType('RevocationFilter', {
  description: 'Which clocks of revocations are listed.',
  values: {
    OPEN: { description: 'Those whose reason is owed.' },
    LATE: { description: 'Those that were not met, explained or not.' },
    ALL: { description: 'All that there ever were.' },
  } satisfies Record<RevocationFilter, object>,
})

const [connection, edge] = connectionNames('Revocation', 'clocks of revocations')
const RevocationConnection = builder.connectionObject(
  { type: RevocationType, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

builder.objectField(ViewerType, 'revocations', (t) =>
  t.field({
    type: RevocationConnection,
    description: 'Clocks of revocations that the viewer may read, the last due first.',
    args: {
      filter: t.arg({ type: RevocationFilterEnum, description: 'OPEN when left out.' }),
      ...pageArgs(t.arg),
    },
    resolve: (_viewer, { filter, ...args }, { actor, platform, cursors }) => {
      const list = `revocations:${filter ?? 'OPEN'}`
      const [time, id] = args.after == null ? [] : cursors.decode(list, args.after)
      const after = id === undefined ? null : { dueAt: new Date(Number(time)), id: String(id) }
      const which = { now: platform.clock.now(), filter: filter ?? 'OPEN' }
      return readPage(
        args,
        async (first) =>
          actor ? revocationsOf(platform.database, actor, which, { first, after }) : [],
        ({ dueAt, id: last }) => cursors.encode(list, [dueAt.getTime(), last]),
      )
    },
  }),
)
