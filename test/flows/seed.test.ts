import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PUBLICATION_CHANGED } from '../../src/modules/publication/events.ts'
import { openCountyCache } from '../../src/modules/taxonomy/queries/county-cache.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { type Database, openDatabase } from '../../src/platform/db/client.ts'
import { openPublicPool } from '../../src/platform/db/pool.ts'
import { createLog } from '../../src/platform/log.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { applyCounty } from '../../src/seed/apply-county.ts'
import { seedDemo } from '../../src/seed/demo-accounts.ts'
import { type CountySeed, loadCounty } from '../../src/seed/load-county.ts'
import { SeedError } from '../../src/seed/seed-error.ts'
import { seedRecords } from '../../src/seed/seed-records.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { testSealer } from '../support/sealing.ts'

const { records, ...county } = loadCounty(join(import.meta.dirname, '../../seeds/kazuo'))
/** The county with its plan alone: demo-records.test.ts publishes the rest. */
const kazuo: CountySeed = { ...county, records: records.slice(0, 1) }
const PASSWORD = 'a password of the test'

let fresh: TestDatabase
let database: Database
let platform: Platform
const warnings: string[] = []

beforeAll(async () => {
  fresh = await testDatabase()
  database = openDatabase(fresh.url, testSealer)
  const log = createLog({ level: 'warn', format: 'json', write: (line) => warnings.push(line) })
  platform = { database, clock: systemClock, log, jobs: { emit: async () => {} } }
})
afterAll(async () => {
  await database.$disconnect()
  await fresh.drop()
})

/** How many rows each table has. */
async function counts() {
  return {
    organizations: await database.organization.count(),
    areas: await database.area.count(),
    items: await database.item.count(),
    points: await database.itemPoint.count(),
    cadences: await database.itemCadence.count(),
    duties: await database.duty.count(),
    chains: await database.reviewChain.count(),
    users: await database.user.count(),
    grants: await database.grant.count(),
    disclosures: await database.disclosure.count(),
    editions: await database.edition.count(),
    publications: await database.publication.count(),
    audit: await database.auditEvent.count(),
  }
}

/** The seed with some parts changed. */
function changed(parts: Partial<CountySeed>): CountySeed {
  return { ...kazuo, ...parts }
}

const without = (code: string) => kazuo.organizations.filter((one) => one.code !== code)

test('two servers that seed an empty database at once seed it once', async () => {
  const both = await Promise.all([applyCounty(platform, kazuo), applyCounty(platform, kazuo)])
  expect(both.filter(({ changed }) => changed)).toHaveLength(1)
  expect(await database.auditEvent.findMany({ orderBy: { seq: 'asc' } })).toMatchObject([
    { action: 'calendar.seed', actorId: null, subjectType: 'CalendarYear' },
    { action: 'county.seed', actorId: null, subjectId: '211324', details: { removed: 0 } },
  ])
})

test('the county is there: 45 organizations, 8 areas, 48 items, 286 points', async () => {
  const listed = kazuo.areas.flatMap(({ items }) => items).flatMap((item) => item.responsibleUnits)
  expect(await counts()).toMatchObject({
    organizations: 45,
    areas: 8,
    items: 48,
    points: 286,
    cadences: 36,
    chains: 7,
  })
  expect(await database.duty.count({ where: { basis: 'LISTED' } })).toBe(listed.length)
  expect(await database.duty.count({ where: { basis: 'TOWNSHIPS' } })).toBe(18 * 23)
  expect(await database.duty.count({ where: { basis: 'DEPARTMENTS' } })).toBe(3 * 21 + 19)
  const bureau = await database.organization.findUnique({ where: { code: 'mzj' } })
  expect(bureau?.path).toEqual(['county', 'mzj'])
})

test('seeding everything a second time changes nothing and leaves no trace', async () => {
  await seedDemo(platform, kazuo, PASSWORD)
  expect(await seedRecords(platform, kazuo)).toEqual({ published: 1 })
  const first = await counts()
  expect(first).toMatchObject({ users: 136, disclosures: 1, editions: 1, publications: 1 })

  const steps: string[] = []
  const again = await applyCounty(platform, kazuo, (text) => steps.push(text))
  expect(again).toEqual({ changed: false, organizations: 45, areas: 8, items: 48, points: 286 })
  expect(steps).toEqual(['目录无变化：45 个机构、8 个领域、48 项事项、286 个内容要素'])
  expect(await seedDemo(platform, kazuo, PASSWORD)).toEqual({ created: 0 })
  expect(await seedRecords(platform, kazuo)).toEqual({ published: 0 })
  expect(await counts()).toEqual(first)
})

test('the plan went through its chain, signed by different people, and has its index number', async () => {
  const edition = await database.edition.findFirstOrThrow({
    include: {
      publication: true,
      author: true,
      steps: { include: { participant: { include: { user: true } } }, orderBy: { step: 'asc' } },
    },
  })
  expect(edition).toMatchObject({ state: 'PUBLISHED', title: kazuo.plan.title })
  const signers = edition.steps.map(({ participant }) => participant.user.username)
  expect([edition.author?.username, ...signers]).toEqual([
    'zwgkb.editor',
    'zwgkb.reviewer',
    'zwgkb.approver',
  ])
  const year = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'Asia/Shanghai' })
  expect(edition.publication).toMatchObject({
    indexNumber: `11211324900000014M/${year.format(new Date())}-00001`,
    itemCode: 'G3.1',
    organizationCode: 'zwgkb',
    kind: 'PolicyDocument',
    formedOn: new Date('2018-10-12T00:00:00Z'),
  })
  expect(edition.publication?.bodyText).toContain('除依法应当保密的以外')
  expect(edition.publication?.bodyHtml).not.toContain('**')
})

test('whether records could be submitted is asked before the first is written, and not when all are done', async () => {
  const atFault = changed({
    assertSubmittable() {
      throw new SeedError('seeds', [])
    },
  })
  expect(await seedRecords(platform, atFault)).toEqual({ published: 0 })
  const [record] = kazuo.records
  if (!record) throw new Error('the seed has a record')
  const unknown = { ...record, content: { ...record.content, title: '有误的方案' } }
  const first = await counts()
  await expect(seedRecords(platform, { ...atFault, records: [unknown] })).rejects.toThrow(SeedError)
  expect(await counts()).toEqual(first)
})

test('a record that was interrupted on its way goes on from where it was', async () => {
  const [record] = kazuo.records
  if (!record) throw new Error('the seed has a record')
  const second = { ...record, content: { ...record.content, title: '第二份方案' } }
  const stopping: Platform = {
    ...platform,
    jobs: {
      async emit(_tx, events) {
        const publishes = events.some(({ name }) => name === PUBLICATION_CHANGED)
        if (publishes) throw new Error('killed while publishing')
      },
    },
  }
  const seed = changed({ records: [second] })
  await expect(seedRecords(stopping, seed)).rejects.toThrow('killed while publishing')
  expect(await database.edition.count({ where: { state: 'APPROVED' } })).toBe(1)
  expect(await seedRecords(platform, seed)).toEqual({ published: 1 })
  expect(await database.edition.count({ where: { title: '第二份方案' } })).toBe(1)
})

test('a change of the files changes just that, with one audit row and its hashes', async () => {
  const before = await database.auditEvent.findFirstOrThrow({ where: { action: 'county.seed' } })
  const renamed = kazuo.organizations.map((one) =>
    one.code === 'wjj' ? { ...one, shortName: '县卫健局', parent: 'zwgkb' } : one,
  )
  expect(await applyCounty(platform, changed({ organizations: renamed }))).toMatchObject({
    changed: true,
  })
  const rows = await database.auditEvent.findMany({ where: { action: 'county.seed' } })
  expect(rows).toHaveLength(2)
  expect(rows[1]).toMatchObject({
    beforeHash: before.afterHash,
    details: { created: 0, updated: 1, removed: 0 },
  })
  expect(await database.organization.findUnique({ where: { code: 'wjj' } })).toMatchObject({
    shortName: '县卫健局',
    path: ['county', 'zwgkb', 'wjj'],
  })
  await applyCounty(platform, kazuo)
})

test('what is unique can change hands', async () => {
  const [mzj, jyj] = [without('jyj'), without('mzj')].map((all) => all[2])
  const swapped = kazuo.organizations.map((one) => {
    if (one.code === 'mzj') return { ...one, uscc: jyj?.uscc ?? '' }
    return one.code === 'jyj' ? { ...one, uscc: mzj?.uscc ?? '' } : one
  })
  await applyCounty(platform, changed({ organizations: swapped }))
  const row = await database.organization.findUnique({ where: { code: 'mzj' } })
  expect(row?.uscc).toBe(jyj?.uscc)
  await applyCounty(platform, kazuo)
})

test('an item and an organization that the files no longer have go, unless something refers to them', async () => {
  // G3.1 has a record, G3.2 has none; kjj has accounts.
  const areas = kazuo.areas.map((area) => ({
    ...area,
    items: area.items
      .filter(({ code }) => !['G3.1', 'G3.2'].includes(code))
      .map((item) => ({
        ...item,
        responsibleUnits: item.responsibleUnits.filter((code) => code !== 'kjj'),
      })),
  }))
  warnings.length = 0
  const result = await applyCounty(platform, changed({ areas, organizations: without('kjj') }))
  expect(result).toMatchObject({ organizations: 45, items: 47 })
  expect(warnings.join('')).toContain('"codes":["kjj","G3.1"]')
  expect(await database.item.count({ where: { code: 'G3.2' } })).toBe(0)
  expect(await database.itemPoint.count({ where: { itemCode: 'G3.1' } })).toBe(3)
  expect(await database.duty.count({ where: { itemCode: 'G3.1' } })).toBe(0)
  expect(await database.duty.count({ where: { organizationCode: 'kjj' } })).toBe(0)
  await applyCounty(platform, kazuo)
  expect(await counts()).toMatchObject({ items: 48, points: 286 })
})

test('an area goes although its items move to another', async () => {
  const [general, poverty, ...others] = kazuo.areas
  if (!general || !poverty) throw new Error('the seed has areas')
  const items = [...general.items, ...poverty.items]
  await applyCounty(platform, changed({ areas: [{ ...general, items }, ...others] }))
  expect(await database.area.count()).toBe(7)
  expect(await database.item.count({ where: { areaCode: 'G' } })).toBe(13)
  await applyCounty(platform, kazuo)
  expect(await database.area.count()).toBe(8)
})

test('a code that is still in use is not given to another organization', async () => {
  const renamed = kazuo.organizations.map((one) =>
    one.code === 'kjj' ? { ...one, code: 'gxj' } : one,
  )
  const before = await counts()
  const refused = applyCounty(platform, changed({ organizations: renamed }))
  await expect(refused).rejects.toThrow(SeedError)
  await expect(refused).rejects.toThrow('仍由已有数据的机构 kjj 使用')
  expect(await counts()).toEqual(before)
})

test('every server hears of a change, also after its connection was lost', async () => {
  const pool = openPublicPool(fresh.url)
  pool.on('error', () => {})
  const cache = await openCountyCache(pool, platform.log)
  const nameIs = (shortName: string) =>
    expect.poll(() => cache.organization('wjj')?.shortName, { timeout: 10_000 }).toBe(shortName)
  const rename = (shortName: string) => {
    const organizations = kazuo.organizations.map((one) =>
      one.code === 'wjj' ? { ...one, shortName } : one,
    )
    return applyCounty(platform, changed({ organizations }))
  }
  try {
    await rename('县卫健委')
    await nameIs('县卫健委')
    await database.$executeRaw`
      SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
       WHERE application_name = 'gongkai-public' AND datname = current_database()`
    await rename('县卫健局')
    await nameIs('县卫健局')
    await rename('县卫计局')
    await nameIs('县卫计局')
    expect(cache.itemsOwedBy('wjj').map(({ code }) => code)).toContain('4.1')
    expect(cache.item('9.9')).toBeNull()
  } finally {
    await cache.close()
    await pool.end()
  }
})
