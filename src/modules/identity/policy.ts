import { definePolicy, type Guard, holds } from './authority.ts'
import type { Place, Role } from './model.ts'

/** What an action on accounts is about: the organization, and what else the action turns on. */
export interface AccountSubject {
  readonly place: Place
  /** The role to be given or taken. */
  readonly role?: Role
  /** Whose account it is. */
  readonly userId?: string
  /** What the person to be disabled holds. */
  readonly holdings?: readonly { readonly role: Role; readonly place: Place }[]
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

/** Disabling ends every right a person has, so an administrator's own reach must cover all of them. */
const reachesAllTheyHold: Guard<AccountSubject> = {
  code: 'HOLDS_MORE',
  message: '该账号在您的管理范围之外还有角色，请联系县政务公开办公室停用',
  allows: (actor, { holdings = [] }) =>
    holdings.every(({ role, place }) =>
      holds(actor, role === 'OFFICE' ? ['OFFICE'] : ADMINS, place),
    ),
}

/** Nobody locks themselves out by mistake. */
const someoneElse: Guard<AccountSubject> = {
  code: 'OWN_ACCOUNT',
  message: '不能停用本人的账号',
  allows: (actor, { userId }) => userId !== actor.userId,
}

const STAFF = [...ADMINS, 'EDITOR', 'REVIEWER', 'APPROVER'] as const

/** One has others stand in for oneself; an administrator for those whom they administer. */
const theirOwnOrAdministers: Guard<AccountSubject> = {
  code: 'NOT_YOURS',
  message: '只能由本人或管理员办理代理',
  allows: (actor, { place, userId }) =>
    userId === actor.userId || holds(actor, ADMINS, place) !== null,
}

/** Who may manage accounts, grants and API clients. */
export const identityPolicy = definePolicy<
  | 'user.create'
  | 'user.disable'
  | 'user.read'
  | 'grant.give'
  | 'grant.revoke'
  | 'role.delegate'
  | 'role.endDelegation'
  | 'client.manage',
  AccountSubject
>({
  'user.create': { roles: ADMINS },
  'user.disable': { roles: ADMINS, guards: [someoneElse, reachesAllTheyHold] },
  'user.read': { roles: [...ADMINS, 'AUDITOR'] },
  'grant.give': { roles: ADMINS, guards: [holdsRoleToo] },
  'grant.revoke': { roles: ADMINS, guards: [holdsRoleToo] },
  'role.delegate': { roles: STAFF, guards: [theirOwnOrAdministers] },
  'role.endDelegation': { roles: STAFF, guards: [theirOwnOrAdministers] },
  'client.manage': { roles: ['OFFICE'] },
})
