import { rebuildIndex } from '../src/modules/search/rebuild.ts'
import type { SearchIndex } from '../src/modules/search/ports.ts'
import type { Stage } from './stage.ts'

type Batch = Parameters<SearchIndex['upsert']>[0]

/** How fast the index is made anew, beside the engine alone taking the same documents: one after the other, some times. */
export async function measureRebuild(on: Stage, rounds: number, say: (text: string) => void) {
  const taken: { documents: number; seconds: number; engineSeconds: number; toEngine: number }[] =
    []
  for (let round = 1; round <= rounds; round++) {
    say(`the index, ${round} of ${rounds}`)
    const { documents, batches, seconds } = await rebuilt(on)
    say('the index, by the engine alone')
    const engineSeconds = await byEngineAlone(on, batches)
    taken.push({ documents, seconds, engineSeconds, toEngine: engineSeconds / seconds })
  }
  const [middle] = taken
    .toSorted((a, b) => a.toEngine - b.toEngine)
    .slice(Math.floor(taken.length / 2))
  if (!middle) throw new Error('no rounds')
  return middle
}

function indexerOf({ app }: Stage) {
  if (!app.indexer) throw new Error('no engine')
  return app.indexer
}

/** A rebuild, with the documents that it has sent. */
async function rebuilt(on: Stage) {
  const indexer = indexerOf(on)
  const { engine } = indexer
  const batches: Batch[] = []
  const upsert = (batch: Batch) => {
    batches.push(batch)
    return engine.shadow.upsert(batch)
  }
  const watched = { ...engine, shadow: { ...engine.shadow, upsert } }
  const began = performance.now()
  const documents = await rebuildIndex({ ...indexer, engine: watched })
  return { documents, batches, seconds: (performance.now() - began) / 1000 }
}

/** So many batches lie with the engine: it always has something to do, and what it works on together ends in time. */
const AHEAD = 10

/** Seconds that it takes when nothing has to be read nor made. */
async function byEngineAlone(on: Stage, batches: readonly Batch[]): Promise<number> {
  const { engine, settings } = indexerOf(on)
  await engine.shadow.drop()
  await engine.shadow.configure(settings)
  const began = performance.now()
  const tasks: string[] = []
  for (const batch of batches) {
    tasks.push(await engine.shadow.upsert(batch))
    if (tasks.length > AHEAD) await engine.finished(tasks.shift() ?? '')
  }
  for (const task of tasks) await engine.finished(task)
  const seconds = (performance.now() - began) / 1000
  await engine.shadow.drop()
  return seconds
}
