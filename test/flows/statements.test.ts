import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readManifest } from '../../src/graphql/trusted.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { refsIn } from '../../src/seed/marked-content.ts'
import { seedRecords } from '../../src/seed/seed-records.ts'
import { countySeed } from '../../src/seeding.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { addManyRecords } from '../support/many-records.ts'

// How often the public plane asks the database: as often for one organization as for all of them.

const seed = countySeed(parseConfig({ NODE_ENV: 'test' }))
const plain = (kind: string) =>
  seed.records
    .filter(({ content, ...one }) => {
      const isPlain = !one.revised && !one.withdrawn && content['audience'] !== 'AREA'
      return one.kind === kind && isPlain && refsIn(content).length === 0
    })
    .slice(0, 1)
const ids = new Map(Object.entries(readManifest()).map(([id, { name }]) => [name, id]))

let app: TestApp
let roster: string

beforeAll(async () => {
  app = await startTestApp({
    search: 'DATABASE',
    worker: false,
    env: { STORED_RESPONSES_MB: '0' },
  })
  const records = ['Notice', 'RecipientRoster'].flatMap(plain)
  await seedRecords(app.app.services.platform, { ...seed, records })
  const [found] = await app.sql(
    `SELECT index_number AS number FROM publication WHERE kind = 'RecipientRoster'`,
  )
  roster = String(found?.['number'])
})

afterAll(() => app.close())

interface Listed {
  readonly disclosures: {
    readonly nodes: readonly { indexNumber: string; organization: { code: string } }[]
    readonly pageInfo: { readonly endCursor: string }
  }
}

async function ask(name: string, variables: object): Promise<{ sql: number; data: unknown }> {
  const query = vi.spyOn(app.app.services.publicPool, 'query')
  const parameters = { documentId: ids.get(name) ?? '', variables: JSON.stringify(variables) }
  const response = await fetch(`${app.url}/graphql?${new URLSearchParams(parameters)}`)
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown }
  expect(errors).toBeUndefined()
  const sql = query.mock.calls.length
  query.mockRestore()
  return { sql, data }
}

async function statements() {
  const list = await ask('DisclosureList', { first: 100 })
  const { nodes, pageInfo } = (list.data as Listed).disclosures
  const [first] = nodes
  const filter = { organizationCodes: [first?.organization.code] }
  const [newest] = nodes.filter(({ indexNumber }) => indexNumber !== roster)
  const counts = {
    list: list.sql,
    next: (await ask('DisclosureList', { after: pageInfo.endCursor })).sql,
    filtered: (await ask('DisclosureFilteredList', { filter, first: 50 })).sql,
    severally: (await ask('DisclosureFilteredList', { filter: { kinds: ['Notice', 'Warning'] } }))
      .sql,
    counted: (await ask('DisclosureCountedList', { filter })).sql,
    cards: (await ask('DisclosureCards', {})).sql,
    detail: (await ask('NoticeDetail', { indexNumber: newest?.indexNumber })).sql,
    rows: (await ask('RecipientPage', { indexNumber: roster })).sql,
    taxonomy: (await ask('Areas', {})).sql + (await ask('OrganizationPage', { code: 'mzj' })).sql,
  }
  const organizations = new Set(nodes.map(({ organization }) => organization.code)).size
  return { counts, organizations }
}

describe('statements for one answer', { timeout: 120_000 }, () => {
  const EXPECTED = {
    list: 1,
    next: 1,
    filtered: 1,
    severally: 1,
    counted: 2,
    cards: 1,
    detail: 1,
    // The record, the page of its rows and their number.
    rows: 3,
    taxonomy: 0,
  }

  test('with few records of one organization, and with many of 45', async () => {
    await addManyRecords(app.sql, { count: 30, organizations: 1 })
    const few = await statements()
    expect(few.counts).toEqual(EXPECTED)

    await addManyRecords(app.sql, { count: 3000 })
    const many = await statements()
    expect(many.organizations).toBeGreaterThan(40)
    expect(many.counts).toEqual(EXPECTED)
  })

  test('beyond 10,000 records the number is an estimate, and says so', async () => {
    const query = `query ($filter: DisclosureFilter) {
      disclosures(filter: $filter, first: 1) { totalCount totalCountIsEstimate } }`
    interface Counted {
      readonly disclosures: { totalCount: number; totalCountIsEstimate: boolean }
    }
    const few = (await app.anonymous.query<Counted>(query)).disclosures
    expect(few.totalCountIsEstimate).toBe(false)
    await addManyRecords(app.sql, { count: 9_000 })
    const [counted] = await app.sql('SELECT count(*)::int AS n FROM publication')
    const exact = Number(counted?.['n'])
    const many = (await app.anonymous.query<Counted>(query)).disclosures
    expect(many.totalCountIsEstimate).toBe(true)
    expect(Math.abs(many.totalCount - exact) / exact).toBeLessThan(0.2)

    const filter = { organizationCodes: ['mzj'], publishedTo: '2100-01-01' }
    const own = (await app.anonymous.query<Counted>(query, { filter })).disclosures
    const [ofOne] = await app.sql(
      `SELECT count(*)::int AS n FROM publication WHERE organization_code = 'mzj'`,
    )
    expect(own).toEqual({ totalCount: ofOne?.['n'], totalCountIsEstimate: false })
  })

  test('lists walk along an index, also by a plan that is made once', async () => {
    const plan = async (where: string) =>
      JSON.stringify(
        await app.sql(`EXPLAIN SELECT id FROM publication
                        WHERE valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY' AND ${where}
                        ORDER BY first_published_at DESC, id DESC LIMIT 101`),
      )
    const filters = {
      // Where nearly all records are listed, the index of all is as short a way.
      '(publication_listed|publication_first_published_at_id_idx)': 'true',
      publication_listed_by_area: `area_code = '1'`,
      publication_listed_by_item: `item_code = '1.1'`,
      publication_listed_by_organization: `organization_code = 'mzj'`,
      publication_listed_by_organization_and_item: `organization_code = 'mzj' AND item_code = '1.1'`,
      publication_listed_by_kind: `kind = 'Notice'`,
    }
    for (const [index, where] of Object.entries(filters)) {
      const found = await plan(where)
      expect(found).toMatch(new RegExp(`Index (Only )?Scan using ${index} on`))
      expect(found).not.toContain('Sort')
    }
  })

  test('when the list of a feed last changed is read from the end of an index', async () => {
    const [notice] = await app.sql(
      `SELECT item_code AS item FROM publication WHERE kind = 'Notice'`,
    )
    const query = vi.spyOn(app.app.services.publicPool, 'query')
    const feed = await fetch(`${app.url}/feeds/item/${String(notice?.['item'])}.rss`)
    const asked = query.mock.calls as unknown as [unknown, unknown[]][]
    const [text, values] = asked.find(([one]) => String(one).includes('max(valid_from)')) ?? []
    query.mockRestore()
    expect(feed.status).toBe(200)
    const plan = JSON.stringify(await app.sql(`EXPLAIN ${String(text)}`, values))
    expect(plan).toContain('Index Only Scan using publication_last_changes on')
    expect(plan).toContain('publication_on_display')
  })
})
