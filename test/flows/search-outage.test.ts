import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { searchDrift } from '../../src/modules/search/drift.ts'
import { type SearchWorker, searchWorker } from '../../src/modules/search/handlers.ts'
import { publicationChanged } from '../../src/modules/publication/events.ts'
import { type JobRunner, openJobs } from '../../src/platform/jobs.ts'
import { ownMeilisearch, type OwnMeilisearch } from '../support/own-meilisearch.ts'
import { openSearchStage, type SearchStage } from '../support/search-stage.ts'

let engine: OwnMeilisearch
let stage: SearchStage
let worker: SearchWorker
let jobs: JobRunner

beforeAll(async () => {
  engine = await ownMeilisearch()
  await engine.start()
  stage = await openSearchStage({
    meilisearch: engine,
    searchTimeoutMs: 500,
    writeTimeoutMs: 1_000,
  })
  await startServer()
})
afterAll(async () => {
  await stopServer()
  await stage.close()
  await engine.close()
})

/** The part of a server that keeps the index. */
async function startServer(): Promise<void> {
  worker = searchWorker(stage.indexer)
  jobs = await openJobs(stage.url, worker.jobs, stage.indexer.log)
  await jobs.start()
  worker.start()
}

async function stopServer(): Promise<void> {
  await Promise.all([worker.stop(), jobs.stop()])
}

/** Tells of a publication as the command does that makes it. */
async function announce(id: string): Promise<void> {
  const { database } = stage.indexer
  await database.$transaction((tx) => jobs.emit(tx, [publicationChanged(id, 1)], new Date()))
}

const LIMIT = { timeout: 30_000, interval: 20 }

/** Waits until the engine, and it alone, finds exactly these. */
async function untilFound(query: string, ids: readonly string[]): Promise<number> {
  const started = performance.now()
  await vi.waitFor(async () => {
    const { engine, hits } = await stage.search(query)
    const found = hits.map(({ record }) => record.disclosureId)
    expect({ engine, found }).toEqual({ engine: 'MEILISEARCH', found: [...ids] })
  }, LIMIT)
  return performance.now() - started
}

async function noDrift(): Promise<void> {
  const { publicPool, engine } = stage.indexer
  expect(await searchDrift(publicPool, engine)).toEqual({ missing: [], extra: [], stale: [] })
}

describe('a server and its engine', () => {
  test('what is published is found, what is withdrawn is gone', async () => {
    const waits: number[] = []
    for (const n of [1, 2, 3, 4, 5]) {
      const id = await stage.publish({ title: `即时公告 第${n}件` })
      await announce(id)
      waits.push(await untilFound(`即时公告 第${n}件`, [id]))
    }
    const median = waits.toSorted((a, b) => a - b)[2] ?? Number.NaN
    console.log(`告知至可检索：中位数 ${Math.round(median)} 毫秒`)
    expect(median).toBeLessThan(3_000)

    const id = await stage.publish({ title: '错发公告' })
    await announce(id)
    await untilFound('错发公告', [id])
    await stage.withdraw(id)
    expect((await stage.search('错发公告')).total).toBe(0)
    await announce(id)
    await vi.waitFor(noDrift, LIMIT)
  })

  test('while the engine is dead the database answers, and nothing is lost', async () => {
    const before = await stage.publish({ title: '断电公告 之前' })
    await announce(before)
    await untilFound('断电公告', [before])
    const withdrawn = await stage.publish({ title: '断电公告 撤回' })
    await announce(withdrawn)
    await vi.waitFor(noDrift, LIMIT)

    await engine.kill()
    const during = await stage.publish({
      title: '断电公告 之中',
      publishedAt: '2026-04-01T00:00:00Z',
    })
    await announce(during)
    await stage.withdraw(withdrawn)
    await announce(withdrawn)
    const down = await stage.search('断电公告')
    expect(down.engine).toBe('DATABASE')
    expect(down.hits.map(({ record }) => record.disclosureId)).toEqual([during, before])
    await vi.waitFor(async () => {
      expect(await stage.state(during)).toMatchObject({ status: 'PENDING' })
    }, LIMIT)

    await engine.start()
    await untilFound('断电公告', [during, before])
    await vi.waitFor(noDrift, LIMIT)
    // The engine may have taken a write whose answer came too late: it is then written once more.
    await vi.waitFor(async () => {
      expect(await stage.state(during)).toMatchObject({ status: 'SYNCED', last_error: null })
    }, LIMIT)
  })

  test('a hanging engine holds up one search for its timeout, and the others not at all', async () => {
    engine.freeze()
    const first = await timed(() => stage.search('断电公告'))
    const second = await timed(() => stage.search('断电公告'))
    engine.thaw()
    expect(first.answer.engine).toBe('DATABASE')
    expect(second.answer.engine).toBe('DATABASE')
    expect(first.ms).toBeGreaterThanOrEqual(490)
    expect(first.ms).toBeLessThan(2_500)
    expect(second.ms).toBeLessThan(490)
    await vi.waitFor(async () => {
      expect((await stage.search('断电公告')).engine).toBe('MEILISEARCH')
    }, LIMIT)
  })

  test('an engine that comes back empty is filled again', async () => {
    await engine.kill()
    await engine.wipe()
    await engine.start()
    const id = await stage.publish({ title: '重来公告' })
    await announce(id)
    await untilFound('重来公告', [id])
    await vi.waitFor(noDrift, LIMIT)
  })

  test('a server that died between publishing and indexing makes up for it when it starts', async () => {
    await stopServer()
    // As after kill -9 at the worst moment: public, but neither job nor state.
    const id = await stage.publish({ title: '猝死公告' })
    expect(await stage.found('猝死公告')).toEqual([])
    const started = performance.now()
    await startServer()
    await untilFound('猝死公告', [id])
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('a server that starts before its engine does not wait for it', async () => {
    await stopServer()
    await engine.kill()
    await startServer()
    const id = await stage.publish({ title: '先行公告' })
    await announce(id)
    expect(await stage.found('先行公告')).toEqual([id])
    await engine.start()
    await untilFound('先行公告', [id])
  })
})

async function timed<T>(run: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const started = performance.now()
  const answer = await run()
  return { answer, ms: performance.now() - started }
}
