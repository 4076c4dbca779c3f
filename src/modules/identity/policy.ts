import { definePolicy, type Guard, holds } from './authority.ts'
import type { Place, Role } from './model.ts'

/** What an action on accounts is about: the organization, and the role to be given or taken, if any. */
export interface AccountSubject {
  readonly place: Place
  readonly role?: Role
}

const ADMINS = ['OFFICE', 'ORG_ADMIN'] as const

/** Nobody but the office gives or takes a role that they do not hold themselves at that place. */
const holdsRoleToo: Guard<AccountSubject> = {
  code: 'ROLE_NOT_HELD',
  message: '不能授予或收回本人不具有的角色',
  allows: (actor, { place, role }) =>
    holds(actor, ['OFFICE'], place) !== null ||
    (role !== undefined && holds(actor, [role], place) !== null),
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
