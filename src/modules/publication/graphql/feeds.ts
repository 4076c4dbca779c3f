import { known } from '../../../platform/known.ts'
import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { inputOf } from '../../disclosure/graphql/content-input.ts'
import { KindEnum } from '../../disclosure/graphql/kinds.ts'
import { type FeedKind, isFeed } from '../../disclosure/kind/feed.ts'
import { kinds } from '../../disclosure/kind/registry.ts'
import { OrganizationType } from '../../organization/graphql.ts'
import { ItemType } from '../../taxonomy/graphql.ts'
import { grantFeed } from '../commands/grant-feed.ts'
import { publishReadings } from '../commands/publish-readings.ts'
import { revokeFeed } from '../commands/revoke-feed.ts'
import type { FeedGrant, FeedOutcome, FeedResult } from '../model.ts'
import { feedGrants } from '../queries.ts'

const FeedGrantType = builder.objectRef<FeedGrant>('FeedGrant').implement({
  description:
    'Leave for a front end to publish readings of one kind for one organization without review. Only the office sees it.',
  authScopes: { action: 'feed.manage' },
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names it to `revokeFeed`.' }),
    clientName: t.exposeString('clientName', { description: 'Name of the front end.' }),
    kind: t.field({
      type: KindEnum,
      description: 'What it may post.',
      resolve: ({ kind }) => kind,
    }),
    item: t.field({
      type: ItemType,
      description: 'Item that the readings disclose.',
      resolve: ({ itemCode }, _args, { county }) => known(county.item(itemCode), itemCode),
    }),
    organization: t.field({
      type: OrganizationType,
      description: 'Organization in whose name they are published.',
      resolve: ({ organizationCode }, _args, { county }) =>
        known(county.organization(organizationCode), organizationCode),
    }),
    grantedAt: t.expose('grantedAt', { type: 'DateTime', description: 'When it was given.' }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken back. Null while it is in force.',
    }),
  }),
})

builder.queryField('feedGrants', (t) =>
  t.field({
    type: [FeedGrantType],
    authScopes: { action: 'feed.manage' },
    description:
      'All leaves to publish readings that were ever given, the newest first. For the office.',
    resolve: (_root, _args, { platform, actor }) => feedGrants(platform.database, actor),
  }),
)

const grantResult = (t: SuccessFields<{ readonly grant: FeedGrant }>) => ({
  grant: t.field({
    type: FeedGrantType,
    description: 'The grant after the change.',
    resolve: ({ grant }) => grant,
  }),
})

mutation('grantFeed', {
  description:
    'Lets a front end of channel FEED publish readings of one kind for one organization without review. For the office.',
  rule: 'feed.manage',
  input: (t) => ({
    clientName: t.string({ required: true, description: 'Name of the front end.' }),
    kind: t.field({
      type: KindEnum,
      required: true,
      description: 'A kind that machines may post.',
    }),
    itemCode: t.string({
      required: true,
      description: 'Code of the item that the readings disclose; the organization owes it.',
    }),
    organizationCode: t.string({
      required: true,
      description: 'Code of the organization that publishes.',
    }),
  }),
  success: grantResult,
  resolve: async (input, { platform, actor }) => ({
    grant: await grantFeed(platform, actor, input),
  }),
})

mutation('revokeFeed', {
  description:
    'Takes back the leave to publish readings at once; what was published stays. For the office.',
  rule: 'feed.manage',
  input: (t) => ({ grantId: t.id({ required: true, description: '`id` of the grant.' }) }),
  success: grantResult,
  resolve: async (input, { platform, actor }) => ({
    grant: await revokeFeed(platform, actor, input),
  }),
})

const FeedOutcomeEnum = builder.enumType('FeedOutcome', {
  description: 'What became of a reading that was posted.',
  values: {
    PUBLISHED: { description: 'Nothing was known of its time: it is public now.' },
    CORRECTED: { description: 'It differed from what was public, which it has superseded.' },
    UNCHANGED: { description: 'It is public already; nothing was done.' },
  } satisfies Record<FeedOutcome, object>,
})

const FeedResultType = builder.objectRef<FeedResult>('FeedResult').implement({
  description: 'What became of one reading. Only the front end that posted it sees it.',
  authScopes: { feed: true },
  fields: (t) => ({
    outcome: t.field({
      type: FeedOutcomeEnum,
      description: 'What was done.',
      resolve: ({ outcome }) => outcome,
    }),
    indexNumber: t.exposeString('indexNumber', { description: '索引号 of its record.' }),
    version: t.exposeInt('version', {
      description: 'How many times its record has been published, this time included.',
    }),
  }),
})

for (const kind of kinds.values()) if (isFeed(kind)) defineFeed(kind)

/** How machines post readings of a kind. */
function defineFeed(kind: FeedKind): void {
  const [series, at] = kind.feed.key
  mutation(`publish${kind.name}s`, {
    description: `Publishes readings (${kind.title}) without review: all of them or none. A reading is known by \`${series}\` and \`${at}\`: sent again it changes nothing, sent with other values it corrects. For API clients of channel FEED to which the office has granted this kind and organization, 60 calls a minute.`,
    rule: 'feed',
    input: (t) => ({
      organizationCode: t.string({
        required: true,
        description: 'Code of the organization in whose name they are published.',
      }),
      readings: t.field({
        type: [inputOf(kind)],
        required: true,
        description: 'The readings, 1 to 100. A title is made for those that have none.',
      }),
    }),
    success: (t: SuccessFields<{ readonly results: readonly FeedResult[] }>) => ({
      results: t.field({
        type: [FeedResultType],
        description: 'What became of each reading, in their order.',
        resolve: ({ results }) => [...results],
      }),
    }),
    resolve: async ({ organizationCode, readings }, { platform, client }) => ({
      results: await publishReadings(platform, client, kind, {
        organizationCode,
        readings,
      }),
    }),
  })
}
