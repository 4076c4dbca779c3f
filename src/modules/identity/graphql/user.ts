import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { createUser } from '../commands/create-user.ts'
import { disableUser } from '../commands/disable-user.ts'
import type { Grant, UserAccount } from '../model.ts'
import { grantsOf, userById, userByUsername, usersVisibleTo } from '../queries.ts'
import { GrantType } from './roles.ts'

/** An account; its grants are read when they have not come with it. */
export interface UserShape extends UserAccount {
  readonly grants?: readonly Grant[]
}

/** A member of staff; later modules add what they know of the organization. */
export const UserType = builder.node(builder.objectRef<UserShape>('User'), {
  description:
    'The account of a member of staff. Staff only: the person, and who administers them or an organization in which they hold a role.',
  authScopes: { signedIn: true, $granted: 'viewer' },
  id: { resolve: ({ id }) => id, description: 'Global id, opaque.' },
  // Nothing is found for those who may not see it: an error would tell that there is something.
  loadOne: (id, { actor, platform }) =>
    actor && userById(platform.database, actor, id, platform.clock.now()),
  fields: (t) => ({
    username: t.exposeString('username', { description: 'Name to sign in with, in lower case.' }),
    displayName: t.exposeString('displayName', { description: 'Name for people.' }),
    organizationCode: t.exposeString('organizationCode', {
      description: 'Code of the organization where the person works. Gives no rights by itself.',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the account was opened.',
    }),
    disabledAt: t.expose('disabledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the account was closed. Null while it is open.',
    }),
    grants: t.field({
      type: [GrantType],
      description:
        'Roles held now or from a time to come, oldest first; only those that the reader may know of.',
      grantScopes: ['viewer'],
      resolve: async ({ id, grants }, _args, { actor, platform }) => {
        const known =
          grants ?? (actor ? grantsOf(platform.database, actor, id, platform.clock.now()) : [])
        return [...(await known)]
      },
    }),
  }),
})

const [connection, edge] = connectionNames('User', 'accounts')
const authScopes = { signedIn: true }
const UserConnection = builder.connectionObject(
  { type: UserType, ...connection, authScopes },
  { ...edge, authScopes },
)

builder.queryField('users', (t) =>
  t.field({
    type: UserConnection,
    authScopes: { action: 'user.read' },
    description:
      'Accounts that the caller administers or that hold a role where the caller does, by username.',
    args: {
      ...pageArgs(t.arg),
      organizationCode: t.arg.string({
        description: 'Only people who work at this organization. All when left out.',
      }),
    },
    resolve: (_root, args, { actor, platform, cursors }) => {
      const after = args.after == null ? null : String(cursors.decode('users', args.after)[0])
      const { organizationCode } = args
      const read = async (size: number) => {
        const page = { size, after, organizationCode }
        return actor ? usersVisibleTo(platform.database, actor, page, platform.clock.now()) : []
      }
      return readPage(args, read, ({ username }) => cursors.encode('users', [username]))
    },
  }),
)

builder.queryField('user', (t) =>
  t.field({
    type: UserType,
    nullable: true,
    authScopes: { action: 'user.read' },
    description: 'One account. Null when it does not exist or the caller may not see it.',
    args: { username: t.arg.string({ required: true, description: 'Its username.' }) },
    resolve: (_root, { username }, { actor, platform }) =>
      actor && userByUsername(platform.database, actor, username, platform.clock.now()),
  }),
)

mutation('createUser', {
  description:
    'Opens an account. It has no rights until roles are granted. For the office, and for administrators within their organizations.',
  rule: 'user.create',
  input: (t) => ({
    username: t.string({
      required: true,
      description:
        '2 to 64 of a-z, 0-9, dot, underscore, hyphen, the first a letter or digit; made lower case.',
    }),
    displayName: t.string({ required: true, description: 'Name for people, up to 64 characters.' }),
    organizationCode: t.string({
      required: true,
      description: 'Code of the organization where the person works.',
    }),
    password: t.string({
      required: true,
      description: '12 to 128 characters, not the username. Stored only as a slow hash.',
    }),
  }),
  success: (t: SuccessFields<{ readonly user: UserShape }>) => ({
    user: t.field({ type: UserType, description: 'The new account.', resolve: ({ user }) => user }),
  }),
  resolve: async (input, { platform, actor }) => ({
    user: await createUser(platform, actor, input),
  }),
})

mutation('disableUser', {
  description:
    'Closes an account: its sessions end at once. Not one’s own, and not the last that can act as the office.',
  rule: 'user.disable',
  input: (t) => ({ username: t.string({ required: true, description: 'Whose account.' }) }),
  success: (t: SuccessFields<{ readonly user: UserShape }>) => ({
    user: t.field({
      type: UserType,
      description: 'The closed account.',
      resolve: ({ user }) => user,
    }),
  }),
  resolve: async (input, { platform, actor }) => ({
    user: await disableUser(platform, actor, input),
  }),
})
