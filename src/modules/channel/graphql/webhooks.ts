import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { KindEnum } from '../../disclosure/graphql/kinds.ts'
import { createWebhook } from '../commands/create-webhook.ts'
import { disableWebhook } from '../commands/disable-webhook.ts'
import { testWebhook, type WebhookTrial } from '../commands/test-webhook.ts'
import { webhooks } from '../queries/webhooks.ts'
import type { Webhook } from '../webhook.ts'
import { AttemptOutcomeEnum } from './enums.ts'

const EVERYTHING = 'Empty: everything.'

const WebhookType = builder.objectRef<Webhook>('Webhook').implement({
  description:
    'An endpoint that is called when something public changes. Only the office sees it; its secret is never shown again.',
  authScopes: { action: 'webhook.manage' },
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names it to other mutations, and to `deliveries`.' }),
    name: t.exposeString('name', { description: 'Its name, unique.' }),
    url: t.exposeString('url', { description: 'Where it is called.' }),
    areaCodes: t.stringList({
      description: `Codes of areas it is told of. ${EVERYTHING}`,
      resolve: ({ areaCodes }) => [...areaCodes],
    }),
    itemCodes: t.stringList({
      description: `Codes of items it is told of. ${EVERYTHING}`,
      resolve: ({ itemCodes }) => [...itemCodes],
    }),
    organizationCodes: t.stringList({
      description: `Codes of organizations it is told of, with all below them. ${EVERYTHING}`,
      resolve: ({ organizationCodes }) => [...organizationCodes],
    }),
    kinds: t.stringList({
      description: `Kinds it is told of. ${EVERYTHING}`,
      resolve: ({ kinds }) => [...kinds],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was registered.' }),
    disabledAt: t.expose('disabledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was disabled. Null while it is called.',
    }),
  }),
})

builder.queryField('webhooks', (t) =>
  t.field({
    type: [WebhookType],
    authScopes: { action: 'webhook.manage' },
    description: 'All endpoints ever registered, by name. For the office.',
    resolve: (_root, _args, { platform, actor }) => webhooks(platform.database, actor),
  }),
)

mutation('createWebhook', {
  description:
    'Registers an endpoint that is called, signed and in order, whenever something public changes (docs/CHANNELS.md). For the office.',
  rule: 'webhook.manage',
  input: (t) => ({
    name: t.string({ required: true, description: 'Its name, unique, up to 64 characters.' }),
    url: t.string({
      required: true,
      description:
        'Where it is called: http or https, not in a private network unless the installation allows it.',
    }),
    areaCodes: t.stringList({ defaultValue: [], description: `Areas. ${EVERYTHING}` }),
    itemCodes: t.stringList({ defaultValue: [], description: `Items. ${EVERYTHING}` }),
    organizationCodes: t.stringList({
      defaultValue: [],
      description: `Organizations, with all below them. ${EVERYTHING}`,
    }),
    kinds: t.field({ type: [KindEnum], defaultValue: [], description: `Kinds. ${EVERYTHING}` }),
  }),
  success: (t: SuccessFields<{ readonly webhook: Webhook; readonly secret: string }>) => ({
    webhook: t.field({
      type: WebhookType,
      description: 'The endpoint.',
      resolve: ({ webhook }) => webhook,
    }),
    secret: t.exposeString('secret', {
      description: 'The key of `X-Gongkai-Signature`. Shown this once.',
    }),
  }),
  resolve: (
    { areaCodes, itemCodes, organizationCodes, kinds, ...input },
    { platform, actor, channels },
  ) =>
    createWebhook(platform, channels, actor, {
      ...input,
      areaCodes: areaCodes ?? [],
      itemCodes: itemCodes ?? [],
      organizationCodes: organizationCodes ?? [],
      kinds: kinds ?? [],
    }),
})

mutation('disableWebhook', {
  description: 'Ends an endpoint for ever; what it was still owed is skipped. For the office.',
  rule: 'webhook.manage',
  input: (t) => ({ webhookId: t.id({ required: true, description: '`id` of the endpoint.' }) }),
  success: (t: SuccessFields<{ readonly webhook: Webhook }>) => ({
    webhook: t.field({
      type: WebhookType,
      description: 'The endpoint after the change.',
      resolve: ({ webhook }) => webhook,
    }),
  }),
  resolve: async (input, { platform, actor }) => ({
    webhook: await disableWebhook(platform, actor, input),
  }),
})

mutation('testWebhook', {
  description:
    'Calls an endpoint once with an event of type webhook.test that is about no record, signed like every other. For the office.',
  rule: 'webhook.manage',
  input: (t) => ({ webhookId: t.id({ required: true, description: '`id` of the endpoint.' }) }),
  success: (t: SuccessFields<WebhookTrial>) => ({
    outcome: t.field({
      type: AttemptOutcomeEnum,
      description: 'What came of it: DELIVERED when it answered with a status of success.',
      resolve: ({ outcome }) => outcome,
    }),
    code: t.exposeString('code', {
      nullable: true,
      description:
        'Why it did not arrive (HTTP_500, ECONNREFUSED, ADDRESS_REFUSED …). Null when it did.',
    }),
  }),
  resolve: (input, { platform, actor, channels }) => testWebhook(platform, channels, actor, input),
})
