import { builder } from '../../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { delegateRole, endDelegation } from '../commands/delegate-role.ts'
import { type Colleague, type Delegation, delegationsOf } from '../delegation.ts'
import { RoleEnum } from './roles.ts'
import { ViewerType } from './viewer.ts'

const staffOnly = { signedIn: true }

const ColleagueType = builder.objectRef<Colleague>('Colleague').implement({
  description: 'A member of staff as their colleagues know them. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    username: t.exposeString('username', { description: 'Name of the account.' }),
    displayName: t.exposeString('displayName', { description: 'Name for people.' }),
  }),
})

const DelegationType = builder.objectRef<Delegation>('Delegation').implement({
  description:
    'That somebody stands in for another in one of their roles (代理). It ends with its time, and when the other loses the role. For both of them and their administrators.',
  authScopes: staffOnly,
  fields: (t) => ({
    id: t.exposeID('grantId', { description: 'Names it to `endDelegation`.' }),
    role: t.field({ type: RoleEnum, description: 'The role.', resolve: ({ role }) => role }),
    organizationCode: t.exposeString('organizationCode', {
      description: 'Code of the organization on which it is held.',
    }),
    principal: t.field({
      type: ColleagueType,
      description: 'Whose role it is.',
      resolve: ({ principal }) => principal,
    }),
    delegate: t.field({
      type: ColleagueType,
      description: 'Who stands in.',
      resolve: ({ delegate }) => delegate,
    }),
    validFrom: t.expose('validFrom', { type: 'DateTime', description: 'From when.' }),
    validTo: t.expose('validTo', { type: 'DateTime', description: 'Until when, exclusive.' }),
  }),
})

builder.objectField(ViewerType, 'delegations', (t) =>
  t.field({
    type: [DelegationType],
    description:
      'Delegations in which the viewer stands in or is stood in for, in force or to come, the next to begin first; at most 100.',
    resolve: ({ actor }, _args, { platform }) =>
      delegationsOf(platform.database, actor, platform.clock.now()),
  }),
)

const delegationResult = (t: SuccessFields<{ readonly delegation: Delegation }>) => ({
  delegation: t.field({
    type: DelegationType,
    description: 'The delegation.',
    resolve: ({ delegation }) => delegation,
  }),
})

mutation('delegateRole', {
  description:
    'Has a colleague stand in for the viewer, or for somebody whom the viewer administers, in a role that they hold themselves. Acts are recorded with both names; neither signs what the other wrote or signed. The sessions of who stands in end.',
  rule: 'role.delegate',
  input: (t) => ({
    username: t.string({
      required: true,
      description: 'Who stands in; they work at the organization or hold a role there.',
    }),
    principal: t.string({
      description:
        'Username of whose role it is. The viewer when left out; else for administrators.',
    }),
    role: t.field({
      type: RoleEnum,
      required: true,
      description: 'EDITOR, REVIEWER or APPROVER.',
    }),
    organizationCode: t.string({ required: true, description: 'On which organization, alone.' }),
    validFrom: t.field({ type: 'DateTime', required: true, description: 'From when.' }),
    validTo: t.field({
      type: 'DateTime',
      required: true,
      description: 'Until when, exclusive; at most a year.',
    }),
  }),
  success: delegationResult,
  resolve: async (input, { platform, actor }) => ({
    delegation: await delegateRole(platform, actor, input),
  }),
})

mutation('endDelegation', {
  description: 'Ends a delegation before its time. For both people in it and their administrators.',
  rule: 'signedIn',
  input: (t) => ({ grantId: t.id({ required: true, description: 'Id of the delegation.' }) }),
  success: delegationResult,
  resolve: async (input, { platform, actor }) => ({
    delegation: await endDelegation(platform, actor, input),
  }),
})
