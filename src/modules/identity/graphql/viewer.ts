import { builder } from '../../../graphql/builder.ts'
import type { Context } from '../../../graphql/context.ts'
import { known } from '../../../platform/known.ts'
import type { Actor, UserAccount } from '../model.ts'
import { grantsOf, sessionsOf, userById } from '../queries.ts'
import { GrantType } from './roles.ts'
import { SessionType } from './session-type.ts'
import { UserType } from './user.ts'

/** Whoever is signed in, and by which session. */
export interface Viewer {
  readonly actor: Actor
  readonly token: string | null
}

/**
 * What a person sees of their own; later modules add their fields. Also what signIn answers, when the request itself
 * was still anonymous: hence the granted scope, and hence the fields go by the parent's actor.
 */
export const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Whoever is signed in, and what is theirs.',
  authScopes: { signedIn: true, $granted: 'viewer' },
  fields: (t) => ({
    user: t.field({
      type: UserType,
      description: 'The viewer’s account.',
      grantScopes: ['viewer'],
      resolve: ({ actor }, _args, context) => ownAccount(actor, context),
    }),
    grants: t.field({
      type: [GrantType],
      description: 'The viewer’s roles, held now or from a time to come, oldest first.',
      grantScopes: ['viewer'],
      resolve: ({ actor }, _args, { platform }) =>
        grantsOf(platform.database, actor, actor.userId, platform.clock.now()),
    }),
    sessions: t.field({
      type: [SessionType],
      description: 'The viewer’s sessions that have not ended, the latest used first; up to 100.',
      grantScopes: ['viewer'],
      resolve: ({ actor, token }, _args, { platform }) =>
        sessionsOf(platform.database, actor, token, platform.clock.now()),
    }),
  }),
})

/** The account behind an actor. */
export async function ownAccount(actor: Actor, { platform }: Context): Promise<UserAccount> {
  const user = await userById(platform.database, actor, actor.userId, platform.clock.now())
  return known(user, 'the account of an actor')
}

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerType,
    nullable: true,
    authScopes: { public: true },
    description: 'Whoever is signed in. Null when nobody is.',
    resolve: (_root, _args, { actor, sessionToken }) => actor && { actor, token: sessionToken },
  }),
)
