import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openSearchStage, type SearchStage } from '../../../test/support/search-stage.ts'
import { prepareIndex } from './sweep.ts'
import { syncPublished, syncReforms } from './sync.ts'

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

test('what is published while organizations with many records change their names waits for a hundred of them, not for all', async () => {
  const of = (organization: string, count: number) =>
    Promise.all(Array.from({ length: count }, () => stage.publish({ organization })))
  const records = (await Promise.all([of('old', 220), of('bureau', 30)])).flat()
  const changes = { old: randomUUID(), bureau: randomUUID() }
  await stage.sql(
    `ALTER TABLE organization_change DROP CONSTRAINT organization_change_organization_code_fkey`,
  )
  for (const [code, id] of Object.entries(changes)) {
    await stage.sql(
      `INSERT INTO organization_change (id, kind, organization_code, effective_on, full_name, short_name, decided_at)
       VALUES ($1, 'RENAMED', $2, current_date, '新名称', '新名', now())`,
      [id, code],
    )
  }
  const urgent = await stage.publish({ title: '暴雨红色预警' })
  meanwhile = () => syncPublished(stage.indexer, [urgent])
  await syncReforms(stage.indexer, Object.values(changes))
  await under
  expect(written.map((ids) => ids.length)).toEqual([100, 1, 100, 50])
  expect(await stage.found('暴雨红色预警')).toEqual([urgent])
  expect(written.flat().toSorted()).toEqual([urgent, ...records].toSorted())
})
