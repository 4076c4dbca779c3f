import { builder } from '../../../graphql/builder.ts'
import type { SessionInfo } from '../model.ts'

export interface SessionShape extends SessionInfo {
  readonly current: boolean
}

/** A sign-in as its owner sees it. */
export const SessionType = builder.objectRef<SessionShape>('Session').implement({
  description: 'A sign-in that has not ended. Only the person themselves sees it.',
  authScopes: { signedIn: true, $granted: 'viewer' },
  fields: (t) => ({
    id: t.exposeID('handle', { description: 'Names the session to `revokeSession`.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it began.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      description: 'When it was last used, to the minute.',
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'How the program that signed in called itself. Null when it did not.',
    }),
    current: t.exposeBoolean('current', { description: 'Whether this request came by it.' }),
  }),
})
