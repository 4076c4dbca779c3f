import type { Place, Role } from './model.ts'
import { definePolicy, holds } from './authority.ts'
import type { Actor } from './model.ts'

/** What an action on accounts is about: the organization, and the role to be given or taken, if any. */
export interface AccountSubject {
  readonly place: Place
  readonly role?: Role
}

const ADMINS = ['OFFICE', 'ORG_ADMIN'] as const

/** Nobody but the office gives or takes a role that they do not hold themselves at that place. */
function holdsRoleToo(actor: Actor, { place, role }: AccountSubject): boolean {
  return holds(actor, ['OFFICE'], place) !== null || (role !== undefined && holds(actor, [role], place) !== null)
}

/** Who may manage accounts, grants and API clients. */
export const identityPolicy = definePolicy<
  'user.create' | 'user.disable' | 'user.read' | 'grant.give' | 'grant.revoke' | 'client.manage',
  AccountSubject
>({
  'user.create': { roles: ADMINS },
  'user.disable': { roles: ADMINS },
  'user.read': { roles: [...ADMINS, 'AUDITOR'] },
  'grant.give': { roles: ADMINS, guards: [holdsRoleToo] },
  'grant.revoke': { roles: ADMINS, guards: [holdsRoleToo] },
  'client.manage': { roles: ['OFFICE'] },
})
