import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SmallCounty, smallCounty } from '../../../test/support/small-county.ts'
import { sha256 } from '../../platform/canonical.ts'
import { identityJobs } from './handlers.ts'
import { actorOf, endSessionByHandle, listSessions, sessionHandle } from './session.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let county: SmallCounty

beforeAll(async () => {
  county = await smallCounty()
})
afterAll(() => county.close())

async function idOf(username: string): Promise<string> {
  const { database } = county.platform
  return (await database.user.findUniqueOrThrow({ where: { username } })).id
}

test('a token speaks for its person with the roles in force now', async () => {
  const { grants, ...person } = await county.as('mzj.admin')
  expect(person).toEqual({
    userId: await idOf('mzj.admin'),
    username: 'mzj.admin',
    displayName: 'mzj.admin（测试）',
    organizationCode: 'mzj',
  })
  expect(grants).toMatchObject([
    { role: 'ORG_ADMIN', organizationCode: 'mzj', subtree: true },
    { role: 'EDITOR', organizationCode: 'mzj', subtree: false },
  ])
})

test('the database holds the hash of a token and nowhere the token', async () => {
  const token = await county.tokenOf('mzj.editor')
  const rows = await county.platform.database.session.findMany()
  expect(rows.map(({ idHash }) => idHash)).toContain(sha256(token))
  expect(JSON.stringify(rows)).not.toContain(token.slice(4))
})

test.each([
  ['unknown', `gks_${'a'.repeat(40)}`],
  ['malformed', 'gks_'],
  ['with a null character', `gks_${'a'.repeat(39)}\u0000`],
  ['the hash of one', null],
])('a token that is %s speaks for nobody', async (_kind, token) => {
  const real = await county.tokenOf('mzj.editor')
  expect(await actorOf(county.platform, token ?? sha256(real))).toBeNull()
})

test('use keeps a session alive for 8 hours at a time', async () => {
  const token = await county.tokenOf('mzj.editor')
  for (const pause of [7, 5, 3, 7.9]) {
    county.pass(pause * HOUR)
    expect(await actorOf(county.platform, token)).not.toBeNull()
  }
  county.pass(8 * HOUR + MINUTE)
  expect(await actorOf(county.platform, token)).toBeNull()
})

test('after 7 days a session ends however much it is used', async () => {
  const token = await county.tokenOf('mzj.editor')
  for (let used = 0; used < 7 * 24 - 4; used += 4) {
    county.pass(4 * HOUR)
    expect(await actorOf(county.platform, token)).not.toBeNull()
  }
  county.pass(3 * HOUR)
  expect(await actorOf(county.platform, token)).not.toBeNull()
  county.pass(HOUR + MINUTE)
  expect(await actorOf(county.platform, token)).toBeNull()
})

test('use is written down once a minute at most', async () => {
  const { database } = county.platform
  const token = await county.tokenOf('jyj.editor')
  const lastUse = async () =>
    (await database.session.findUniqueOrThrow({ where: { idHash: sha256(token) } })).lastUsedAt
  const before = await lastUse()
  county.pass(MINUTE / 2)
  await actorOf(county.platform, token)
  expect(await lastUse()).toEqual(before)
  county.pass(MINUTE)
  await actorOf(county.platform, token)
  expect((await lastUse()).getTime()).toBeGreaterThanOrEqual(before.getTime() + 1.5 * MINUTE)
})

test('a grant counts from its beginning to its end and not when revoked', async () => {
  const { database, clock } = county.platform
  const userId = await idOf('jzz.editor')
  const at = (hours: number) => new Date(clock.now().getTime() + hours * HOUR)
  const common = { userId, organizationCode: 'jzz' }
  await database.grant.createMany({
    data: [
      { ...common, role: 'REVIEWER', validFrom: at(1), validTo: at(3) },
      { ...common, role: 'APPROVER', validFrom: at(-1), revokedAt: at(0) },
    ],
  })
  const token = await county.tokenOf('jzz.editor')
  const roles = async () => (await actorOf(county.platform, token))?.grants.map(({ role }) => role)
  expect(await roles()).toEqual(['EDITOR'])
  county.pass(2 * HOUR)
  expect(await roles()).toEqual(['EDITOR', 'REVIEWER'])
  county.pass(2 * HOUR)
  expect(await roles()).toEqual(['EDITOR'])
})

test('a disabled person is nobody, even with a session', async () => {
  const { database, clock } = county.platform
  const token = await county.tokenOf('jyj.editor')
  const where = { username: 'jyj.editor' }
  await database.user.update({ where, data: { disabledAt: clock.now() } })
  expect(await actorOf(county.platform, token)).toBeNull()
  await database.user.update({ where, data: { disabledAt: null } })
  // Lucia deletes a session whose user it cannot find: it does not come back with the account.
  expect(await actorOf(county.platform, token)).toBeNull()
})

test('sessions are listed to their owner by handles, and end by them', async () => {
  const { database, clock } = county.platform
  const [owner, other] = [await idOf('lent'), await idOf('jyj.admin')]
  const first = await county.tokenOf('lent')
  county.pass(MINUTE)
  const second = await county.tokenOf('lent')
  const handles = async () =>
    (await listSessions(database, owner, clock.now())).map(({ handle }) => handle)
  expect(await handles()).toEqual([sessionHandle(second), sessionHandle(first)])

  for (const handle of ['', '%', sessionHandle(first).slice(0, 8), sha256(first)]) {
    expect(await endSessionByHandle(database, owner, handle)).toBe(false)
  }
  expect(await endSessionByHandle(database, other, sessionHandle(first))).toBe(false)
  expect(await endSessionByHandle(database, owner, sessionHandle(first))).toBe(true)
  expect(await handles()).toEqual([sessionHandle(second)])
  expect(await actorOf(county.platform, first)).toBeNull()
})

test('the nightly job deletes what is over and nothing else', async () => {
  const { database } = county.platform
  const old = await county.tokenOf('auditor')
  county.pass(9 * HOUR)
  const fresh = await county.tokenOf('auditor')
  const hour = (hours: number) => new Date(Date.now() + hours * HOUR)
  await database.rateLimiterFlexible.createMany({
    data: [
      { key: 'over', points: 1, expire: hour(-1) },
      { key: 'running', points: 1, expire: hour(1) },
    ],
  })
  for (const job of identityJobs(county.platform)) await job.handle([{}])

  const sessions = (await database.session.findMany()).map(({ idHash }) => idHash)
  expect(sessions).toContain(sha256(fresh))
  expect(sessions).not.toContain(sha256(old))
  expect((await database.rateLimiterFlexible.findMany()).map(({ key }) => key)).toEqual(['running'])
})
