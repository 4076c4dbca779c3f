import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as GraphQL from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSearchStage, type SearchStage } from '../../../test/support/search-stage.ts'
import type { Context } from '../../graphql/context.ts'
import { cursorSigner } from '../../graphql/cursor.ts'
import { schema } from '../../graphql/schema.ts'
import { createLog } from '../../platform/log.ts'
import { applyCounty } from '../../seed/apply-county.ts'
import { loadCounty } from '../../seed/load-county.ts'
import { openCountyCache, type OpenCountyCache } from '../taxonomy/queries/county-cache.ts'
import { searchService } from './circuit.ts'
import { prepareIndex } from './sweep.ts'

// Vite would take graphql's other build than Pothos does, and the two do not know each other's classes.
const { graphql } = createRequire(import.meta.url)('graphql') as typeof GraphQL

let stage: SearchStage
let county: OpenCountyCache
let context: Context

beforeAll(async () => {
  stage = await openSearchStage()
  const { database, publicPool, engine, log } = stage.indexer
  const platform = {
    database,
    clock: { now: () => new Date() },
    log,
    jobs: { emit: async () => {} },
  }
  await applyCounty(platform, loadCounty(join(import.meta.dirname, '../../../seeds/kazuo')))
  county = await openCountyCache(publicPool, createLog({ level: 'silent' }))
  const cursors = cursorSigner('key of the test')
  const search = searchService(engine, log)
  context = { publicPool, county, cursors, search, actor: null } as Partial<Context> as Context
  for (const n of [1, 2, 3])
    await stage.publish({ title: `<b>低保</b>公告 ${n}`, body: '低保 & 特困' })
  const gone = await stage.publish({ title: '低保公告 撤回' })
  await prepareIndex(stage.indexer)
  await stage.withdraw(gone)
})
afterAll(async () => {
  await county.close()
  await stage.close()
})

async function ask(source: string, variableValues: Record<string, unknown> = {}) {
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue: context })
  return {
    data: structuredClone(data) as { search: Connection } | null,
    code: errors?.[0]?.originalError,
  }
}

interface Connection {
  readonly totalCount: number
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly title: string } }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

const PAGE = `query ($query: String!, $filter: DisclosureFilter, $first: Int, $after: String) {
  search(query: $query, filter: $filter, first: $first, after: $after) {
    totalCount edges { cursor node { title } } pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`

test('a search in the names of the contract', async () => {
  const { data } = await ask(`{
    search(query: "低保", filter: { areaCodes: ["2"], kinds: [Notice] }, first: 1) {
      totalCount engine degraded
      facets { name values { value label count } }
      edges {
        node { indexNumber kind title item { code } organization { code } publishedAt status withdrawal { at } }
        highlight { title snippet }
      }
    }
  }`)
  expect(data?.search).toMatchObject({
    totalCount: 3,
    engine: 'MEILISEARCH',
    degraded: false,
    facets: [
      { name: 'area', values: [{ value: '2', label: county.area('2')?.title, count: 3 }] },
      { name: 'item', values: [{ value: '2.1', label: county.item('2.1')?.title, count: 3 }] },
      { name: 'organization', values: [{ value: 'mzj', label: '县民政局', count: 3 }] },
      { name: 'kind', values: [{ value: 'Notice', label: '通知公告、动态', count: 3 }] },
      { name: 'year', values: [{ value: '2026', label: '2026年', count: 3 }] },
    ],
    edges: [
      {
        node: {
          kind: 'Notice',
          organization: { code: 'mzj' },
          status: 'PUBLISHED',
          withdrawal: null,
        },
        highlight: {
          title: expect.stringMatching(/^&lt;b&gt;<mark>低保<\/mark>&lt;\/b&gt;公告 \d$/) as string,
          snippet: '<mark>低保</mark> &amp; 特困',
        },
      },
    ],
  })
})

test('without the engine the same, degraded', async () => {
  const down = { ...context, search: searchService(null, stage.indexer.log) }
  const { data } = await graphql({
    schema,
    source:
      '{ search(query: "低保") { totalCount engine degraded facets { name } edges { node { title } } } }',
    contextValue: down,
  })
  expect(data?.['search']).toMatchObject({ totalCount: 3, engine: 'DATABASE', degraded: true })
})

describe('pages', () => {
  test('follow each other by cursor', async () => {
    const titles: string[] = []
    let after: string | null = null
    do {
      const { data } = await ask(PAGE, { query: '低保', first: 2, after })
      titles.push(...(data?.search.edges ?? []).map(({ node }) => node.title))
      after = data?.search.pageInfo.hasNextPage ? data.search.pageInfo.endCursor : null
    } while (after !== null)
    expect(new Set(titles).size).toBe(3)
  })

  test('take no cursor of another query or filter, none that is forged, and no more than 100', async () => {
    const { data } = await ask(PAGE, { query: '低保', first: 1 })
    const after = data?.search.pageInfo.endCursor
    const refused = [
      { query: '特困', after },
      { query: '低保', filter: { areaCodes: ['2'] }, after },
      { query: '低保', after: `${after}x` },
      { query: '低保', after: '' },
    ]
    for (const variables of refused) {
      expect((await ask(PAGE, variables)).code).toMatchObject({ code: 'INVALID_CURSOR' })
    }
    expect((await ask(PAGE, { query: '低保', first: 101 })).code).toMatchObject({
      code: 'PAGE_SIZE',
    })
    expect((await ask(PAGE, { query: '低\u0007保' })).code).toMatchObject({ code: 'VALIDATION' })
  })
})
