import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openSearchStage, type SearchStage } from '../../../test/support/search-stage.ts'
import { prepareIndex } from './sweep.ts'
import { syncPublished, syncReform } from './sync.ts'

let stage: SearchStage
/** The ids of every write of documents. */
const written: string[][] = []
/** What asks for its turn while the first write is under way. */
let meanwhile: () => Promise<void>
let under: Promise<void> | undefined

beforeAll(async () => {
  stage = await openSearchStage({
    wrap: (engine) => ({
      ...engine,
      live: {
        ...engine.live,
        upsert: async (documents) => {
          written.push(documents.map(({ id }) => id))
          under ??= meanwhile()
          if (written.length === 1) await vi.waitUntil(isWaitedFor)
          return engine.live.upsert(documents)
        },
      },
    }),
  })
  await prepareIndex(stage.indexer)
})
afterAll(() => stage.close())

/** Whether somebody waits for the lock of the index. */
async function isWaitedFor(): Promise<boolean> {
  const waiting = `SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
                    WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()`
  return (await stage.sql(waiting)).length > 0
}

test('what is published while an organization with many records changes its name waits for a hundred of them, not for all', async () => {
  const records = await Promise.all(
    Array.from({ length: 250 }, () => stage.publish({ organization: 'old' })),
  )
  const changeId = randomUUID()
  await stage.sql(
    `ALTER TABLE organization_change DROP CONSTRAINT organization_change_organization_code_fkey`,
  )
  await stage.sql(
    `INSERT INTO organization_change (id, kind, organization_code, effective_on, full_name, short_name, decided_at)
     VALUES ($1, 'RENAMED', 'old', current_date, '新名称', '新名', now())`,
    [changeId],
  )
  const urgent = await stage.publish({ title: '暴雨红色预警' })
  meanwhile = () => syncPublished(stage.indexer, [urgent])
  await syncReform(stage.indexer, changeId)
  await under
  expect(written.map((ids) => ids.length)).toEqual([100, 1, 100, 50])
  expect(await stage.found('暴雨红色预警')).toEqual([urgent])
  expect(written.flat().toSorted()).toEqual([urgent, ...records].toSorted())
})
