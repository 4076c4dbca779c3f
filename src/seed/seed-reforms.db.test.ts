import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../platform/db/client.ts'
import { openPublicPool } from '../platform/db/pool.ts'
import { createLog } from '../platform/log.ts'
import type { Platform } from '../platform/platform.ts'
import { reactTo } from '../platform/reaction.ts'
import { recordsFollow } from '../modules/disclosure/handlers.ts'
import { organizationOn } from '../modules/organization/model.ts'
import { publicOrganizations } from '../modules/organization/queries.ts'
import { dutiesFollow } from '../modules/taxonomy/handlers.ts'
import { countyDatabase } from '../../test/support/database.ts'
import { testSealer } from '../../test/support/sealing.ts'
import { applyCounty } from './apply-county.ts'
import { loadCounty } from './load-county.ts'
import { seedReforms } from './seed-reforms.ts'

// 2019年机构改革, 南哨街道 (docs of the county name successors; the days are to be confirmed by it).

const seed = loadCounty(join(import.meta.dirname, '../../seeds/kazuo'))
const own = await countyDatabase()
const database = openDatabase(own.url, testSealer)
const pool = openPublicPool(own.url, 2)
const platform: Platform = {
  database,
  clock: { now: () => new Date('2026-03-03T04:00:00Z') },
  log: createLog({ level: 'silent' }),
  jobs: { emit: (tx, events, now) => reactTo([dutiesFollow, recordsFollow], tx, events, now) },
}
afterAll(async () => {
  await pool.end()
  await database.$disconnect()
  await own.drop()
})

const dutiesOf = async (organizationCode: string) =>
  (await database.duty.findMany({ where: { organizationCode }, orderBy: { itemCode: 'asc' } })).map(
    ({ itemCode }) => itemCode,
  )
const named = async (day: string) => {
  const all = (await publicOrganizations(pool)).flatMap((one) => organizationOn(one, day) ?? [])
  return new Map(all.map(({ code, shortName }) => [code, shortName]))
}

let applied: number
let before: { fpj: string[]; nyj: string[]; mzj: string[] }
beforeAll(async () => {
  before = { fpj: await dutiesOf('fpj'), nyj: await dutiesOf('nyj'), mzj: await dutiesOf('mzj') }
  const both = await Promise.all([seedReforms(platform, seed), seedReforms(platform, seed)])
  applied = both.reduce((sum, one) => sum + one.applied, 0)
})

test('two servers that tell of the reforms at once bring each into force once', () => {
  expect(applied).toBe(seed.organizations.flatMap(({ changes }) => changes).length)
})

test('the tree of a day has the bodies and the names of that day', async () => {
  const [plan, reformed, today] = [
    await named('2018-10-31'),
    await named('2019-03-31'),
    await named('2026-03-03'),
  ]
  expect([plan.size, reformed.size, today.size]).toEqual([45, 45, 43])
  expect(['wjj', 'gtj', 'ajj', 'fpj', 't003'].map((code) => plan.get(code))).toEqual([
    '县卫计局',
    '县国土局',
    '县安监局',
    '县扶贫开发局',
    '南哨街道',
  ])
  expect(['wjj', 'gtj', 'ajj', 'fpj', 't003'].map((code) => reformed.get(code))).toEqual([
    '县卫健局',
    '县自然资源局',
    '县应急管理局',
    '县扶贫开发局',
    '南哨街道',
  ])
  expect((await named('2022-01-01')).get('fpj')).toBe('县乡村振兴局')
  expect([today.has('fpj'), today.has('t003')]).toEqual([false, false])
  expect((await named('2020-06-30')).has('t003')).toBe(true)
  expect((await named('2020-07-01')).has('t003')).toBe(false)
})

test('duties and people went over to the successors', async () => {
  expect(await dutiesOf('fpj')).toEqual([])
  expect(await dutiesOf('nyj')).toEqual([...new Set([...before.fpj, ...before.nyj])].toSorted())
  expect(await dutiesOf('mzj')).toEqual(before.mzj.filter((code) => code !== '2.2'))
  expect(await dutiesOf('ajj')).toContain('2.2')
  const editor = await database.user.findUniqueOrThrow({
    where: { username: 'fpj.editor' },
    include: { grants: { where: { revokedAt: null } } },
  })
  expect(editor).toMatchObject({
    organizationCode: 'nyj',
    grants: [{ role: 'EDITOR', organizationCode: 'nyj' }],
  })
})

test('seeding again undoes nothing and does nothing', async () => {
  const audited = await database.auditEvent.count()
  expect(await applyCounty(platform, seed)).toMatchObject({ changed: false })
  expect(await seedReforms(platform, seed)).toEqual({ applied: 0 })
  expect(await database.auditEvent.count()).toBe(audited)
})

test('what else the seed changes is taken over beside the reforms', async () => {
  const organizations = seed.organizations.map((one) =>
    one.code === 'wjj' ? { ...one, successorNote: '县卫生健康局，已核' } : one,
  )
  await applyCounty(platform, { ...seed, organizations })
  expect(await database.organization.findUnique({ where: { code: 'wjj' } })).toMatchObject({
    shortName: '县卫健局',
    successorNote: '县卫生健康局，已核',
  })
})
