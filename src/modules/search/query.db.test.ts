import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openSearchStage, type SearchStage } from '../../../test/support/search-stage.ts'
import { ValidationError } from '../../platform/errors.ts'
import type { FacetName } from './model.ts'
import type { SearchResult } from './query-page.ts'
import { prepareIndex, sweep } from './sweep.ts'
import { syncRecords } from './sync.ts'

let stage: SearchStage
beforeAll(async () => {
  stage = await openSearchStage()
  await prepareIndex(stage.indexer)
})
afterAll(() => stage.close())

/** A search by the engine, and the same without one. */
const both = [
  ['MEILISEARCH', {}],
  ['DATABASE', { engine: null }],
] as const

function facet(result: SearchResult, name: FacetName): Record<string, number> {
  const values = result.facets.find((one) => one.name === name)?.values ?? []
  return Object.fromEntries(values.map(({ value, count }) => [value, count]))
}

describe.each(both)('answered by %s', (engine, asked) => {
  describe('what is found', () => {
    const ids: Record<string, string> = {}
    const titles = (result: SearchResult) => result.hits.map(({ record }) => record.title)
    beforeAll(async () => {
      const word = engine === 'DATABASE' ? '取水' : '用电'
      const publish = (name: string, fields: Parameters<SearchStage['publish']>[0]) =>
        stage.publish(fields).then((id) => (ids[name] = id))
      await publish('body', { title: '甲公告', body: `各村${word}安排如下。` })
      await publish('keyword', { title: '乙公告', keywords: [word] })
      await publish('title', { title: `${word}公告`, publishedAt: '2020-01-01T00:00:00Z' })
      await publish('number', { title: '丙公告', docNumber: `喀${word}发〔2026〕7号` })
      await publish('newer', {
        title: '丁公告',
        body: `${word}安排`,
        publishedAt: '2026-04-01T00:00:00Z',
      })
      await publish('other', { title: '戊公告', body: '与此无关。' })
      await sweep(stage.indexer)
      ids['word'] = word
    })
    const word = () => ids['word'] ?? ''

    test('is what has the word, the title before all', async () => {
      const result = await stage.search(word(), asked)
      expect(result.engine).toBe(engine)
      expect(result.total).toBe(5)
      expect(titles(result)[0]).toBe(`${word()}公告`)
      expect(titles(result)).not.toContain('戊公告')
    })

    test('has every word of several', async () => {
      expect(titles(await stage.search(`${word()} 各村`, asked))).toEqual(['甲公告'])
      expect((await stage.search(`${word()} 无处可寻`, asked)).total).toBe(0)
    })

    test('is found by its 发文字号 in any spelling, and by no other', async () => {
      for (const [open, close] of ['〔〕', '[]', '（）']) {
        const query = `喀${word()}发${open}2026${close}7号`
        expect(await stage.found(query, asked)).toEqual([ids['number']])
      }
      expect(await stage.found(`喀${word()}发〔2026〕70号`, asked)).toEqual([])
    })

    test('is marked', async () => {
      const { hits } = await stage.search(word(), asked)
      const of = (id = '') => hits.find(({ record }) => record.disclosureId === id)
      expect(of(ids['title'])?.title).toBe(`<mark>${word()}</mark>公告`)
      expect(of(ids['body'])?.snippet).toBe(`各村<mark>${word()}</mark>安排如下。`)
      expect(of(ids['keyword'])?.snippet).toBe('正文')
    })

    test('can be narrowed', async () => {
      const after = await stage.search(word(), {
        ...asked,
        filter: { publishedFrom: new Date('2026-04-01T00:00:00Z') },
      })
      expect(titles(after)).toEqual(['丁公告'])
      const before = { publishedTo: new Date('2026-01-01T00:00:00Z') }
      expect(titles(await stage.search(word(), { ...asked, filter: before }))).toEqual([
        `${word()}公告`,
      ])
    })
  })

  test('filters and facets agree with each other', async () => {
    const word = engine === 'DATABASE' ? '筑路' : '架桥'
    const places = [
      { organization: 'mzj', item: '2.1', area: '2', kind: 'Notice' },
      { organization: 'mzj', item: '2.2', area: '2', kind: 'PolicyDocument' },
      { organization: 'jtj', item: '7.1', area: '7', kind: 'Notice' },
      // The county's year begins eight hours before that of Greenwich.
      { organization: 'jtj', item: '7.1', area: '7', publishedAt: '2025-12-31T16:00:00Z' },
      { organization: 'jtj', item: '7.1', area: '7', publishedAt: '2025-12-31T15:59:59Z' },
    ]
    const ids = await Promise.all(
      places.map((place) => stage.publish({ title: `${word}公告`, ...place })),
    )
    await syncRecords(stage.indexer, ids)
    const all = await stage.search(word, asked)
    expect(all.total).toBe(5)
    expect(facet(all, 'area')).toEqual({ 2: 2, 7: 3 })
    expect(facet(all, 'item')).toEqual({ 2.1: 1, 2.2: 1, 7.1: 3 })
    expect(facet(all, 'organization')).toEqual({ mzj: 2, jtj: 3 })
    expect(facet(all, 'kind')).toEqual({ Notice: 4, PolicyDocument: 1 })
    expect(facet(all, 'year')).toEqual({ 2026: 4, 2025: 1 })
    expect(all.facets.map(({ values }) => values[0]?.count)).toEqual([3, 3, 3, 4, 4])

    const filters = [
      [{ areaCodes: ['7'] }, 3],
      [{ itemCodes: ['2.1', '2.2'] }, 2],
      [{ organizationCodes: ['jtj'], kinds: ['Notice'] }, 3],
      [{ kinds: ['PolicyDocument'] }, 1],
      [{ kinds: [] }, 0],
      [{ organizationCodes: ['"] OR area = "7', '\\', "'; DROP TABLE publication; --"] }, 0],
    ] as const
    for (const [filter, count] of filters) {
      const { total, hits } = await stage.search(word, { ...asked, filter })
      expect([filter, total, hits.length]).toEqual([filter, count, count])
    }
  })

  test('pages follow each other without gap or repetition, to the last', async () => {
    const word = engine === 'DATABASE' ? '植树' : '护林'
    const ids = await Promise.all(
      Array.from({ length: 25 }, () => stage.publish({ title: `${word}公告` })),
    )
    await syncRecords(stage.indexer, ids)
    const found: string[] = []
    let page: SearchResult | undefined
    do {
      page = await stage.search(word, { ...asked, first: 10, offset: page?.hits.at(-1)?.next ?? 0 })
      expect(page.total).toBe(25)
      found.push(...page.hits.map(({ record }) => record.disclosureId))
    } while (page.hasNext)
    expect(found).toHaveLength(25)
    expect(found.toSorted()).toEqual(ids.toSorted())
  })

  test('nothing lies behind the thousandth result', async () => {
    for (const offset of [1000, 5000]) {
      const { hits, hasNext } = await stage.search('', { ...asked, offset })
      expect({ hits, hasNext }).toEqual({ hits: [], hasNext: false })
    }
  })

  test('without words everything is found, the newest first', async () => {
    const id = await stage.publish({ title: '最新', publishedAt: '2099-01-01T00:00:00Z' })
    await sweep(stage.indexer)
    const { hits, total } = await stage.search('  ', asked)
    expect(hits[0]?.record.disclosureId).toBe(id)
    expect(total).toBe((await stage.search('', { engine: null })).total)
    await stage.withdraw(id)
    await sweep(stage.indexer)
  })

  test('a wrong query is refused before anything is asked', async () => {
    await expect(stage.search('\u0000', asked)).rejects.toThrow(ValidationError)
    await expect(stage.search('长'.repeat(201), asked)).rejects.toThrow(ValidationError)
  })

  test.each(['100%', 'a_b', '低\\保', 'a"b', "a'; --", '-公告', '(公告', '公告*', 'id:1'])(
    'the query %s is text and nothing else',
    async (query) => {
      expect((await stage.search(query, asked)).engine).toBe(engine)
    },
  )
})

test('wildcards of the database match only themselves', async () => {
  const percent = await stage.publish({ title: '比例为100%的公告' })
  await stage.publish({ title: '比例为1000的公告' })
  expect(await stage.found('100%', { engine: null })).toEqual([percent])
})

describe('withdrawn, but still in the index', () => {
  test('a record is neither found nor counted', async () => {
    const [kept = '', gone = ''] = await Promise.all(
      ['mzj', 'hbj'].map((organization) => stage.publish({ title: '撤回公告', organization })),
    )
    await syncRecords(stage.indexer, [kept, gone])
    expect((await stage.search('撤回公告')).total).toBe(2)
    await stage.withdraw(gone)
    const result = await stage.search('撤回公告')
    expect(result.engine).toBe('MEILISEARCH')
    expect(result.hits.map(({ record }) => record.disclosureId)).toEqual([kept])
    expect(result.total).toBe(1)
    expect(facet(result, 'organization')).toEqual({ mzj: 1 })
  })

  test('a record that is withdrawn between engine and database leaves no gap on the page', async () => {
    const ids = await Promise.all(
      Array.from({ length: 6 }, () => stage.publish({ title: '缺口公告' })),
    )
    await syncRecords(stage.indexer, ids)
    const { engine } = stage.indexer
    let asked = 0
    const late = {
      ...engine,
      search: async (query: Parameters<typeof engine.search>[0]) => {
        const answer = await engine.search(query)
        if (++asked === 1) for (const { id } of answer.hits.slice(0, 2)) await stage.withdraw(id)
        return answer
      },
    }
    const first = await stage.search('缺口', { first: 3, engine: late })
    expect(asked).toBe(2)
    expect(first.hits).toHaveLength(3)
    expect(first.total).toBe(4)
    expect(first.hasNext).toBe(true)
  })
})

describe('superseded, but still in the index as it was', () => {
  test('the old words find nothing and are not shown; the record is the new one', async () => {
    const id = await stage.publish({ title: '施工公告', body: '联系人姓名误登。施工地点在东街。' })
    await syncRecords(stage.indexer, [id])
    await stage.supersede(id, { title: '施工公告', body: '施工地点在西街。' })
    expect(await stage.found('误登')).toEqual([])
    const { hits } = await stage.search('施工')
    expect(hits).toHaveLength(1)
    expect(hits[0]?.snippet).toBe('<mark>施工</mark>地点在西街。')
  })
})

test('the engine answers with one statement to the database, with two right after a withdrawal', async () => {
  const id = await stage.publish({ title: '一条语句的公告' })
  await sweep(stage.indexer)
  const query = vi.spyOn(stage.indexer.publicPool, 'query')
  const found = await stage.search('一条语句')
  expect(found).toMatchObject({ engine: 'MEILISEARCH', hits: [{ record: { disclosureId: id } }] })
  expect(query.mock.calls).toHaveLength(1)
  await stage.withdraw(id)
  query.mockClear()
  expect(await stage.search('一条语句')).toMatchObject({ total: 0, hits: [] })
  expect(query.mock.calls).toHaveLength(2)
  query.mockRestore()
})
