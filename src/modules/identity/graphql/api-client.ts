import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { createApiClient } from '../commands/create-api-client.ts'
import { revokeApiClient } from '../commands/revoke-api-client.ts'
import type { ApiClient, ClientChannel } from '../model.ts'
import { apiClient, apiClients } from '../queries.ts'

const ClientChannelEnum = builder.enumType('ClientChannel', {
  description: 'What kind of front end reads the API.',
  values: {
    WEBSITE: { description: '政府网站.' },
    WECHAT: { description: '微信公众号、小程序.' },
    SMS: { description: '短信平台.' },
    FEED: { description: 'A machine that takes data on.' },
  } satisfies Record<ClientChannel, object>,
})

const ApiClientType = builder.objectRef<ApiClient>('ApiClient').implement({
  description:
    'A front end that reads the API under its own secret. Only the office and the front end itself see it; the secret is never shown again.',
  authScopes: { action: 'client.manage', $granted: 'itself' },
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names it to `revokeApiClient`.' }),
    name: t.exposeString('name', { description: 'Its name, unique.' }),
    channel: t.field({
      type: ClientChannelEnum,
      description: 'What kind it is.',
      resolve: ({ channel }) => channel,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was registered.' }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its secret went out of force. Null while it is in force.',
    }),
  }),
})

builder.queryField('apiClients', (t) =>
  t.field({
    type: [ApiClientType],
    authScopes: { action: 'client.manage' },
    description: 'All front ends ever registered, by name. For the office.',
    resolve: (_root, _args, { platform, actor }) => apiClients(platform.database, actor),
  }),
)

builder.queryField('client', (t) =>
  t.field({
    type: ApiClientType,
    nullable: true,
    authScopes: { public: true },
    grantScopes: ['itself'],
    description: 'The front end that makes the request. Null when it did not say by its secret.',
    resolve: (_root, _args, { platform, client }) =>
      client && apiClient(platform.database, client.id),
  }),
)

mutation('createApiClient', {
  description: 'Registers a front end. For the office.',
  rule: 'client.manage',
  input: (t) => ({
    name: t.string({ required: true, description: 'Its name, unique, up to 64 characters.' }),
    channel: t.field({
      type: ClientChannelEnum,
      required: true,
      description: 'What kind it is.',
    }),
  }),
  success: (t: SuccessFields<{ readonly client: ApiClient; readonly secret: string }>) => ({
    client: t.field({
      type: ApiClientType,
      description: 'The registration.',
      resolve: ({ client }) => client,
    }),
    secret: t.exposeString('secret', {
      description: 'Goes into `Authorization: Bearer …`. Shown this once.',
    }),
  }),
  resolve: (input, { platform, actor }) => createApiClient(platform, actor, input),
})

mutation('revokeApiClient', {
  description: 'Takes the secret of a front end out of force for ever. For the office.',
  rule: 'client.manage',
  input: (t) => ({
    clientId: t.id({ description: '`id` of the front end. Either this or `name`.' }),
    name: t.string({ description: 'Name of the front end. Either this or `clientId`.' }),
  }),
  success: (t: SuccessFields<{ readonly client: ApiClient }>) => ({
    client: t.field({
      type: ApiClientType,
      description: 'The registration.',
      resolve: ({ client }) => client,
    }),
  }),
  resolve: async (input, { platform, actor }) => ({
    client: await revokeApiClient(platform, actor, input),
  }),
})
