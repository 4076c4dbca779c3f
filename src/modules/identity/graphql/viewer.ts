import { builder } from '../../../graphql/builder.ts'
import type { Actor } from '../model.ts'
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
      resolve: async ({ actor }, _args, { platform }) => {
        const user = await userById(platform.database, actor, actor.userId, platform.clock.now())
        if (!user) throw new Error('an actor without account')
        return user
      },
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

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerType,
    nullable: true,
    authScopes: { public: true },
    description: 'Whoever is signed in. Null when nobody is.',
    resolve: (_root, _args, { actor, sessionToken }) => actor && { actor, token: sessionToken },
  }),
)
