import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSearchStage, type SearchStage } from '../../../test/support/search-stage.ts'
import { searchDrift } from './drift.ts'
import { rebuildIndex } from './rebuild.ts'
import { searchSettings } from './settings.ts'
import { prepareIndex, sweep } from './sweep.ts'
import { currentDocuments, syncRecords } from './sync.ts'

let stage: SearchStage
beforeEach(async () => {
  stage = await openSearchStage()
})
afterEach(() => stage.close())

const drift = () => searchDrift(stage.indexer.publicPool, stage.indexer.engine)
const none = { missing: [], extra: [], stale: [] }

/** Records that are published, synced and found under one title. */
async function records(count: number): Promise<string[]> {
  const ids = await Promise.all(
    Array.from({ length: count }, () => stage.publish({ title: '重建公告' })),
  )
  await syncRecords(stage.indexer, ids)
  return ids
}

describe('a rebuild', () => {
  test('where there is no index makes one with everything that is listed', async () => {
    const listed = await Promise.all([1, 2].map(() => stage.publish({ title: '初建公告' })))
    const withdrawn = await stage.publish({ title: '初建公告' })
    await stage.withdraw(withdrawn)
    expect(await rebuildIndex(stage.indexer)).toBe(2)
    expect((await stage.found('初建')).toSorted()).toEqual(listed.toSorted())
    expect(await drift()).toEqual(none)
    for (const id of listed) expect(await stage.state(id)).toMatchObject({ status: 'SYNCED' })
    expect(await stage.state(withdrawn)).toMatchObject({ status: 'SYNCED', indexed_version: 2 })
  })

  test('throws away what does not belong, and leaves no second index behind', async () => {
    await prepareIndex(stage.indexer)
    const [gone = '', stale = '', ...kept] = await records(4)
    const { engine } = stage.indexer
    await stage.withdraw(gone)
    await stage.supersede(stale, { title: '重建公告 新' })
    await rebuildIndex(stage.indexer)
    expect((await stage.found('重建')).toSorted()).toEqual([stale, ...kept].toSorted())
    expect(await stage.found('新')).toEqual([stale])
    expect(await drift()).toEqual(none)
    expect(await engine.shadow.exists()).toBe(false)
  })

  test('takes in what is published, superseded and withdrawn while it runs', async () => {
    await prepareIndex(stage.indexer)
    const [superseded = '', withdrawn = '', ...kept] = await records(102)
    const added: string[] = []
    await rebuildIndex(stage.indexer, async (done) => {
      if (done !== 102) return
      // Synced to the index that is about to be replaced.
      added.push(await stage.publish({ title: '重建公告' }))
      await stage.supersede(superseded, { title: '改建公告' })
      await stage.withdraw(withdrawn)
      await syncRecords(stage.indexer, [...added, superseded, withdrawn])
    })
    const expected = [...kept, ...added].toSorted()
    expect((await stage.found('重建', { first: 200 })).toSorted()).toEqual(expected)
    expect(await stage.found('改建')).toEqual([superseded])
    expect(await drift()).toEqual(none)
  })

  test('is not noticed by those who search meanwhile', async () => {
    await prepareIndex(stage.indexer)
    const ids = (await records(120)).toSorted()
    const looks: boolean[] = []
    const look = async () => {
      const { engine, hits } = await stage.search('重建', { first: 200 })
      const found = hits.map(({ record }) => record.disclosureId).toSorted()
      looks.push(engine === 'MEILISEARCH' && found.join() === ids.join())
    }
    const { engine } = stage.indexer
    const watched = {
      ...engine,
      shadow: { ...engine.shadow, drop: () => engine.shadow.drop().then(look) },
      swap: () => Promise.all([engine.swap(), look(), look(), look()]).then(look),
    }
    await rebuildIndex({ ...stage.indexer, engine: watched }, look)
    expect(looks).toEqual(Array.from({ length: 7 }, () => true))
  })

  test('brings new settings', async () => {
    await prepareIndex(stage.indexer)
    const id = await stage.publish({ title: '低保公告' })
    await syncRecords(stage.indexer, [id])
    const words = { synonyms: [['低保', '最低生活保障']], dictionary: [] }
    await rebuildIndex({ ...stage.indexer, settings: searchSettings(words) })
    expect(await stage.found('最低生活保障')).toEqual([id])
  })

  test('goes batch by batch and says how far it is', async () => {
    await stage.publish({ title: '千件公告' })
    await stage.sql(`
      INSERT INTO publication
      SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(),
                'disclosure_id', gen_random_uuid(), 'edition_id', gen_random_uuid(), 'index_number', 'X/' || n))).*
        FROM publication p, generate_series(1, 1000) n`)
    const told: number[][] = []
    const count = await rebuildIndex(stage.indexer, (done, total) => void told.push([done, total]))
    expect(count).toBe(1001)
    expect(told).toEqual([
      [1000, 1001],
      [1001, 1001],
    ])
    expect(await drift()).toEqual(none)
    // More than anyone can page through, but counted all the same.
    expect((await stage.search('千件')).total).toBe(1001)
    expect((await stage.search('千件', { offset: 990 })).hasNext).toBe(false)
  })
})

describe('drift', () => {
  beforeEach(() => prepareIndex(stage.indexer))

  test('tells missing, extra and stale apart', async () => {
    const [missing = '', extra = '', stale = ''] = await records(4)
    const { engine } = stage.indexer
    const foreign = { ...(await document(stale)), id: crypto.randomUUID(), version: 7 }
    await engine.finished(await engine.live.remove([missing]))
    await stage.withdraw(extra)
    await stage.supersede(stale, { title: '新' })
    await engine.finished(await engine.live.upsert([foreign]))
    const unsynced = await stage.publish()

    const found = await drift()
    const ids = (entries: typeof found.missing) => entries.map((entry) => entry.disclosureId)
    expect(ids(found.missing).toSorted()).toEqual([missing, unsynced].toSorted())
    expect(ids(found.extra).toSorted()).toEqual([extra, foreign.id].toSorted())
    expect(found.stale).toEqual([
      {
        disclosureId: stale,
        indexNumber: expect.stringMatching(/^11211324900000145H\/2026-\d{5}$/) as string,
        indexed: 1,
        listed: 2,
      },
    ])
  })

  test('is mended by a sweep, wherever it comes from', async () => {
    const [lost = '', tampered = '', whole = ''] = await records(3)
    const { engine } = stage.indexer
    const foreign = { ...(await document(whole)), id: crypto.randomUUID() }
    await engine.finished(await engine.live.remove([lost]))
    await engine.finished(
      await engine.live.upsert([foreign, { ...(await document(tampered)), version: 0 }]),
    )
    await engine.finished(await engine.live.remove([whole]))
    const unsynced = await stage.publish()
    await sweep(stage.indexer)
    expect(await drift()).toEqual(none)
    expect(await stage.found(`重建`)).toHaveLength(3)
    expect(await stage.state(unsynced)).toMatchObject({ status: 'SYNCED' })
  })

  test('does not arise from an index that was thrown away: it is made anew', async () => {
    const ids = await records(3)
    await stage.indexer.engine.live.drop()
    expect((await stage.search('重建')).engine).toBe('DATABASE')
    expect((await drift()).missing).toHaveLength(3)
    await prepareIndex(stage.indexer)
    expect(await drift()).toEqual(none)
    expect(await stage.indexer.engine.live.count()).toBe(ids.length)
  })
})

async function document(id: string) {
  const [found] = await currentDocuments(stage.indexer, [id])
  if (!found) throw new Error('not listed')
  return found
}
