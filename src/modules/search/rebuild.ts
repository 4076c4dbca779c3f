import { withAdvisoryLock } from '../../platform/db/advisory-lock.ts'
import { newestPublications } from './drift.ts'
import type { SearchDocument } from './model.ts'
import type { IndexedVersion } from './ports.ts'
import { markSynced } from './state.ts'
import {
  currentDocuments,
  INDEX_LOCK,
  type Indexer,
  noteRefused,
  type Refused,
  upserted,
  type Upserted,
} from './sync.ts'

/** Told after every batch, and waited for. */
export type Progress = (done: number, total: number) => void | Promise<void>

/** More than a sync writes at once: nobody waits for the lock, and the engine takes many together far faster. */
const BATCH = 1000

/**
 * So many batches lie with the engine while the next one is read: it never waits for us, and works on those together
 * that it finds waiting.
 */
const AHEAD = 4

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
  const under: (() => Promise<Upserted>)[] = []
  let done = 0
  const settle = async () => {
    const result = await under.shift()?.()
    for (const { id, version } of result?.written ?? []) {
      written.set(id, version)
      refused.delete(id)
    }
    for (const each of result?.refused ?? []) refused.set(each.id, each)
    done = Math.min(done + BATCH, changed.length)
    await progress(done, changed.length)
  }
  for (let start = 0; start < changed.length; start += BATCH) {
    signal?.throwIfAborted()
    const ids = changed.slice(start, start + BATCH).map(({ id }) => id)
    under.push(await sent(indexer, await currentDocuments(indexer, ids)))
    if (under.length > AHEAD) await settle()
  }
  while (under.length > 0) await settle()

  const gone = [...written.keys()].filter((id) => !newest.get(id)?.listed)
  if (gone.length > 0) await engine.finished(await engine.shadow.remove(gone))
  for (const id of gone) written.delete(id)
  return [...newest.values()].filter((publication) => !publication.listed)
}

/** Sends documents to the shadow; what it returns waits until they are in. */
async function sent(
  { engine }: Indexer,
  documents: readonly SearchDocument[],
): Promise<() => Promise<Upserted>> {
  const { shadow } = engine
  const sending = shadow.upsert(documents)
  // A refusal is told to whoever waits.
  await sending.catch(() => undefined)
  return () => upserted(engine, shadow, documents, sending)
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
