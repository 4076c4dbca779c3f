import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { RoleEnum } from '../../identity/graphql/roles.ts'
import { OrganizationKindEnum } from '../../organization/graphql.ts'
import { addExtraReviewStep, removeExtraReviewStep } from '../commands/extra-review-step.ts'
import { removeReviewChain } from '../commands/remove-review-chain.ts'
import { setReviewChain } from '../commands/set-review-chain.ts'
import { extraSteps, reviewChains } from '../queries/review-chains.ts'
import type { ExtraStep, ReviewChain } from '../review-chain.ts'
import { KindEnum } from './kinds.ts'

const officeOnly = { action: 'reviewChain.manage' } as const

const ReviewChainType = builder.objectRef<ReviewChain>('ReviewChain').implement({
  description:
    'Who signs an edition, in order. Of those that fit, the most specific counts: organization and item, organization and kind, organization, item, kind, kind of organization. It is copied at submission: what is under review goes on by the chain of that day. Office only.',
  authScopes: officeOnly,
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names it to `removeReviewChain`.' }),
    organizationCode: t.exposeString('organizationCode', {
      nullable: true,
      description: 'Whose editions. Null for those of all organizations.',
    }),
    itemCode: t.exposeString('itemCode', {
      nullable: true,
      description: 'Of which item. Null for all items.',
    }),
    kind: t.field({
      type: KindEnum,
      nullable: true,
      description: 'Of which kind of record. Null for all kinds.',
      resolve: ({ kind }) => kind,
    }),
    organizationKind: t.field({
      type: OrganizationKindEnum,
      nullable: true,
      description: 'Default of a kind of organization. Null for every other chain.',
      resolve: ({ organizationKind }) => organizationKind,
    }),
    steps: t.field({
      type: [RoleEnum],
      description: 'Roles that sign, in order, one to five.',
      resolve: ({ steps }) => [...steps],
    }),
    setByOffice: t.exposeBoolean('setByOffice', {
      description: 'Whether the office set it here; else it came with the county’s data.',
    }),
  }),
})

const ExtraStepType = builder.objectRef<ExtraStep>('ExtraReviewStep').implement({
  description:
    'One more signature before the last, for every edition of an item or a kind that asks for it. Office only.',
  authScopes: officeOnly,
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names it to `removeExtraReviewStep`.' }),
    itemCode: t.exposeString('itemCode', {
      nullable: true,
      description: 'Of which item. Null when it is for a kind.',
    }),
    kind: t.field({
      type: KindEnum,
      nullable: true,
      description: 'Of which kind of record. Null when it is for an item.',
      resolve: ({ kind }) => kind,
    }),
    role: t.field({ type: RoleEnum, description: 'Role that signs.', resolve: ({ role }) => role }),
    reason: t.exposeString('reason', { description: 'Why, such as 保密审查.' }),
  }),
})

const LIST = 'reviewChains'
const [connection, edge] = connectionNames('ReviewChain', 'review chains')
const ReviewChainConnection = builder.connectionObject(
  { type: ReviewChainType, ...connection, authScopes: officeOnly },
  { ...edge, authScopes: officeOnly },
)

builder.queryFields((t) => ({
  reviewChains: t.field({
    type: ReviewChainConnection,
    authScopes: officeOnly,
    description: 'All review chains, in the order in which they were first set. For the office.',
    args: pageArgs(t.arg),
    resolve: (_root, args, { platform, cursors }) => {
      const after = args.after == null ? null : String(cursors.decode(LIST, args.after)[0])
      return readPage<ReviewChain>(
        args,
        (size) => reviewChains(platform.database, { size: size + 1, after }),
        ({ id }) => cursors.encode(LIST, [id]),
      )
    },
  }),
  extraReviewSteps: t.field({
    type: [ExtraStepType],
    authScopes: officeOnly,
    description:
      'All extra steps, in the order in which they were set; at most 100. For the office.',
    resolve: (_root, _args, { platform }) => extraSteps(platform.database),
  }),
}))

mutation('setReviewChain', {
  description:
    'Says who signs from now on, in place of what was said for the same scope before; editions under review are not touched. Name an organization, alone or with an item or a kind; or an item; or a kind; or a kind of organization. For the office.',
  rule: 'reviewChain.manage',
  input: (t) => ({
    organizationCode: t.string({ description: 'Code of the organization.' }),
    itemCode: t.string({ description: 'Code of the item.' }),
    kind: t.field({ type: KindEnum, description: 'Kind of record.' }),
    organizationKind: t.field({
      type: OrganizationKindEnum,
      description: 'Kind of organization; alone.',
    }),
    steps: t.field({
      type: [RoleEnum],
      required: true,
      description: 'One to five of REVIEWER and APPROVER, an APPROVER last.',
    }),
  }),
  success: (t: SuccessFields<{ readonly chain: ReviewChain }>) => ({
    chain: t.field({
      type: ReviewChainType,
      description: 'The chain as set.',
      resolve: ({ chain }) => chain,
    }),
  }),
  resolve: async (input, { platform, actor }) => ({
    chain: await setReviewChain(platform, actor, input),
  }),
})

mutation('removeReviewChain', {
  description:
    'Takes a chain away, but for the defaults of kinds of organizations; one that came with the county’s data comes back with it. For the office.',
  rule: 'reviewChain.manage',
  input: (t) => ({ chainId: t.id({ required: true, description: 'Id of the chain.' }) }),
  success: (t: SuccessFields<{ readonly chainId: string }>) => ({
    chainId: t.exposeID('chainId', { description: 'Id of the chain that is gone.' }),
  }),
  resolve: (input, { platform, actor }) => removeReviewChain(platform, actor, input),
})

mutation('addExtraReviewStep', {
  description:
    'Has every edition of an item or a kind signed once more before the last signature, from now on. For the office.',
  rule: 'reviewChain.manage',
  input: (t) => ({
    itemCode: t.string({ description: 'Code of the item; or else a kind.' }),
    kind: t.field({ type: KindEnum, description: 'Kind of record; or else an item.' }),
    role: t.field({ type: RoleEnum, required: true, description: 'REVIEWER or APPROVER.' }),
    reason: t.string({
      required: true,
      description: 'Why, such as 保密审查; at most 100 characters.',
    }),
  }),
  success: (t: SuccessFields<{ readonly extra: ExtraStep }>) => ({
    extra: t.field({
      type: ExtraStepType,
      description: 'The step as set.',
      resolve: ({ extra }) => extra,
    }),
  }),
  resolve: async (input, { platform, actor }) => ({
    extra: await addExtraReviewStep(platform, actor, input),
  }),
})

mutation('removeExtraReviewStep', {
  description: 'Needs an extra signature no more, from now on. For the office.',
  rule: 'reviewChain.manage',
  input: (t) => ({ extraId: t.id({ required: true, description: 'Id of the extra step.' }) }),
  success: (t: SuccessFields<{ readonly extraId: string }>) => ({
    extraId: t.exposeID('extraId', { description: 'Id of the step that is gone.' }),
  }),
  resolve: (input, { platform, actor }) => removeExtraReviewStep(platform, actor, input),
})
