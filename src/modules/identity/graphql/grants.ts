import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { grantRole } from '../commands/grant-role.ts'
import { revokeRole } from '../commands/revoke-role.ts'
import { GrantType, RoleEnum } from './roles.ts'
import type { Grant } from '../model.ts'
import { type UserShape, UserType } from './user.ts'

mutation('grantRole', {
  description:
    'Gives a person a role on an organization and ends their sessions. The office gives any role anywhere; administrators give, within their organizations, roles that they hold there themselves.',
  rule: 'grant.give',
  input: (t) => ({
    username: t.string({ required: true, description: 'Who receives the role.' }),
    role: t.field({ type: RoleEnum, required: true, description: 'The role.' }),
    organizationCode: t.string({
      required: true,
      description: 'Code of the organization on which it is held. OFFICE only on the county.',
    }),
    subtree: t.boolean({
      defaultValue: false,
      description: 'Whether it reaches everything below the organization too. OFFICE always does.',
    }),
    validFrom: t.field({ type: 'DateTime', description: 'When it begins. Now when left out.' }),
    validTo: t.field({
      type: 'DateTime',
      description: 'When it ends, exclusive; after `validFrom`. Never by itself when left out.',
    }),
  }),
  success: (t: SuccessFields<{ readonly user: UserShape; readonly grant: Grant }>) => ({
    user: t.field({ type: UserType, description: 'Who received it.', resolve: ({ user }) => user }),
    grant: t.field({ type: GrantType, description: 'The grant.', resolve: ({ grant }) => grant }),
  }),
  resolve: (input, { platform, actor }) =>
    grantRole(platform, actor, { ...input, subtree: input.subtree ?? false }),
})

mutation('revokeRole', {
  description:
    'Takes a role from a person and ends their sessions. Takes either `grantId`, or `username`, `role` and `organizationCode` together. The last that can act as the office stays.',
  rule: 'grant.revoke',
  input: (t) => ({
    grantId: t.id({ description: 'The grant.' }),
    username: t.string({ description: 'Who loses the role.' }),
    role: t.field({ type: RoleEnum, description: 'The role.' }),
    organizationCode: t.string({ description: 'Code of the organization on which it is held.' }),
  }),
  success: (t: SuccessFields<{ readonly user: UserShape }>) => ({
    user: t.field({ type: UserType, description: 'Who lost it.', resolve: ({ user }) => user }),
  }),
  resolve: async (input, { platform, actor }) => ({
    user: await revokeRole(platform, actor, input),
  }),
})
