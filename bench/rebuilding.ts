import { rebuildIndex } from '../src/modules/search/rebuild.ts'
import type { Stage } from './stage.ts'

/** How fast the index is made anew, beside the engine alone taking the same documents. */
export async function measureRebuild({ app }: Stage, say: (text: string) => void) {
  const { indexer } = app
  if (!indexer) throw new Error('no engine')
  const kept: Parameters<typeof indexer.engine.shadow.upsert>[0][] = []
  const { shadow } = indexer.engine
  const watched = {
    ...indexer,
    engine: {
      ...indexer.engine,
      shadow: {
        ...shadow,
        upsert(documents: (typeof kept)[number]) {
          kept.push(documents)
          return shadow.upsert(documents)
        },
      },
    },
  }
  say('the index')
  const began = performance.now()
  const documents = await rebuildIndex(watched)
  const own = (performance.now() - began) / 1000
  say('the index, by the engine alone')
  const { engine, settings } = indexer
  await engine.shadow.drop()
  await engine.shadow.configure(settings)
  const beganAlone = performance.now()
  for (const batch of kept) await engine.finished(await engine.shadow.upsert(batch))
  const alone = (performance.now() - beganAlone) / 1000
  await engine.shadow.drop()
  return { documents, seconds: own, engineSeconds: alone, toEngine: alone / own }
}
