import { builder } from '../../../graphql/builder.ts'
import { known } from '../../../platform/known.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import { criticalAlerts, type CriticalAlert } from '../queries/alerts.ts'
import { type ChannelReach, publicationReach, type Reach } from '../queries/reach.ts'
import { ChannelEnum } from './enums.ts'

const COUNTS = {
  planned: ['PLANNED', 'Owed, now or later.'],
  sending: ['SENDING', 'On their way.'],
  sent: ['SENT', 'Taken by the gateway; not confirmed.'],
  delivered: ['DELIVERED', 'Arrived.'],
  failed: ['FAILED', 'Not taken, and tried no more.'],
  unknown: ['UNKNOWN', 'May have been taken.'],
  recalled: ['RECALLED', 'Told, and since corrected or withdrawn.'],
  skipped: ['SKIPPED', 'Not sent, for a reason.'],
} as const

const ChannelReachType = builder.objectRef<ChannelReach>('ChannelReach').implement({
  description:
    'How far a publication has come over one channel, in deliveries. For staff of its organization.',
  authScopes: { action: 'reach.read' },
  fields: (t) => ({
    channel: t.field({
      type: ChannelEnum,
      description: 'The channel.',
      resolve: ({ channel }) => channel,
    }),
    addresses: t.exposeInt('addresses', { description: 'Receivers that it is owed to, or was.' }),
    people: t.exposeInt('people', {
      description: 'People who were sent it; 0 for endpoints and boards, which are none.',
    }),
    ...Object.fromEntries(
      Object.entries(COUNTS).map(([name, [state, description]]) => [
        name,
        t.int({ description, resolve: ({ states }) => states[state] ?? 0 }),
      ]),
    ),
  }),
})

const ReachType = builder.objectRef<Reach>('PublicationReach').implement({
  description: 'How far one version of a record has come. For staff of its organization.',
  authScopes: { action: 'reach.read' },
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Which publication of the record.' }),
    people: t.exposeInt('people', {
      description:
        'People who were sent it by any channel; phone and WeChat of one person are one.',
    }),
    channels: t.field({
      type: [ChannelReachType],
      description: 'Channels by which it is owed to anybody.',
      resolve: ({ channels }) => [...channels],
    }),
  }),
})

builder.queryField('publicationReach', (t) =>
  t.field({
    type: ReachType,
    nullable: true,
    authScopes: { action: 'reach.read' },
    description:
      'How far a record has come, by channel. For staff of its organization. Null when there is none of this number, or not for the viewer.',
    args: {
      indexNumber: t.arg.string({ required: true, description: '索引号 of the record.' }),
      version: t.arg.int({ description: 'Which of its publications. The newest when left out.' }),
    },
    resolve: (_root, { indexNumber, version }, { platform, actor }) =>
      publicationReach(platform.database, actor, indexNumber, version ?? null),
  }),
)

const CriticalAlertType = builder.objectRef<CriticalAlert>('CriticalAlert').implement({
  description:
    'An urgent publication that had reached nobody 15 minutes after it was published. For the office and those who answer for the organization.',
  authScopes: { action: 'delivery.read' },
  fields: (t) => ({
    indexNumber: t.exposeString('indexNumber', { description: '索引号 of the record.' }),
    version: t.exposeInt('version', { description: 'Which publication of it.' }),
    title: t.exposeString('title', {
      nullable: true,
      description: 'Its title. Null only after a withdrawal for PRIVACY.',
    }),
    organization: t.field({
      type: OrganizationType,
      description: 'Who published it.',
      resolve: ({ organizationCode }, _args, { county }) =>
        known(county.organization(organizationCode), organizationCode),
    }),
    publishedAt: t.expose('publishedAt', {
      type: 'DateTime',
      description: 'When it became public.',
    }),
    raisedAt: t.expose('raisedAt', { type: 'DateTime', description: 'When the alarm was raised.' }),
    settledAt: t.expose('settledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it reached somebody after all, or was out of date. Null while neither.',
    }),
  }),
})

builder.queryField('criticalAlerts', (t) =>
  t.field({
    type: [CriticalAlertType],
    authScopes: { action: 'delivery.read' },
    description:
      'Urgent publications that had reached nobody in time, the newest first, 100 at most: of the organizations that the viewer answers for.',
    args: {
      open: t.arg.boolean({
        defaultValue: true,
        description: 'Only those that still have reached nobody.',
      }),
    },
    resolve: (_root, { open }, { platform, actor }) =>
      criticalAlerts(platform.database, actor, { open: open ?? true }),
  }),
)
