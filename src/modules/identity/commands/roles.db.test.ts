import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  outcomeOf,
  PASSWORD,
  type SmallCounty,
  smallCounty,
} from '../../../../test/support/small-county.ts'
import type { Actor, Role } from '../model.ts'
import { actorOf } from '../session.ts'
import { createUser } from './create-user.ts'
import { grantRole } from './grant-role.ts'
import { revokeRole } from './revoke-role.ts'

const DAY = 24 * 3_600_000

let county: SmallCounty
let office: Actor
let admin: Actor
/** An account of the bureau without any role. */
let username: string
let serial = 0

beforeAll(async () => {
  county = await smallCounty()
})
afterAll(() => county.close())
beforeEach(async () => {
  ;[office, admin] = await Promise.all([county.as('office'), county.as('mzj.admin')])
  const names = { username: `new.${++serial}`, displayName: '新同事' }
  const input = { ...names, organizationCode: 'mzj', password: PASSWORD }
  ;({ username } = await createUser(county.platform, office, input))
})

// From one and the same moment: a span of no days must be none.
const begun = Date.now()
const inDays = (days: number) => new Date(begun + days * DAY)

function grant(by: Actor | null, role: Role, organizationCode: string, options: object = {}) {
  return grantRole(county.platform, by, { username, role, organizationCode, ...options })
}

async function rolesOf(who = username): Promise<string[]> {
  const actor = await county.as(who)
  return actor.grants.map(
    ({ role, organizationCode, subtree }) => `${role} ${organizationCode}${subtree ? '+' : ''}`,
  )
}

describe('granting', () => {
  test('gives the role, ends the sessions and tells the audit trail', async () => {
    const token = await county.tokenOf(username)
    const { user, grant: given } = await grant(office, 'REVIEWER', 'jzz', { subtree: true })
    expect(user).toMatchObject({ username, grants: [given] })
    expect(await actorOf(county.platform, token)).toBeNull()
    expect(await rolesOf()).toEqual(['REVIEWER jzz+'])
    const audit = await county.platform.database.auditEvent.findFirstOrThrow({
      where: { subjectId: given.id },
    })
    expect(audit).toMatchObject({
      action: 'grant.give',
      actorId: office.userId,
      actorRole: 'OFFICE',
    })
  })

  test.each([
    ['ORG_ADMIN', 'mzj', 'DONE'],
    ['ORG_ADMIN', 'jzz', 'DONE'],
    ['EDITOR', 'mzj', 'DONE'],
    ['EDITOR', 'jzz', 'ROLE_NOT_HELD'],
    ['APPROVER', 'mzj', 'ROLE_NOT_HELD'],
    ['OFFICE', 'mzj', 'ROLE_NOT_HELD'],
    ['OFFICE', 'county', 'FORBIDDEN'],
    ['ORG_ADMIN', 'jyj', 'FORBIDDEN'],
    ['ORG_ADMIN', 'nowhere', 'UNKNOWN_ORGANIZATION'],
  ] as const)('an administrator gives %s on %s: %s', async (role, place, code) => {
    expect(await outcomeOf(grant(admin, role, place))).toBe(code)
    expect(await rolesOf()).toEqual(code === 'DONE' ? [`${role} ${place}`] : [])
  })

  test('someone the administrator may not see is not found, in the bureau or not', async () => {
    for (const unseen of ['jyj.editor', 'nobody.here', '']) {
      const given = grant(admin, 'EDITOR', 'mzj', { username: unseen })
      expect(await outcomeOf(given)).toBe('NOT_FOUND')
    }
    expect(await outcomeOf(grant(null, 'EDITOR', 'mzj'))).toBe('UNAUTHENTICATED')
  })

  test('OFFICE is given by the office, on the county, and covers it whole', async () => {
    for (const place of ['zwgkb', 'mzj']) {
      expect(await outcomeOf(grant(office, 'OFFICE', place))).toBe('OFFICE_ON_COUNTY_ONLY')
    }
    await grant(office, 'OFFICE', 'county', { subtree: false })
    expect(await rolesOf()).toEqual(['OFFICE county+'])
    await revokeRole(county.platform, office, {
      username,
      role: 'OFFICE',
      organizationCode: 'county',
    })
  })

  test('the same role twice for the same time is a conflict; later, or wider, is not', async () => {
    await grant(office, 'EDITOR', 'mzj', { validTo: inDays(10) })
    expect(await outcomeOf(grant(office, 'EDITOR', 'mzj'))).toBe('ALREADY_GRANTED')
    expect(
      await outcomeOf(
        grant(office, 'EDITOR', 'mzj', { validFrom: inDays(9), validTo: inDays(20) }),
      ),
    ).toBe('ALREADY_GRANTED')
    await grant(office, 'EDITOR', 'mzj', { validFrom: inDays(10), validTo: inDays(20) })
    await grant(office, 'EDITOR', 'mzj', { subtree: true })
    await grant(office, 'EDITOR', 'jzz')
  })

  test('one of two equal grants at once is refused', async () => {
    const both = await Promise.all([
      outcomeOf(grant(office, 'EDITOR', 'mzj')),
      outcomeOf(grant(admin, 'EDITOR', 'mzj')),
    ])
    expect(both.toSorted()).toEqual(['ALREADY_GRANTED', 'DONE'])
  })

  test.each([
    ['ends before it begins', 5, 4, 'INVALID_RANGE'],
    ['ends when it begins', 5, 5, 'INVALID_RANGE'],
    ['is over already', -5, -1, 'IN_THE_PAST'],
  ])('a grant that %s is refused', async (_fault, begins, ends, code) => {
    const span = { validFrom: inDays(begins), validTo: inDays(ends) }
    await expect(grant(office, 'EDITOR', 'mzj', span)).rejects.toMatchObject({
      name: 'ValidationError',
      code,
      problems: [{ path: 'validTo' }],
    })
  })

  test('a grant to come is no right yet', async () => {
    const { grant: given } = await grant(office, 'EDITOR', 'mzj', { validFrom: inDays(1) })
    expect(await rolesOf()).toEqual([])
    await revokeRole(county.platform, office, { grantId: given.id })
  })

  test('a closed account receives nothing', async () => {
    await county.platform.database.user.update({
      where: { username },
      data: { disabledAt: inDays(0) },
    })
    expect(await outcomeOf(grant(office, 'EDITOR', 'mzj'))).toBe('USER_DISABLED')
  })
})

describe('revoking', () => {
  test('by the grant, or by person, role and organization; sessions end', async () => {
    const { grant: first } = await grant(office, 'EDITOR', 'mzj')
    await grant(office, 'EDITOR', 'mzj', { subtree: true })
    await grant(office, 'REVIEWER', 'mzj')
    const token = await county.tokenOf(username)

    const user = await revokeRole(county.platform, admin, { grantId: first.id })
    expect(user.grants.map(({ role, subtree }) => [role, subtree])).toEqual([
      ['EDITOR', true],
      ['REVIEWER', false],
    ])
    expect(await actorOf(county.platform, token)).toBeNull()
    await revokeRole(county.platform, office, { username, role: 'EDITOR', organizationCode: 'mzj' })
    expect(await rolesOf()).toEqual(['REVIEWER mzj'])
    expect(await outcomeOf(revokeRole(county.platform, office, { grantId: first.id }))).toBe(
      'NOT_FOUND',
    )

    const audit = await county.platform.database.auditEvent.findFirstOrThrow({
      where: { action: 'grant.revoke', subjectId: first.id },
    })
    expect(audit.beforeHash).not.toBe(audit.afterHash)
  })

  test('not what the actor may not see, does not hold, or cannot be', async () => {
    const hidden = await county.platform.database.grant.findFirstOrThrow({
      where: { organizationCode: 'jyj', role: 'EDITOR', user: { username: 'lent' } },
    })
    const { grant: reviewer } = await grant(office, 'REVIEWER', 'mzj')
    for (const [input, code] of [
      [{ grantId: hidden.id }, 'NOT_FOUND'],
      [{ username: 'lent', role: 'EDITOR', organizationCode: 'jyj' }, 'NOT_FOUND'],
      [{ username: 'nobody', role: 'EDITOR', organizationCode: 'mzj' }, 'NOT_FOUND'],
      [{ grantId: 'no uuid' }, 'NOT_FOUND'],
      [{ grantId: '018f0000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
      [{ grantId: reviewer.id }, 'ROLE_NOT_HELD'],
      [{}, 'GRANT_OR_TRIPLE'],
      [{ username: 'lent', role: 'EDITOR' }, 'GRANT_OR_TRIPLE'],
      [{ grantId: reviewer.id, username }, 'GRANT_OR_TRIPLE'],
    ] as const) {
      expect(await outcomeOf(revokeRole(county.platform, admin, input))).toBe(code)
    }
    expect(await outcomeOf(revokeRole(county.platform, null, { grantId: reviewer.id }))).toBe(
      'UNAUTHENTICATED',
    )
    expect(await rolesOf()).toEqual(['REVIEWER mzj'])
  })

  test('the last that can act as the office stays', async () => {
    const ofOffice = { username: 'office', role: 'OFFICE', organizationCode: 'county' } as const
    const revoke = () => revokeRole(county.platform, office, ofOffice)
    expect(await outcomeOf(revoke())).toBe('LAST_OFFICE')
    // One to come, one that will end, one of a closed account: none of them can take over for good.
    await grant(office, 'OFFICE', 'county', { validFrom: inDays(20), validTo: inDays(30) })
    expect(await outcomeOf(revoke())).toBe('LAST_OFFICE')
    const { grant: ending } = await grant(office, 'OFFICE', 'county', { validTo: inDays(10) })
    expect(await outcomeOf(revoke())).toBe('LAST_OFFICE')
    await revokeRole(county.platform, office, { grantId: ending.id })
    await county.platform.database.grant.updateMany({
      where: { user: { username } },
      data: { revokedAt: inDays(0) },
    })
    await grant(office, 'OFFICE', 'county')
    await county.platform.database.user.update({
      where: { username },
      data: { disabledAt: inDays(0) },
    })
    expect(await outcomeOf(revoke())).toBe('LAST_OFFICE')

    await county.platform.database.user.update({ where: { username }, data: { disabledAt: null } })
    expect(await outcomeOf(revoke())).toBe('DONE')
    expect(await rolesOf('office')).toEqual([])
  })
})
