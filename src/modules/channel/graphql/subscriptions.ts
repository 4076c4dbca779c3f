import { builder } from '../../../graphql/builder.ts'
import { calendarDate } from '../../../platform/clock.ts'
import {
  deadSubscriptions,
  type DeadReason,
  type DeadSubscription,
  subscriptionReach,
  type SubscriptionReach,
} from '../queries/subscriptions.ts'
import { ChannelEnum } from './enums.ts'

type ChannelCounts = SubscriptionReach['channels'][number]

const SubscriptionCountsType = builder.objectRef<ChannelCounts>('ChannelSubscriptions').implement({
  description: 'Who can be reached by subscriptions over one channel. For the office.',
  authScopes: { action: 'subscription.oversee' },
  fields: (t) => ({
    channel: t.field({
      type: ChannelEnum,
      description: 'The channel.',
      resolve: ({ channel }) => channel,
    }),
    people: t.exposeInt('people', { description: 'People.' }),
    addresses: t.exposeInt('addresses', { description: 'Phones or openids.' }),
    subscriptions: t.exposeInt('subscriptions', { description: 'Subscriptions in force.' }),
  }),
})

const SubscriptionReachType = builder.objectRef<SubscriptionReach>('SubscriptionReach').implement({
  description: 'Who can be reached by subscriptions: numbers only. For the office.',
  authScopes: { action: 'subscription.oversee' },
  fields: (t) => ({
    people: t.exposeInt('people', {
      description: 'People: a phone and a WeChat account to which it is bound are one.',
    }),
    addresses: t.exposeInt('addresses', { description: 'Phones and openids.' }),
    subscriptions: t.exposeInt('subscriptions', { description: 'Subscriptions in force.' }),
    channels: t.field({
      type: [SubscriptionCountsType],
      description: 'The same by channel.',
      resolve: ({ channels }) => [...channels],
    }),
  }),
})

/** Namespace of what the office sees of subscriptions. */
const SubscriptionsType = builder.objectRef<object>('Subscriptions').implement({
  description: 'What citizens have subscribed to, without saying who. For the office.',
  authScopes: { action: 'subscription.oversee' },
  fields: (t) => ({
    reach: t.field({
      type: SubscriptionReachType,
      description: 'Who can be reached.',
      resolve: (_root, _args, { platform, actor }) => subscriptionReach(platform.database, actor),
    }),
  }),
})

builder.queryField('subscriptions', (t) =>
  t.field({
    type: SubscriptionsType,
    authScopes: { action: 'subscription.oversee' },
    description: 'What citizens have subscribed to. For the office.',
    resolve: () => ({}),
  }),
)

const DeadReasonEnum = builder.enumType('DeadSubscriptionReason', {
  description: 'Why a subscription can never fire.',
  values: {
    ITEM_GONE: { description: 'Its item is no longer in the taxonomy.' },
    AREA_GONE: { description: 'Its area is no longer in the taxonomy.' },
    ORGANIZATION_CLOSED: { description: 'Its organization, and all below it, exists no longer.' },
    CHANNEL_NOT_USED: { description: 'Nothing it asks for goes out by its channel.' },
    KIND_NOT_ACCEPTED: { description: 'No item it asks for has records of its kind.' },
    NOT_OWED: { description: 'Its organization owes nothing of what it asks for.' },
  } satisfies Record<DeadReason, object>,
})

const DeadSubscriptionType = builder.objectRef<DeadSubscription>('DeadSubscription').implement({
  description: 'Subscriptions to the same thing that can never fire. For the office.',
  authScopes: { action: 'subscription.oversee' },
  fields: (t) => ({
    channel: t.field({
      type: ChannelEnum,
      description: 'Their channel.',
      resolve: ({ channel }) => channel,
    }),
    areaCode: t.exposeString('areaCode', { nullable: true, description: 'Area. Null: any.' }),
    itemCode: t.exposeString('itemCode', { nullable: true, description: 'Item. Null: any.' }),
    organizationCode: t.exposeString('organizationCode', {
      nullable: true,
      description: 'Organization. Null: any.',
    }),
    kind: t.exposeString('kind', { nullable: true, description: 'Kind. Null: any.' }),
    reason: t.field({
      type: DeadReasonEnum,
      description: 'Why.',
      resolve: ({ reason }) => reason,
    }),
    count: t.exposeInt('count', { description: 'How many there are.' }),
  }),
})

builder.queryField('deadSubscriptions', (t) =>
  t.field({
    type: [DeadSubscriptionType],
    authScopes: { action: 'subscription.oversee' },
    description: 'Subscriptions that can never fire, the most frequent first. For the office.',
    resolve: (_root, _args, { platform, actor }) =>
      deadSubscriptions(platform.database, actor, calendarDate(platform.clock.now())),
  }),
)
