import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { revokeSession } from '../commands/revoke-session.ts'
import { type SignedIn, signIn } from '../commands/sign-in.ts'
import { signOut } from '../commands/sign-out.ts'
import { sessionsOf } from '../queries.ts'
import { blankCookie, cookieFor } from '../session.ts'
import { type SessionShape, SessionType } from './session-type.ts'
import { UserType } from './user.ts'
import { ownAccount, ViewerType } from './viewer.ts'

mutation('signIn', {
  description:
    'Starts a session, by bearer token and by cookie alike. Unknown, closed and wrong are answered the same (`INVALID_CREDENTIALS`); too many failures with `RateLimitedError`. A session that the caller already has ends.',
  rule: 'public',
  input: (t) => ({
    username: t.string({ required: true, description: 'Name of the account, in any case.' }),
    password: t.string({ required: true, description: 'Its password.' }),
  }),
  success: (t: SuccessFields<SignedIn>) => ({
    token: t.exposeString('token', {
      description: 'Goes into `Authorization: Bearer …`. Shown this once; keep it secret.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When the session ends unless it is used before; after 7 days in any case.',
    }),
    user: t.field({
      type: UserType,
      description: 'The account that is signed in now.',
      grantScopes: ['viewer'],
      resolve: ({ actor }, _args, context) => ownAccount(actor, context),
    }),
    viewer: t.field({
      type: ViewerType,
      description: 'Who is signed in now, and what is theirs.',
      grantScopes: ['viewer'],
      resolve: ({ actor, token }) => ({ actor, token }),
    }),
  }),
  resolve: async (input, context) => {
    const { platform, caller, sessionToken } = context
    const signedIn = await signIn(platform, input, { ...caller, previousToken: sessionToken })
    context.setCookie(cookieFor(signedIn.token))
    return signedIn
  },
})

mutation('signOut', {
  description: 'Ends the session and takes the cookie away.',
  rule: 'public',
  inputOptional: true,
  input: (t) => ({
    everywhere: t.boolean({
      defaultValue: false,
      description: 'Whether all other sessions of the person end too.',
    }),
  }),
  success: (t: SuccessFields<{ readonly signedOut: boolean }>) => ({
    signedOut: t.exposeBoolean('signedOut', {
      description: 'False when nobody was signed in.',
    }),
  }),
  resolve: async ({ everywhere }, context) => {
    const { platform, actor, sessionToken } = context
    const options = { everywhere: everywhere ?? false }
    const signedOut = await signOut(platform, actor, sessionToken, options)
    context.setCookie(blankCookie())
    return { signedOut }
  },
})

mutation('revokeSession', {
  description: 'Ends one of the caller’s own sessions.',
  rule: 'signedIn',
  input: (t) => ({ sessionId: t.id({ required: true, description: '`id` of the session.' }) }),
  success: (t: SuccessFields<{ readonly sessions: SessionShape[] }>) => ({
    sessions: t.field({
      type: [SessionType],
      description: 'The sessions that are left, the latest used first.',
      resolve: ({ sessions }) => sessions,
    }),
  }),
  resolve: async ({ sessionId }, { platform, actor, sessionToken }) => {
    await revokeSession(platform, actor, { handle: sessionId })
    const { database, clock } = platform
    return { sessions: actor ? await sessionsOf(database, actor, sessionToken, clock.now()) : [] }
  },
})
