import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as GraphQL from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import '../../graphql/errors.ts'
import '../../graphql/scalars.ts'
import '../organization/graphql/staff.ts'
import './graphql.ts'
import { builder } from '../../graphql/builder.ts'
import type { Context } from '../../graphql/context.ts'
import { cursorSigner } from '../../graphql/cursor.ts'
import { type Database, openDatabase } from '../../platform/db/client.ts'
import { openPublicPool, type PublicPool } from '../../platform/db/pool.ts'
import { createLog } from '../../platform/log.ts'
import { applyCounty } from '../../seed/apply-county.ts'
import { loadCounty } from '../../seed/load-county.ts'
import { testDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { type OpenCountyCache, openCountyCache } from './queries/county-cache.ts'
import { testSealer } from '../../../test/support/sealing.ts'

// Vite would take graphql's other build than Pothos does, and the two do not know each other's classes.
const { graphql } = createRequire(import.meta.url)('graphql') as typeof GraphQL

const schema = builder.toSchema()

let fresh: TestDatabase
let database: Database
let pool: PublicPool
let county: OpenCountyCache
let context: Context

beforeAll(async () => {
  fresh = await testDatabase()
  database = openDatabase(fresh.url, testSealer)
  pool = openPublicPool(fresh.url)
  const log = createLog({ level: 'silent' })
  // A day after the subdistrict t003 was merged.
  const clock = { now: () => new Date('2020-06-30T16:00:00Z') }
  const platform = { database, clock, log, jobs: { emit: async () => {} } }
  await applyCounty(platform, loadCounty(join(import.meta.dirname, '../../../seeds/kazuo')))
  county = await openCountyCache(pool, log)
  // Nothing that is asked here searches.
  context = {
    platform,
    publicPool: pool,
    county,
    cursors: cursorSigner('key of the test'),
    actor: null,
    sessionToken: null,
    client: null,
    caller: { address: '127.0.0.1', userAgent: null },
    setCookie: () => {},
  } as Partial<Context> as Context
})
afterAll(async () => {
  await county.close()
  await pool.end()
  await database.$disconnect()
  await fresh.drop()
})

/** The answer to a query of nobody in particular. */
async function ask(source: string, variableValues?: Record<string, unknown>) {
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue: context })
  expect(errors).toBeUndefined()
  // The result has objects without prototype.
  return structuredClone(data) as Record<string, unknown>
}

test('the whole taxonomy, in the names of the contract', async () => {
  const { areas } = await ask(`{
    areas {
      code slug title principle
      items {
        code title text points { no title quote } kinds audience townships personalData
        responsibleUnits { code shortName } cadence { rule phrase appliesTo }
      }
    }
  }`)
  type Item = { code: string; points: { no: number }[]; cadence: object[] }
  const all = areas as { code: string; items: Item[] }[]
  expect(all.map(({ code }) => code).join('')).toBe('G1234567')
  const items = all.flatMap((area) => area.items)
  expect(items).toHaveLength(48)
  expect(items.flatMap(({ points }) => points)).toHaveLength(286)
  expect(items.flatMap(({ cadence }) => cadence)).toHaveLength(36)
  expect(items.find(({ code }) => code === '5.7')).toEqual({
    code: '5.7',
    title: '建设项目信息公开',
    text: '公开环评文件受理信息，批准后对批复结果公告。',
    points: [
      { no: 1, title: '环评文件受理信息', quote: '建设项目环评文件受理信息' },
      { no: 2, title: '批复结果公告', quote: '批准后对批复结果进行公告' },
    ],
    kinds: ['AdministrativeDecision', 'Project'],
    audience: 'SOCIETY',
    townships: false,
    personalData: 'NONE',
    responsibleUnits: [
      { code: 'hbj', shortName: '县环保局' },
      { code: 'spj', shortName: '县行政审批局' },
    ],
    cadence: [{ rule: 'after-event', phrase: '批准后', appliesTo: '批复结果公告' }],
  })
})

describe('an item', () => {
  test('says who owes it: those named, then all townships', async () => {
    const { item } = await ask(
      `{ item(code: "2.1") { area { slug } owedBy { code } responsibleUnits { organization { kind } } } }`,
    )
    const { owedBy, ...rest } = item as { owedBy: { code: string }[] }
    expect(rest).toEqual({
      area: { slug: 'social-assistance' },
      responsibleUnits: [{ organization: { kind: 'BUREAU' } }],
    })
    expect(owedBy).toHaveLength(24)
    expect(owedBy.slice(0, 2)).toEqual([{ code: 'mzj' }, { code: 't001' }])
  })

  test('has a date and a period where the plan sets them', async () => {
    const { item } = await ask(`{ item(code: "G3.3") { cadence { rule month day period } } }`)
    const cadence = [{ rule: 'yearly-before', month: 6, day: 30, period: 'previous-year' }]
    expect(item).toEqual({ cadence })
  })

  test('says of which kinds its records are for a named area only, in the words of the plan', async () => {
    const fields = 'audience areaOnlyKinds areaOnlyReason'
    expect(
      await ask(`{ some: item(code: "1.4") { ${fields} } none: item(code: "5.7") { ${fields} } }`),
    ).toEqual({
      some: {
        audience: 'BOTH',
        areaOnlyKinds: ['RecipientRoster'],
        areaOnlyReason: '各乡镇、街、区要向特定区域、特定群体公开公示建档立卡贫困人口名单',
      },
      none: { audience: 'SOCIETY', areaOnlyKinds: [], areaOnlyReason: null },
    })
  })

  test('that there is not is null', async () => {
    expect(await ask(`{ item(code: "9.9") { code } }`)).toEqual({ item: null })
  })
})

describe('organizations', () => {
  test('are 45, or those of one kind', async () => {
    const { all, towns } = await ask(
      `{ all: organizations { code } towns: organizations(kind: TOWN) { code } }`,
    )
    expect(all).toHaveLength(45)
    expect(towns).toHaveLength(14)
  })

  test('form a tree under the county', async () => {
    const { organization } = await ask(
      `{ organization(code: "county") { parent { code } children { code parent { code } } } }`,
    )
    const { parent, children } = organization as { parent: null; children: unknown[] }
    expect(parent).toBeNull()
    expect(children).toHaveLength(44)
    expect(children[0]).toEqual({ code: 'zwgkb', parent: { code: 'county' } })
  })

  test('keep their last day in the calendar of the county', async () => {
    const fields = 'validFrom validTo active regionCode uscc'
    expect(
      await ask(
        `{ t003: organization(code: "t003") { ${fields} } t002: organization(code: "t002") { ${fields} } }`,
      ),
    ).toEqual({
      t003: {
        validFrom: null,
        validTo: '2020-06-30',
        active: false,
        regionCode: '211324003',
        uscc: '11211324900003004A',
      },
      t002: {
        validFrom: null,
        validTo: null,
        active: true,
        regionCode: '211324002',
        uscc: '1121132490000287X5',
      },
    })
  })

  test('know what they owe', async () => {
    const { organization } = await ask(`{ organization(code: "fpj") { owes { code } } }`)
    expect(organization).toEqual({
      owes: [{ code: 'G1.1' }, { code: 'G3.1' }, { code: 'G3.4' }, { code: 'G4.1' }],
    })
  })

  test('that there are not are null', async () => {
    expect(await ask(`{ organization(code: "nobody") { code } }`)).toEqual({ organization: null })
  })
})

test('areas, items and organizations are found by their global ids', async () => {
  const { organization, item, areas } = await ask(
    `{ organization(code: "mzj") { id } item(code: "2.1") { id } areas { id } }`,
  )
  const ids = [organization, item, (areas as object[])[0]] as { id: string }[]
  const nodes = await Promise.all(
    ids.map(({ id }) => ask(`query ($id: ID!) { node(id: $id) { __typename id } }`, { id })),
  )
  expect(nodes).toEqual(
    ['Organization', 'Item', 'Area'].map((__typename, index) => ({
      node: { __typename, id: ids[index]?.id },
    })),
  )
})
