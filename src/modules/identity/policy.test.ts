import { describe, expect, test } from 'vitest'
import { ForbiddenError } from '../../platform/errors.ts'
import { type Actor, type Place, type Role, ROLES } from './model.ts'
import { type AccountSubject, identityPolicy } from './policy.ts'

const county: Place = { code: 'county', path: ['county'] }
const bureau: Place = { code: 'mzj', path: ['county', 'mzj'] }
const station: Place = { code: 'mzj.jzz', path: ['county', 'mzj', 'mzj.jzz'] }
const sibling: Place = { code: 'jyj', path: ['county', 'jyj'] }

/** Where the subject lies, seen from the bureau on which the role is held. */
const relations = { own: bureau, child: station, sibling, parent: county } as const
type Relation = keyof typeof relations

/** What a grant on the bureau reaches. Everything else is out of reach. */
const reach: Record<'alone' | 'subtree', readonly Relation[]> = {
  alone: ['own'],
  subtree: ['own', 'child'],
}

/** Who may do what within reach. Every cell that is not listed is denied. */
const permitted: Record<keyof typeof identityPolicy.rules, readonly Role[]> = {
  'user.create': ['OFFICE', 'ORG_ADMIN'],
  'user.disable': ['OFFICE', 'ORG_ADMIN'],
  'user.read': ['OFFICE', 'ORG_ADMIN', 'AUDITOR'],
  'grant.give': ['OFFICE'],
  'grant.revoke': ['OFFICE'],
  // For somebody else; for oneself whoever holds the role: delegate-role.db.test.ts.
  'role.delegate': ['OFFICE', 'ORG_ADMIN'],
  'role.endDelegation': ['OFFICE', 'ORG_ADMIN'],
  'client.manage': ['OFFICE'],
}

type Action = keyof typeof permitted
const actions = Object.keys(identityPolicy.rules) as Action[]

function actor(...grants: readonly { role: Role; on: Place; subtree?: boolean }[]): Actor {
  return {
    userId: 'u1',
    username: 'someone',
    displayName: '某人',
    organizationCode: 'mzj',
    grants: grants.map(({ role, on, subtree = false }, at) => ({
      id: `g${at}`,
      role,
      organizationCode: on.code,
      subtree,
    })),
  }
}

/** Both ways to ask agree. */
function decide(who: Actor | null, action: Action, subject: AccountSubject): boolean {
  const may = identityPolicy.can(who, action, subject)
  expect(authorizes(who, action, subject)).toBe(may)
  return may
}

function authorizes(who: Actor | null, action: Action, subject: AccountSubject): boolean {
  try {
    return identityPolicy.authorize(who, action, subject).userId === 'u1'
  } catch (error) {
    if (error instanceof ForbiddenError) return false
    throw error
  }
}

const cells = actions.flatMap((action) =>
  ROLES.flatMap((role) =>
    (['alone', 'subtree'] as const).flatMap((extent) =>
      (Object.keys(relations) as Relation[]).map((relation) => ({
        action,
        role,
        extent,
        relation,
        allowed: permitted[action].includes(role) && reach[extent].includes(relation),
      })),
    ),
  ),
)

describe('every role, held on a bureau', () => {
  test.each(cells)('$role ($extent) $action $relation: $allowed', (cell) => {
    const who = actor({ role: cell.role, on: bureau, subtree: cell.extent === 'subtree' })
    expect(decide(who, cell.action, { place: relations[cell.relation] })).toBe(cell.allowed)
  })

  test.each(actions)('nobody and the unentitled may not %s', (action) => {
    for (const place of Object.values(relations)) {
      expect(decide(null, action, { place })).toBe(false)
      expect(decide(actor(), action, { place })).toBe(false)
    }
  })

  test('an action without a rule throws instead of answering', () => {
    expect(() => identityPolicy.can(actor(), 'user.promote' as Action, { place: bureau })).toThrow(
      'user.promote',
    )
  })
})

describe('giving and taking roles', () => {
  const admin = actor(
    { role: 'ORG_ADMIN', on: bureau, subtree: true },
    { role: 'EDITOR', on: bureau },
    { role: 'APPROVER', on: sibling },
  )

  test.each(ROLES)('the office may pass on %s anywhere', (role) => {
    const office = actor({ role: 'OFFICE', on: county, subtree: true })
    for (const place of Object.values(relations)) {
      expect(decide(office, 'grant.give', { place, role })).toBe(true)
      expect(decide(office, 'grant.revoke', { place, role })).toBe(true)
    }
  })

  test.each([
    ['ORG_ADMIN', 'own', true],
    ['ORG_ADMIN', 'child', true],
    ['EDITOR', 'own', true],
    // Held on the bureau alone, so not at the station below.
    ['EDITOR', 'child', false],
    // Held, but elsewhere.
    ['APPROVER', 'own', false],
    ['APPROVER', 'sibling', false],
    ['REVIEWER', 'own', false],
    ['AUDITOR', 'own', false],
    ['OFFICE', 'own', false],
    ['ORG_ADMIN', 'sibling', false],
    ['ORG_ADMIN', 'parent', false],
  ] as const)('an administrator passes on %s to %s: %s', (role, relation, allowed) => {
    const subject = { place: relations[relation], role }
    expect(decide(admin, 'grant.give', subject)).toBe(allowed)
    expect(decide(admin, 'grant.revoke', subject)).toBe(allowed)
  })
})

describe('disabling', () => {
  const admin = actor({ role: 'ORG_ADMIN', on: bureau, subtree: true })

  test.each([
    ['holds nothing', [], true],
    ['edits in the bureau', [{ role: 'EDITOR', place: bureau }], true],
    ['approves below it', [{ role: 'APPROVER', place: station }], true],
    ['edits elsewhere too', [{ role: 'EDITOR', place: sibling }], false],
    ['is the office', [{ role: 'OFFICE', place: bureau }], false],
  ] as const)(
    'an administrator may close the account of one who %s: %s',
    (_who, holdings, allowed) => {
      const subject = { place: bureau, userId: 'u2', holdings }
      expect(decide(admin, 'user.disable', subject)).toBe(allowed)
    },
  )

  test('nobody closes their own account', () => {
    const office = actor({ role: 'OFFICE', on: county, subtree: true })
    expect(decide(office, 'user.disable', { place: bureau, userId: 'u2' })).toBe(true)
    expect(decide(office, 'user.disable', { place: bureau, userId: 'u1' })).toBe(false)
  })
})
