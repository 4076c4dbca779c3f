import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSearchStage, type SearchStage } from '../../../test/support/search-stage.ts'
import { versionsHeld } from './drift.ts'
import { type SearchEngine, SearchEngineError } from './ports.ts'
import { prepareIndex, sweep, sweepLately } from './sweep.ts'
import { type Indexer, syncPublished, syncRecords } from './sync.ts'

let stage: SearchStage
/** While set, the engine refuses every task with such a document. */
let poison: string | null = null
/** While set, the engine cannot be reached. */
let down = false
/** The ids of every write of documents. */
const written: string[][] = []

beforeAll(async () => {
  stage = await openSearchStage({ wrap: (engine) => ({ ...engine, live: moody(engine) }) })
  await prepareIndex(stage.indexer)
})
afterAll(() => stage.close())

function moody({ live }: SearchEngine): SearchEngine['live'] {
  return {
    ...live,
    upsert: async (documents) => {
      if (down) throw new SearchEngineError('UNAVAILABLE', 'UNREACHABLE')
      written.push(documents.map(({ id }) => id))
      // The engine itself refuses a task for such an id, and the whole task for one document.
      const ids = documents.map(({ id }) => (id === poison ? 'no id!' : id))
      return live.upsert(documents.map((document, i) => ({ ...document, id: ids[i] ?? '' })))
    },
  }
}

const sync = (...ids: string[]) => syncRecords(stage.indexer, ids)

describe('what the public sees and what the index holds', () => {
  test('a published record is found once it is synced', async () => {
    const id = await stage.publish({ title: '甲地停水通知' })
    expect(await stage.found('停水')).toEqual([])
    await sync(id)
    expect(await stage.found('停水')).toEqual([id])
    expect(await stage.state(id)).toMatchObject({
      version: 1,
      indexed_version: 1,
      status: 'SYNCED',
      task: expect.stringMatching(/^\d+$/) as string,
      attempts: 0,
      last_error: null,
    })
  })

  test('a superseded record is found by its new words alone', async () => {
    const id = await stage.publish({ title: '旧址公告' })
    await sync(id)
    await stage.supersede(id, { title: '迁址公告' })
    await sync(id)
    expect(await stage.found('旧址')).toEqual([])
    expect(await stage.found('迁址')).toEqual([id])
    expect(await stage.state(id)).toMatchObject({ version: 2, indexed_version: 2 })
  })

  test('a withdrawn record is gone, and its state says that the index knows', async () => {
    const id = await stage.publish({ title: '错误公告' })
    await sync(id)
    const before = await stage.indexer.engine.live.count()
    await stage.withdraw(id)
    await sync(id)
    expect(await stage.found('错误')).toEqual([])
    expect(await stage.indexer.engine.live.count()).toBe(before - 1)
    expect(await stage.state(id)).toMatchObject({
      version: 2,
      indexed_version: 2,
      status: 'SYNCED',
    })
  })

  test('a record for a named area never enters, and leaves when it becomes one', async () => {
    const named = await stage.publish({ title: '村内公示', audience: 'AREA' })
    const narrowed = await stage.publish({ title: '村内名单' })
    await sync(named, narrowed)
    expect(await stage.found('村内')).toEqual([narrowed])
    await stage.supersede(narrowed, { title: '村内名单', audience: 'AREA' })
    await sync(narrowed)
    expect(await stage.found('村内')).toEqual([])
    expect(await stage.state(named)).toMatchObject({ indexed_version: 1, status: 'SYNCED' })
  })

  test('what has been on display for its time never enters, is not found a moment after, and leaves', async () => {
    const over = await stage.publish({ title: '公示已满', displayUntil: '2020-01-01T00:00:00Z' })
    const shown = await stage.publish({ title: '公示未满', displayUntil: '2090-01-01T00:00:00Z' })
    await sync(over, shown)
    expect(await stage.found('公示')).toEqual([shown])
    expect(await stage.found('公示', { engine: null })).toEqual([shown])

    // Time goes by, and no job has come yet.
    await stage.sql(`ALTER TABLE publication DISABLE TRIGGER publication_keep`)
    await stage.sql(`UPDATE publication SET display_until = now() WHERE disclosure_id = $1`, [
      shown,
    ])
    await stage.sql(`ALTER TABLE publication ENABLE TRIGGER publication_keep`)
    expect(await stage.search('公示')).toMatchObject({ engine: 'MEILISEARCH', total: 0, hits: [] })
    expect((await stage.search('公示')).facets.flatMap(({ values }) => values)).toEqual([])
    expect(await stage.found('公示', { engine: null })).toEqual([])
    await sync(shown)
    const held = await versionsHeld(stage.indexer.engine.live)
    expect([held.has(over), held.has(shown)]).toEqual([false, false])
  })

  test('a repeated or late job changes nothing', async () => {
    const id = await stage.publish({ title: '一次公告' })
    await stage.supersede(id, { title: '二次公告' })
    await sync(id, id)
    await sync(id)
    expect(await stage.found('一次')).toEqual([])
    expect(await stage.found('二次')).toEqual([id])
  })

  test('the job of a publication leaves alone what the index holds by then, and only that', async () => {
    const [known = '', superseded = '', withdrawn = ''] = await Promise.all(
      [1, 2, 3].map(() => stage.publish({ title: '批量公告' })),
    )
    await sync(known, superseded, withdrawn)
    await stage.supersede(superseded, { title: '批量公告 改' })
    await stage.withdraw(withdrawn)
    const fresh = await stage.publish({ title: '批量公告 新' })
    const all = [known, superseded, withdrawn, fresh]
    written.length = 0
    await syncPublished(stage.indexer, all)
    expect(written.flat().toSorted()).toEqual([superseded, fresh].toSorted())
    expect((await stage.found('批量')).toSorted()).toEqual([known, superseded, fresh].toSorted())
    expect(await stage.state(withdrawn)).toMatchObject({ indexed_version: 2, status: 'SYNCED' })

    written.length = 0
    await syncPublished(stage.indexer, all)
    expect(written).toEqual([])
    await sync(known)
    expect(written).toEqual([[known]])
  })

  test('an id that was never public is nothing to the index', async () => {
    const unknown = crypto.randomUUID()
    await sync(unknown)
    expect(await stage.state(unknown)).toBeUndefined()
  })
})

test('two servers and a busy office: at the end the index holds the newest of everything', async () => {
  const ids = await Promise.all(
    [1, 2, 3].map((n) => stage.publish({ title: `忙碌公告 第1版 ${n}` })),
  )
  const servers: Indexer[] = [stage.indexer, { ...stage.indexer }]
  for (let version = 2; version <= 4; version++) {
    const syncs = servers.map((server) => syncRecords(server, ids))
    for (const id of ids) await stage.supersede(id, { title: `忙碌公告 第${version}版` })
    await Promise.all([...syncs, ...servers.map((server) => syncRecords(server, ids))])
  }
  expect((await stage.found('忙碌公告 第4版')).toSorted()).toEqual(ids.toSorted())
  for (const id of ids) expect(await stage.state(id)).toMatchObject({ indexed_version: 4 })
})

describe('a document that the engine refuses', () => {
  let bad: string
  let good: string[]
  beforeAll(async () => {
    good = await Promise.all(Array.from({ length: 6 }, () => stage.publish({ title: '同批公告' })))
    bad = await stage.publish({ title: '毒公告' })
    poison = bad
    await sync(...good.slice(0, 3), bad, ...good.slice(3))
  })
  afterAll(() => {
    poison = null
  })

  test('stops no other of its batch', async () => {
    expect((await stage.found('同批')).toSorted()).toEqual(good.toSorted())
  })

  test('is set aside with the reason', async () => {
    expect(await stage.state(bad)).toMatchObject({
      version: 1,
      indexed_version: null,
      status: 'FAILED',
      attempts: 1,
      last_error: 'invalid_document_id',
    })
  })

  test('is tried again after a pause that grows, and heals', async () => {
    await sweep(stage.indexer)
    expect(await stage.state(bad)).toMatchObject({ attempts: 1 })

    advance(61)
    await sweep(stage.indexer)
    expect(await stage.state(bad)).toMatchObject({ attempts: 2, status: 'FAILED' })
    advance(61)
    await sweep(stage.indexer)
    expect(await stage.state(bad)).toMatchObject({ attempts: 2 })

    poison = null
    advance(61)
    await sweep(stage.indexer)
    expect(await stage.state(bad)).toMatchObject({
      status: 'SYNCED',
      attempts: 0,
      last_error: null,
    })
    expect(await stage.found('毒公告')).toEqual([bad])
  })

  test('is tried at once when its next version is published', async () => {
    poison = await stage.publish({ title: '再毒公告' })
    const id = poison
    await sync(id)
    expect(await stage.state(id)).toMatchObject({ status: 'FAILED' })
    poison = null
    await stage.supersede(id, { title: '解毒公告' })
    await sweep(stage.indexer)
    expect(await stage.found('解毒')).toEqual([id])
  })
})

test('while the engine is down a record stays owed, and the job fails so that it is repeated', async () => {
  const id = await stage.publish({ title: '断线公告' })
  down = true
  await expect(sync(id)).rejects.toThrow(SearchEngineError)
  expect(await stage.state(id)).toMatchObject({
    status: 'PENDING',
    indexed_version: null,
    attempts: 1,
    last_error: 'UNREACHABLE',
  })
  down = false
  await sweep(stage.indexer)
  expect(await stage.found('断线')).toEqual([id])
})

test('every minute only the last hours are looked at, every hour everything', async () => {
  const hour = 60 * 60 * 1000
  const ago = (hours: number) => new Date(stage.clock.time.getTime() - hours * hour)
  const old = await stage.publish({ title: '陈年公告', validFrom: ago(3) })
  const late = await stage.publish({ title: '方才公告', validFrom: ago(1) })
  await sweepLately(stage.indexer)
  expect([await stage.found('方才公告'), await stage.found('陈年公告')]).toEqual([[late], []])
  await sweep(stage.indexer)
  expect(await stage.found('陈年公告')).toEqual([old])

  down = true
  const failed = await stage.publish({ title: '受阻公告', validFrom: ago(4) })
  await expect(sync(failed)).rejects.toThrow(SearchEngineError)
  down = false
  await sweepLately(stage.indexer)
  expect(await stage.found('受阻公告')).toEqual([failed])
})

function advance(seconds: number): void {
  stage.clock.time = new Date(stage.clock.time.getTime() + seconds * 1000)
}
