import { withAdvisoryLock } from '../../platform/db/advisory-lock.ts'
import { newestPublications } from './drift.ts'
import type { IndexedVersion } from './ports.ts'
import { markSynced } from './state.ts'
import {
  currentDocuments,
  INDEX_LOCK,
  type Indexer,
  noteRefused,
  type Refused,
  upsertAll,
} from './sync.ts'

/** Told after every batch, and waited for. */
export type Progress = (done: number, total: number) => void | Promise<void>

/** More than a sync writes at once: nobody waits for the lock, and the engine takes many together far faster. */
const BATCH = 1000

/** Two rebuilds would fill the same shadow. */
const REBUILD_LOCK = 'search-rebuild'

/** What the shadow holds, and what it refused to hold. */
interface Copy {
  readonly written: Map<string, number>
  readonly refused: Map<string, Refused>
}

/**
 * Makes the index anew from the publications while the old one goes on answering: fills a shadow, then, with the writers
 * held off, adds what has changed meanwhile and exchanges the two. Returns how many documents there are.
 */
export async function rebuildIndex(
  indexer: Indexer,
  progress: Progress = () => undefined,
): Promise<number> {
  const { engine, publicPool, settings } = indexer
  return withAdvisoryLock(publicPool, REBUILD_LOCK, async () => {
    await engine.shadow.drop()
    await engine.shadow.configure(settings)
    const copy: Copy = { written: new Map(), refused: new Map() }
    await bringUpToDate(indexer, copy, progress)
    await withAdvisoryLock(publicPool, INDEX_LOCK, async (stillHeld) => {
      const unlisted = await bringUpToDate(indexer, copy)
      await stillHeld()
      await engine.swap()
      await note(indexer, copy, unlisted)
      // Only now, and awaited: a deletion on the heels of a swap can lose what was written in between.
      await engine.shadow.drop()
    })
    return copy.written.size
  })
}

/** Makes the copy equal to the publications as they are now; returns those that are not listed. */
async function bringUpToDate(
  indexer: Indexer,
  { written, refused }: Copy,
  progress: Progress = () => undefined,
): Promise<IndexedVersion[]> {
  const { engine, publicPool, signal } = indexer
  const newest = await newestPublications(publicPool)
  const listed = [...newest.values()].filter((publication) => publication.listed)
  const changed = listed.filter(
    ({ id, version }) => written.get(id) !== version && refused.get(id)?.version !== version,
  )
  for (let start = 0; start < changed.length; start += BATCH) {
    signal?.throwIfAborted()
    const ids = changed.slice(start, start + BATCH).map(({ id }) => id)
    const result = await upsertAll(engine, engine.shadow, await currentDocuments(indexer, ids))
    for (const { id, version } of result.written) {
      written.set(id, version)
      refused.delete(id)
    }
    for (const each of result.refused) refused.set(each.id, each)
    await progress(Math.min(start + BATCH, changed.length), changed.length)
  }

  const gone = [...written.keys()].filter((id) => !newest.get(id)?.listed)
  if (gone.length > 0) await engine.finished(await engine.shadow.remove(gone))
  for (const id of gone) written.delete(id)
  return [...newest.values()].filter((publication) => !publication.listed)
}

async function note(
  indexer: Indexer,
  { written, refused }: Copy,
  unlisted: readonly IndexedVersion[],
): Promise<void> {
  const known = [...written].map(([id, version]) => ({ id, version }))
  await markSynced(indexer, [...known, ...unlisted], null)
  await noteRefused(indexer, [...refused.values()])
}
