import { uuidOf } from '../../../graphql/global-id.ts'
import { builder } from '../../../graphql/builder.ts'
import { type InputFields, mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import { cancelOrganizationChange } from '../commands/cancel-organization-change.ts'
import { closeOrganization } from '../commands/close-organization.ts'
import { establishOrganization } from '../commands/establish-organization.ts'
import { mergeOrganizations } from '../commands/merge-organizations.ts'
import { moveOrganization } from '../commands/move-organization.ts'
import { renameOrganization } from '../commands/rename-organization.ts'
import { splitOrganization } from '../commands/split-organization.ts'
import { OrganizationChangeKindEnum, OrganizationKindEnum, OrganizationType } from '../graphql.ts'
import type { OrganizationChange } from '../model.ts'
import { comingChanges } from '../queries.ts'

const OrganizationChangeType = builder.objectRef<OrganizationChange>('OrganizationChange')

builder.node(OrganizationChangeType, {
  description:
    'A change of an organization, decided and in force or still to come. For the office and the auditors of the county.',
  authScopes: { action: 'organization.readChanges' },
  id: { resolve: ({ id }) => id },
  loadOne: async (id, { platform, actor }) =>
    (await comingChanges(platform.database, actor)).find((change) => change.id === id) ?? null,
  fields: (t) => ({
    kind: t.field({
      type: OrganizationChangeKindEnum,
      description: 'What becomes of it.',
      resolve: ({ kind }) => kind,
    }),
    organization: t.field({
      type: OrganizationType,
      nullable: true,
      description: 'The organization that changes. Null until this server has heard of a new one.',
      resolve: ({ organizationCode }, _args, { county }) => county.organization(organizationCode),
    }),
    effectiveOn: t.field({
      type: 'Date',
      description: 'The first day on which it holds, from midnight in Asia/Shanghai.',
      resolve: ({ effectiveOn }) => effectiveOn,
    }),
    ends: t.exposeBoolean('ends', {
      description: 'Whether the organization ceases to exist the day before.',
    }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'Why, for the public. Null when nothing was said.',
    }),
    shortName: t.exposeString('shortName', {
      nullable: true,
      description: 'RENAMED: the new 简称. Null for all others.',
    }),
    fullName: t.exposeString('fullName', {
      nullable: true,
      description: 'RENAMED: the new 全称. Null for all others.',
    }),
    parent: t.field({
      type: OrganizationType,
      nullable: true,
      description: 'MOVED: the organization above it. Null for all others.',
      resolve: ({ parentCode }, _args, { county }) =>
        parentCode === null ? null : county.organization(parentCode),
    }),
    successors: t.field({
      type: [OrganizationType],
      description: 'MERGED and SPLIT: who takes over. Empty for all others.',
      resolve: ({ successions }, _args, { county }) =>
        successions.flatMap(({ toCode }) => county.organization(toCode) ?? []),
    }),
    appliedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it came into force. Null while it is still to come.',
      resolve: ({ appliedAt }) => appliedAt,
    }),
  }),
})

builder.objectField(ViewerType, 'organizationChanges', (t) =>
  t.field({
    type: [OrganizationChangeType],
    description:
      'Changes of organizations that are still to come, the next first; for the office and the auditors of the county.',
    authScopes: { action: 'organization.readChanges' },
    resolve: (_viewer, _args, { platform, actor }) => comingChanges(platform.database, actor),
  }),
)

const whenAndWhy = (t: InputFields) => ({
  effectiveOn: t.field({
    type: 'Date',
    description:
      'The first day on which it holds, today or later (IN_THE_PAST). At once when left out; a later day begins at midnight in Asia/Shanghai.',
  }),
  note: t.string({ description: 'Why, for the public, at most 300 characters.' }),
})

const organizationCode = (t: InputFields) => ({
  organizationCode: t.string({ required: true, description: 'Code of the organization.' }),
})

const names = (t: InputFields) => ({
  shortName: t.string({ required: true, description: '简称, at most 64 characters.' }),
  fullName: t.string({ required: true, description: '全称, at most 64 characters.' }),
})

const changed = (t: SuccessFields<{ readonly change: OrganizationChange }>) => ({
  change: t.field({
    type: OrganizationChangeType,
    description: 'The change, in force or to come.',
    resolve: ({ change }) => change,
  }),
})

mutation('establishOrganization', {
  description: 'Sets up an organization. For the office.',
  rule: 'organization.change',
  input: (t) => ({
    code: t.string({
      required: true,
      description: 'Natural key, for ever: lower-case letters, digits and hyphens, at most 24.',
    }),
    ...names(t),
    kind: t.field({
      type: OrganizationKindEnum,
      required: true,
      description: 'What it is; there is one county with one office.',
    }),
    parentCode: t.string({ required: true, description: 'Code of the organization above it.' }),
    uscc: t.string({ required: true, description: '统一社会信用代码 (GB 32100-2015), its own.' }),
    regionCode: t.string({ description: '统计用区划代码 of a township, subdistrict or district.' }),
    ...whenAndWhy(t),
  }),
  success: changed,
  resolve: async (input, { platform, actor }) => ({
    change: await establishOrganization(platform, actor, input),
  }),
})

mutation('renameOrganization', {
  description:
    'Gives an organization other names; what it has published keeps the name of its day. For the office.',
  rule: 'organization.change',
  input: (t) => ({ ...organizationCode(t), ...names(t), ...whenAndWhy(t) }),
  success: changed,
  resolve: async (input, { platform, actor }) => ({
    change: await renameOrganization(platform, actor, input),
  }),
})

mutation('moveOrganization', {
  description:
    'Puts an organization, with all below it, under another; rights over the subtree follow. For the office.',
  rule: 'organization.change',
  input: (t) => ({
    ...organizationCode(t),
    parentCode: t.string({
      required: true,
      description: 'Code of the organization above it; none of its own subtree (BELOW_ITSELF).',
    }),
    ...whenAndWhy(t),
  }),
  success: changed,
  resolve: async (input, { platform, actor }) => ({
    change: await moveOrganization(platform, actor, input),
  }),
})

mutation('mergeOrganizations', {
  description:
    'Merges organizations into one that takes over rights, people, records, drafts, duties, machine feeds and what stands below them; sessions of their people end. Index numbers and what was published stay as they are and are found under both. For the office.',
  rule: 'organization.change',
  input: (t) => ({
    organizationCodes: t.stringList({
      required: true,
      description: 'Codes of those that end, 1 to 20.',
    }),
    intoCode: t.string({
      required: true,
      description:
        'Code of the one that takes over; none of those that end (INTO_ITSELF) and none that they descend from (SUCCESSION_CIRCLE).',
    }),
    ...whenAndWhy(t),
  }),
  success: (t: SuccessFields<{ readonly changes: readonly OrganizationChange[] }>) => ({
    changes: t.field({
      type: [OrganizationChangeType],
      description: 'One change for each that ends.',
      resolve: ({ changes }) => [...changes],
    }),
  }),
  resolve: async (input, { platform, actor }) => ({
    changes: await mergeOrganizations(platform, actor, input),
  }),
})

const ShareInput = builder.inputType('OrganizationShareInput', {
  description: 'What goes to one of the successors, and who.',
  fields: (t) => ({
    organizationCode: t.string({ required: true, description: 'Code of the successor.' }),
    itemCodes: t.stringList({
      required: true,
      description: 'Items whose duties, records and drafts go to it.',
    }),
    usernames: t.stringList({
      required: true,
      description: 'People who go to it with their roles.',
    }),
  }),
})

mutation('splitOrganization', {
  description:
    'Splits an organization, or hands a part of it to others: items with their duties, records and drafts, and people with their roles. For the office.',
  rule: 'organization.change',
  input: (t) => ({
    ...organizationCode(t),
    successors: t.field({
      type: [ShareInput],
      required: true,
      description: 'Who takes over what, at most 20.',
    }),
    ends: t.boolean({
      required: true,
      description:
        'Whether nothing of it stays: then at least two take over, and every item and person is assigned (LEFT_OVER).',
    }),
    ...whenAndWhy(t),
  }),
  success: changed,
  resolve: async (input, { platform, actor }) => ({
    change: await splitOrganization(platform, actor, input),
  }),
})

mutation('closeOrganization', {
  description:
    'Closes an organization that nobody succeeds: rights on it end, its drafts can go no further, its records stay public. For the office.',
  rule: 'organization.change',
  input: (t) => ({ ...organizationCode(t), ...whenAndWhy(t) }),
  success: changed,
  resolve: async (input, { platform, actor }) => ({
    change: await closeOrganization(platform, actor, input),
  }),
})

mutation('cancelOrganizationChange', {
  description: 'Takes back a change that is still to come (else ALREADY_IN_FORCE). For the office.',
  rule: 'organization.change',
  input: (t) => ({ changeId: t.id({ required: true, description: 'Id of the change.' }) }),
  success: (t: SuccessFields<{ readonly organizationCode: string }>) => ({
    organizationCode: t.exposeString('organizationCode', {
      description: 'Code of the organization that would have changed.',
    }),
  }),
  resolve: ({ changeId }, { platform, actor }) =>
    cancelOrganizationChange(platform, actor, { changeId: uuidOf('OrganizationChange', changeId) }),
})
