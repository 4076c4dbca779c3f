import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { replayDelivery } from '../commands/replay-delivery.ts'
import { type Attempt, deliveries, type Delivery, delivery } from '../queries/deliveries.ts'
import {
  AttemptOutcomeEnum,
  ChannelEnum,
  DeliveryStateEnum,
  LaneEnum,
  PurposeEnum,
  SkipReasonEnum,
} from './enums.ts'

const AttemptType = builder.objectRef<Attempt>('DeliveryAttempt').implement({
  description: 'One try at sending. For staff who may read the delivery.',
  authScopes: { action: 'delivery.read' },
  fields: (t) => ({
    no: t.exposeInt('no', { description: 'Which try, from 1.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its outcome was known. Null while it is under way.',
    }),
    outcome: t.field({
      type: AttemptOutcomeEnum,
      nullable: true,
      description: 'What came of it. Null while it is under way.',
      resolve: ({ outcome }) => outcome,
    }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'What the gateway said (HTTP_503, TIMEOUT …). Null when it arrived.',
    }),
  }),
})

const DeliveryType = builder.objectRef<Delivery>('Delivery').implement({
  description:
    'One publication to one receiver over one channel. For the office and those who answer for the organization; where people are reached is told to nobody.',
  authScopes: { action: 'delivery.read' },
  fields: (t) => ({
    id: t.exposeID('id', {
      description: 'Names it to `replayDelivery`; receivers of calls know it as `id`.',
    }),
    indexNumber: t.exposeString('indexNumber', { description: '索引号 of the record.' }),
    version: t.exposeInt('version', { description: 'Which publication of the record.' }),
    channel: t.field({
      type: ChannelEnum,
      description: 'What it goes by.',
      resolve: ({ channel }) => channel,
    }),
    receiverName: t.exposeString('receiverName', {
      nullable: true,
      description:
        'Name of the endpoint, or of the organization whose board it is. Null for people.',
    }),
    purpose: t.field({
      type: PurposeEnum,
      description: 'What is told.',
      resolve: ({ purpose }) => purpose,
    }),
    lane: t.field({ type: LaneEnum, description: 'Its urgency.', resolve: ({ lane }) => lane }),
    state: t.field({
      type: DeliveryStateEnum,
      description: 'What became of it.',
      resolve: ({ state }) => state,
    }),
    skipReason: t.field({
      type: SkipReasonEnum,
      nullable: true,
      description: 'Why it is not sent. Null unless SKIPPED.',
      resolve: ({ skipReason }) => skipReason,
    }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'What was last said of it. Null when nothing was.',
    }),
    plannedAt: t.expose('plannedAt', { type: 'DateTime', description: 'When it was planned.' }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is sent, tried again or asked about. Null when nothing more is done.',
    }),
    sentAt: t.expose('sentAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a gateway took it, or may have. Null when none has.',
    }),
    deliveredAt: t.expose('deliveredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it arrived. Null when that is not known.',
    }),
    attempts: t.field({
      type: [AttemptType],
      description: 'Its tries, the newest first, 20 at most.',
      resolve: ({ attempts }) => [...attempts],
    }),
  }),
})

const [connection, edge] = connectionNames('Delivery', 'deliveries')
const authScopes = { action: 'delivery.read' } as const
const DeliveryConnection = builder.connectionObject(
  { type: DeliveryType, ...connection, authScopes },
  { ...edge, authScopes },
)

builder.queryField('deliveries', (t) =>
  t.field({
    type: DeliveryConnection,
    authScopes,
    description:
      'What went out or is to, the newest first: of the organizations that the viewer answers for.',
    args: {
      ...pageArgs(t.arg),
      indexNumber: t.arg.string({ description: 'Of one record only.' }),
      channel: t.arg({ type: ChannelEnum, description: 'Over one channel only.' }),
      state: t.arg({ type: DeliveryStateEnum, description: 'In one state only.' }),
      webhookId: t.arg.id({ description: 'To one endpoint only.' }),
    },
    resolve: (_root, { first, after, ...filter }, { platform, actor, cursors }) => {
      const position = after == null ? null : cursors.decode('deliveries', after)
      const before = position ? BigInt(String(position[0])) : null
      return readPage(
        { first, after },
        (size) => deliveries(platform.database, actor, filter, { size, before }),
        ({ seq }) => cursors.encode('deliveries', [String(seq)]),
      )
    },
  }),
)

mutation('replayDelivery', {
  description:
    'Sends what was given up (FAILED, or UNKNOWN of which nobody will know) once more, for another 24 hours. For the office.',
  rule: 'delivery.replay',
  input: (t) => ({
    deliveryId: t.id({ required: true, description: '`id` of the delivery.' }),
    acceptDuplicate: t.boolean({
      defaultValue: false,
      description: 'Needed for UNKNOWN: it may have arrived, and then arrives twice.',
    }),
  }),
  success: (t: SuccessFields<{ readonly delivery: Delivery }>) => ({
    delivery: t.field({
      type: DeliveryType,
      description: 'The delivery, PLANNED again.',
      resolve: ({ delivery: replayed }) => replayed,
    }),
  }),
  resolve: async ({ deliveryId, acceptDuplicate }, { platform, actor }) => {
    const id = await replayDelivery(platform, actor, {
      deliveryId,
      acceptDuplicate: acceptDuplicate ?? false,
    })
    const replayed = await delivery(platform.database, actor, id)
    if (!replayed) throw new Error('whoever may replay a delivery may read it')
    return { delivery: replayed }
  },
})
