import { withAdvisoryLock } from '../../platform/db/advisory-lock.ts'
import { versionsHeld } from './drift.ts'
import { SearchEngineError } from './ports.ts'
import { rebuildIndex } from './rebuild.ts'
import { documentsKnown, markOwed, type OwedSince, owedRecords, versionsKnown } from './state.ts'
import { BATCH, INDEX_LOCK, type Indexer, syncRecords } from './sync.ts'

/** Makes the index ready to be written: anew when there is none, with the settings of this program when there is one. */
export async function prepareIndex(indexer: Indexer): Promise<void> {
  const { engine, settings } = indexer
  if (!(await engine.healthy())) throw new SearchEngineError('UNAVAILABLE', 'UNREACHABLE')
  if (await engine.live.exists()) await engine.live.configure(settings)
  else await rebuildIndex(indexer)
}

/** Syncs whatever is owed, also where the index has lost what it was known to hold. */
export async function sweep(indexer: Indexer): Promise<void> {
  await syncRecords(indexer, await lostRecords(indexer))
  await syncOwed(indexer)
}

const LATELY_MS = 2 * 60 * 60 * 1000

/**
 * Syncs what the last hours left owing and what could not be written before: all that a lost job can leave behind while
 * whole sweeps go on, found without a look at everything that was ever published.
 */
export function sweepLately(indexer: Indexer): Promise<void> {
  return syncOwed(indexer, { since: new Date(indexer.clock.now().getTime() - LATELY_MS) })
}

async function syncOwed(indexer: Indexer, of: OwedSince = {}): Promise<void> {
  for (;;) {
    if (indexer.signal?.aborted) return
    const owed = await owedRecords(indexer, BATCH, of)
    if (owed.length === 0) return
    await syncRecords(indexer, owed)
  }
}

/** Records of which the index holds something else than its state says: after it was restored, or tampered with. */
async function lostRecords(indexer: Indexer): Promise<string[]> {
  const { engine, publicPool } = indexer
  return withAdvisoryLock(publicPool, INDEX_LOCK, async () => {
    if (!(await engine.live.exists())) throw new SearchEngineError('UNAVAILABLE', 'INDEX_MISSING')
    // Counting is cheap and tells the usual accident, an index that was thrown away.
    if ((await engine.live.count()) === (await documentsKnown(indexer))) return []
    const known = await versionsKnown(indexer)
    const held = await versionsHeld(engine.live)
    const ids = [...new Set([...known.keys(), ...held.keys()])]
    const lost = ids.filter((id) => known.get(id) !== held.get(id))
    await markOwed(indexer, lost)
    return lost
  })
}
