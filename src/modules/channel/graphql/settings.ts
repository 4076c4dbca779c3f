import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { configureChannel } from '../commands/configure-channel.ts'
import { organizationChannels, type OrganizationChannel } from '../queries/settings.ts'
import { ChannelEnum } from './enums.ts'

const OrganizationChannelType = builder
  .objectRef<OrganizationChannel>('OrganizationChannel')
  .implement({
    description: 'How an organization uses a channel. For the office and its administrators.',
    authScopes: { action: 'channel.configure' },
    fields: (t) => ({
      organizationCode: t.exposeString('organizationCode', { description: 'The organization.' }),
      channel: t.field({
        type: ChannelEnum,
        description: 'The channel.',
        resolve: ({ channel }) => channel,
      }),
      enabled: t.exposeBoolean('enabled', {
        description: 'Whether news go out by it. What was told is put right in any case.',
      }),
      quietFrom: t.exposeString('quietFrom', {
        nullable: true,
        description: 'Local time HH:MM from which nothing ordinary is sent. Null: no quiet hours.',
      }),
      quietTo: t.exposeString('quietTo', {
        nullable: true,
        description: 'Local time HH:MM at which it is sent again. Null: no quiet hours.',
      }),
      version: t.exposeInt('version', { description: 'For `expectedVersion`.' }),
    }),
  })

builder.queryField('organizationChannels', (t) =>
  t.field({
    type: [OrganizationChannelType],
    authScopes: { action: 'channel.configure' },
    description:
      'What an organization itself says about channels; where it says nothing, the nearest above it counts. For the office and its administrators.',
    args: { organizationCode: t.arg.string({ required: true, description: 'Its code.' }) },
    resolve: (_root, { organizationCode }, { platform, actor }) =>
      organizationChannels(platform.database, actor, organizationCode),
  }),
)

mutation('setOrganizationChannel', {
  description:
    'Says how an organization, and all below it that say nothing themselves, uses a channel. Holds for what is published from now on. For the office and its administrators.',
  rule: 'channel.configure',
  input: (t) => ({
    organizationCode: t.string({ required: true, description: 'Code of the organization.' }),
    channel: t.field({ type: ChannelEnum, required: true, description: 'The channel.' }),
    enabled: t.boolean({ required: true, description: 'Whether news go out by it.' }),
    quietFrom: t.string({ description: 'Local time HH:MM. Null: no quiet hours.' }),
    quietTo: t.string({ description: 'Local time HH:MM. Null: no quiet hours.' }),
    expectedVersion: t.int({ description: '`version` as it was read. Null when there was none.' }),
  }),
  success: (t: SuccessFields<{ readonly setting: OrganizationChannel }>) => ({
    setting: t.field({
      type: OrganizationChannelType,
      description: 'The setting after the change.',
      resolve: ({ setting }) => setting,
    }),
  }),
  resolve: async ({ quietFrom, quietTo, expectedVersion, ...input }, { platform, actor }) => ({
    setting: await configureChannel(platform, actor, {
      ...input,
      quietFrom: quietFrom ?? null,
      quietTo: quietTo ?? null,
      expectedVersion: expectedVersion ?? null,
    }),
  }),
})
