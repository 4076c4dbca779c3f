import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  outcomeOf,
  PASSWORD,
  type SmallCounty,
  smallCounty,
} from '../../../../test/support/small-county.ts'
import type { Actor } from '../model.ts'
import { usersVisibleTo } from '../queries.ts'
import { actorOf } from '../session.ts'
import { createUser } from './create-user.ts'
import { disableUser } from './disable-user.ts'
import { ensureAccounts } from './ensure-accounts.ts'
import { signIn } from './sign-in.ts'

let county: SmallCounty
let office: Actor
let admin: Actor

beforeAll(async () => {
  county = await smallCounty()
})
afterAll(() => county.close())
beforeEach(async () => {
  ;[office, admin] = await Promise.all([county.as('office'), county.as('mzj.admin')])
})

const HERE = { address: '192.0.2.1', userAgent: null }
let serial = 0

function newUser(organizationCode: string, changes: object = {}) {
  const username = `new.${++serial}`
  return { username, displayName: '新同事', organizationCode, password: PASSWORD, ...changes }
}

describe('opening an account', () => {
  test('by the office anywhere, and the person signs in', async () => {
    const input = newUser('jyj', { username: ' Jyj.New ', displayName: '  张  ' })
    const user = await createUser(county.platform, office, input)
    expect(user).toMatchObject({ username: 'jyj.new', displayName: '张', organizationCode: 'jyj' })
    expect(user).not.toHaveProperty('passwordHash')
    const signedIn = await signIn(
      county.platform,
      { username: 'jyj.new', password: PASSWORD },
      HERE,
    )
    expect(signedIn.actor.grants).toEqual([])
    const audit = await county.platform.database.auditEvent.findFirstOrThrow({
      where: { subjectId: user.id },
    })
    expect(audit).toMatchObject({
      action: 'user.create',
      actorId: office.userId,
      actorRole: 'OFFICE',
      actorPlace: 'county',
      beforeHash: null,
    })
    expect(audit.afterHash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('by an administrator in its subtree and nowhere else', async () => {
    for (const place of ['mzj', 'jzz']) {
      expect(await outcomeOf(createUser(county.platform, admin, newUser(place)))).toBe('DONE')
    }
    for (const place of ['jyj', 'county', 'zwgkb']) {
      expect(await outcomeOf(createUser(county.platform, admin, newUser(place)))).toBe('FORBIDDEN')
    }
  })

  test.each(['mzj.editor', 'mzj.approver', 'auditor', 'lent'])('not by %s', async (username) => {
    const who = await county.as(username)
    const before = await county.platform.database.user.count()
    expect(await outcomeOf(createUser(county.platform, who, newUser('mzj')))).toBe('FORBIDDEN')
    expect(await county.platform.database.user.count()).toBe(before)
  })

  test('not by nobody', async () => {
    expect(await outcomeOf(createUser(county.platform, null, newUser('mzj')))).toBe(
      'UNAUTHENTICATED',
    )
  })

  test('not under a name that is taken, even by two at once', async () => {
    expect(
      await outcomeOf(
        createUser(county.platform, office, newUser('mzj', { username: 'MZJ.editor' })),
      ),
    ).toBe('USERNAME_TAKEN')
    const input = newUser('mzj')
    const both = await Promise.all([
      outcomeOf(createUser(county.platform, office, input)),
      outcomeOf(createUser(county.platform, admin, input)),
    ])
    expect(both.toSorted()).toEqual(['DONE', 'USERNAME_TAKEN'])
  })

  test.each([
    [{ username: 'a' }, 'username', 'INVALID_FORMAT'],
    [{ username: '.hidden' }, 'username', 'INVALID_FORMAT'],
    [{ username: '张三' }, 'username', 'INVALID_FORMAT'],
    [{ username: `a${'b'.repeat(64)}` }, 'username', 'INVALID_FORMAT'],
    [{ displayName: '   ' }, 'displayName', 'REQUIRED'],
    [{ displayName: '字'.repeat(65) }, 'displayName', 'TOO_LONG'],
    [{ displayName: '张\u202e三' }, 'displayName', 'INVALID_CHARACTERS'],
    [{ displayName: '张\ud800' }, 'displayName', 'INVALID_CHARACTERS'],
    [{ password: 'short' }, 'password', 'TOO_SHORT'],
    [{ organizationCode: 'nowhere' }, 'organizationCode', 'UNKNOWN_ORGANIZATION'],
    [{ organizationCode: '\u0000' }, 'organizationCode', 'UNKNOWN_ORGANIZATION'],
  ])('not with %j', async (changes, path, code) => {
    await expect(
      createUser(county.platform, office, newUser('mzj', changes)),
    ).rejects.toMatchObject({ name: 'ValidationError', problems: [{ path, code }] })
  })
})

describe('closing an account', () => {
  test('ends its sessions and its sign-in at once', async () => {
    const { username } = await createUser(county.platform, office, newUser('mzj'))
    const token = await county.tokenOf(username)
    const user = await disableUser(county.platform, admin, { username: username.toUpperCase() })
    expect(user.disabledAt).not.toBeNull()
    expect(await actorOf(county.platform, token)).toBeNull()
    expect(await county.platform.database.session.count({ where: { userId: user.id } })).toBe(0)
    expect(await outcomeOf(signIn(county.platform, { username, password: PASSWORD }, HERE))).toBe(
      'INVALID_CREDENTIALS',
    )
    expect(await outcomeOf(disableUser(county.platform, office, { username }))).toBe(
      'ALREADY_DISABLED',
    )
  })

  test.each([
    ['mzj.admin', 'jyj.editor', 'NOT_FOUND'],
    ['mzj.admin', 'nobody.here', 'NOT_FOUND'],
    ['mzj.admin', '\u0000', 'NOT_FOUND'],
    ['mzj.admin', 'office', 'NOT_FOUND'],
    // Seen, because they act in the bureau, but at home elsewhere.
    ['mzj.admin', 'lent', 'FORBIDDEN'],
    ['mzj.admin', 'mzj.admin', 'OWN_ACCOUNT'],
    ['jyj.admin', 'lent', 'HOLDS_MORE'],
    ['auditor', 'mzj.editor', 'FORBIDDEN'],
    ['mzj.editor', 'mzj.approver', 'NOT_FOUND'],
    ['office', 'office', 'OWN_ACCOUNT'],
  ])('%s may not close %s: %s', async (by, username, code) => {
    const who = await county.as(by)
    const closed = () =>
      county.platform.database.user.count({ where: { NOT: { disabledAt: null } } })
    const before = await closed()
    expect(await outcomeOf(disableUser(county.platform, who, { username }))).toBe(code)
    expect(await closed()).toBe(before)
  })

  test('two of the office cannot close each other at the same time', async () => {
    const names = ['office.a', 'office.b']
    const grants = [{ role: 'OFFICE', organizationCode: 'county', subtree: true }] as const
    const seeds = names.map((username) => ({
      username,
      displayName: username,
      organizationCode: 'zwgkb',
      grants,
    }))
    await ensureAccounts(county.platform, seeds, PASSWORD)
    await disableUser(county.platform, await county.as('office.a'), { username: 'office' })
    const [a, b] = await Promise.all([county.as('office.a'), county.as('office.b')])
    const outcomes = await Promise.all([
      outcomeOf(disableUser(county.platform, a, { username: 'office.b' })),
      outcomeOf(disableUser(county.platform, b, { username: 'office.a' })),
    ])
    expect(outcomes.toSorted()).toEqual(['DONE', 'LAST_OFFICE'])
    await county.platform.database.user.updateMany({ data: { disabledAt: null } })
  })
})

describe('who sees whom', () => {
  const seenBy = async (username: string, organizationCode?: string) => {
    const who = await county.as(username)
    const page = { size: 100, after: null, organizationCode }
    const users = await usersVisibleTo(
      county.platform.database,
      who,
      page,
      county.platform.clock.now(),
    )
    return users.map(({ username }) => username).filter((name) => !name.startsWith('new.'))
  }
  const BUREAU = ['jzz.editor', 'lent', 'mzj.admin', 'mzj.approver', 'mzj.editor']

  test.each([
    ['mzj.admin', BUREAU],
    ['jyj.admin', ['jyj.admin', 'jyj.editor', 'jyj.new', 'lent']],
    ['mzj.editor', []],
  ])('%s sees %j', async (username, seen) => {
    expect(await seenBy(username)).toEqual(seen)
  })

  test('the office and the auditor see all, or one organization', async () => {
    for (const username of ['office', 'auditor']) {
      expect(await seenBy(username)).toEqual(
        expect.arrayContaining([...BUREAU, 'office', 'jyj.editor']),
      )
      expect(await seenBy(username, 'jzz')).toEqual(['jzz.editor'])
    }
  })

  test('of someone from elsewhere an administrator sees only the roles at its own places', async () => {
    const page = { size: 100, after: null }
    const rolesOfLent = async (username: string) => {
      const users = await usersVisibleTo(
        county.platform.database,
        await county.as(username),
        page,
        county.platform.clock.now(),
      )
      return users.find(({ username }) => username === 'lent')?.grants.map(({ role }) => role)
    }
    expect(await rolesOfLent('mzj.admin')).toEqual(['REVIEWER'])
    expect(await rolesOfLent('jyj.admin')).toEqual(['REVIEWER', 'EDITOR'])
  })
})

describe('accounts of the seed', () => {
  test('are made once, with their roles, and left alone after', async () => {
    const { database } = county.platform
    const seeds = ['seed.one', 'seed.two'].map((username) => ({
      username,
      displayName: username,
      organizationCode: 'mzj',
      grants: [{ role: 'EDITOR', organizationCode: 'mzj' } as const],
    }))
    expect(await ensureAccounts(county.platform, seeds.slice(0, 1), PASSWORD)).toEqual({
      created: 1,
    })
    await database.user.update({ where: { username: 'seed.one' }, data: { displayName: '改过' } })
    expect(await ensureAccounts(county.platform, seeds, PASSWORD)).toEqual({ created: 1 })
    const audited = await database.auditEvent.count()
    expect(await ensureAccounts(county.platform, seeds, 'another password')).toEqual({ created: 0 })
    expect(await database.auditEvent.count()).toBe(audited)

    const users = await database.user.findMany({
      where: { username: { startsWith: 'seed.' } },
      include: { grants: true },
      orderBy: { username: 'asc' },
    })
    expect(users.map(({ displayName, grants }) => [displayName, grants.length])).toEqual([
      ['改过', 1],
      ['seed.two', 1],
    ])
    const input = { username: 'seed.two', password: PASSWORD }
    expect(await outcomeOf(signIn(county.platform, input, HERE))).toBe('DONE')
  })

  test('are refused whole when one is wrong', async () => {
    const seed = { displayName: 'x', organizationCode: 'mzj', grants: [] }
    const seeds = [
      { ...seed, username: 'seed.good' },
      { ...seed, username: 'seed bad' },
    ]
    await expect(ensureAccounts(county.platform, seeds, PASSWORD)).rejects.toThrow('用户名')
    await expect(ensureAccounts(county.platform, seeds.slice(0, 1), 'short')).rejects.toThrow(
      '口令',
    )
    expect(await county.platform.database.user.count({ where: { username: 'seed.good' } })).toBe(0)
  })
})
