import { withAdvisoryLock } from '../../platform/db/advisory-lock.ts'
import type { PublicPool } from '../../platform/db/pool.ts'
import type { Logger } from '../../platform/log.ts'
import type { HeavyColumn } from '../publication/read-columns.ts'
import { listedRecords } from '../publication/read.ts'
import { attachmentTexts } from '../publication/read-files.ts'
import { recordsTouchedBy, successorsOfRecords } from '../publication/read-successors.ts'
import type { SearchDocument, SearchSettings } from './model.ts'
import {
  type IndexedVersion,
  type SearchEngine,
  SearchEngineError,
  type SearchIndex,
  type SearchTask,
} from './ports.ts'
import { type CountyNames, searchDocument } from './projection.ts'
import {
  markOwed,
  markSynced,
  markUnsynced,
  newestVersions,
  type StateStore,
  unsynced,
} from './state.ts'

/** What it takes to keep the index equal to the publications. */
export interface Indexer extends StateStore {
  readonly publicPool: PublicPool
  readonly engine: SearchEngine
  readonly settings: SearchSettings
  readonly county: CountyNames & { reload(): Promise<void> }
  readonly log: Logger
  /** Aborted when the server stops: long work then ends with the batch at hand. */
  readonly signal?: AbortSignal
}

/** Documents in one task of the engine. */
export const BATCH = 500

/** In one task of what nobody waits for: what is published meanwhile waits behind one such task at most. */
const PATIENT_BATCH = 100

/** Every writer of the index holds this: the engine knows no conditional write, so that the last one to send wins. */
export const INDEX_LOCK = 'search-index'

/**
 * Brings the index in line with the newest publications of these records and notes it in their state. May be repeated,
 * in any order and on any server: what is written is always the current row, read under the lock.
 */
export async function syncRecords(indexer: Indexer, ids: readonly string[]): Promise<void> {
  await inBatches(indexer, ids, (batch) => Promise.resolve(batch))
}

/**
 * The same for records of which a new version was published; what the index is known to hold by now is left as it is: a
 * sweep is often faster than the jobs of a bulk import.
 */
export async function syncPublished(indexer: Indexer, ids: readonly string[]): Promise<void> {
  await inBatches(indexer, ids, (batch) => unsynced(indexer, batch))
}

/** Chooses under the lock what is to be written of each batch. */
type Choice = (ids: readonly string[]) => Promise<readonly string[]>

async function inBatches(
  indexer: Indexer,
  ids: readonly string[],
  choose: Choice,
  size = BATCH,
): Promise<void> {
  const distinct = [...new Set(ids)]
  for (let start = 0; start < distinct.length; start += size) {
    await syncBatch(indexer, distinct.slice(start, start + size), choose)
  }
}

async function syncBatch(
  indexer: Indexer,
  batch: readonly string[],
  choose: Choice,
): Promise<void> {
  const { publicPool, engine } = indexer
  await withAdvisoryLock(publicPool, INDEX_LOCK, async (stillHeld) => {
    const ids = await choose(batch)
    if (ids.length === 0) return
    const newest = await newestVersions(indexer, ids)
    const documents = await currentDocuments(indexer, ids)
    const listed = new Set(documents.map(({ id }) => id))
    const absent = ids.filter((id) => !listed.has(id))
    try {
      // Written to as it is, the engine would make an index without settings.
      if (!(await engine.live.exists())) throw new SearchEngineError('UNAVAILABLE', 'INDEX_MISSING')
      const { written, refused, task } = await upsertAll(engine, engine.live, documents)
      const removal = absent.length > 0 ? await engine.live.remove(absent) : null
      if (removal) await engine.finished(removal)
      // Were the lock lost, another writer might have come in between and its newer documents lie under ours.
      await stillHeld()
      const gone = absent.flatMap((id) => ({ id, version: newest.get(id) ?? 0 }))
      const known = [...written, ...gone].filter(({ id }) => newest.has(id))
      await markSynced(indexer, known, removal ?? task)
      await noteRefused(indexer, refused)
    } catch (error) {
      if (error instanceof SearchEngineError) {
        const owed = [...newest].map(([id, version]) => ({ id, version }))
        await markUnsynced(indexer, owed, 'PENDING', error.code)
      } else await markOwed(indexer, ids)
      throw error
    }
  })
}

/**
 * Tells the index what changes of organizations mean for records: other names, and under whom else they are found. All
 * that are waiting at once: to the engine a task costs the same for one document as for a hundred.
 */
export async function syncReforms(indexer: Indexer, changeIds: readonly string[]): Promise<void> {
  await indexer.county.reload()
  const ids = await recordsTouchedBy(indexer.publicPool, changeIds)
  await inBatches(indexer, ids, (batch) => Promise.resolve(batch), PATIENT_BATCH)
}

/** The heavy columns that a document is made of. */
const INDEXED: readonly HeavyColumn[] = ['head', 'content', 'bodyText', 'mongolian']

/** The documents of those of the records that are listed now. */
export async function currentDocuments(
  { publicPool, county }: Pick<Indexer, 'publicPool' | 'county'>,
  ids: readonly string[],
): Promise<SearchDocument[]> {
  const [records, texts, successors] = await Promise.all([
    listedRecords(publicPool, ids, INDEXED),
    attachmentTexts(publicPool, ids),
    successorsOfRecords(publicPool, ids),
  ])
  return records.map((record) => {
    const { disclosureId } = record
    return searchDocument(record, county, texts.get(disclosureId), successors.get(disclosureId))
  })
}

/** A record that the engine will not take. */
export interface Refused extends IndexedVersion {
  readonly code: string
}

export interface Upserted {
  readonly written: readonly IndexedVersion[]
  readonly refused: readonly Refused[]
  readonly task: SearchTask | null
}

/** Writes documents and waits for it. */
async function upsertAll(
  engine: SearchEngine,
  index: SearchIndex,
  documents: readonly SearchDocument[],
): Promise<Upserted> {
  if (documents.length === 0) return { written: [], refused: [], task: null }
  return upserted(engine, index, documents, index.upsert(documents))
}

/**
 * Waits for documents that are being sent. One bad document fails its whole task: halving finds it, the others go in.
 */
export async function upserted(
  engine: SearchEngine,
  index: SearchIndex,
  documents: readonly SearchDocument[],
  sent: Promise<SearchTask>,
): Promise<Upserted> {
  try {
    const task = await sent
    await engine.finished(task)
    return { written: documents.map(({ id, version }) => ({ id, version })), refused: [], task }
  } catch (error) {
    if (!(error instanceof SearchEngineError) || error.failure !== 'REJECTED') throw error
    const [only] = documents
    if (documents.length === 1 && only) {
      const { id, version } = only
      return { written: [], refused: [{ id, version, code: error.code }], task: null }
    }
    const middle = Math.ceil(documents.length / 2)
    const first = await upsertAll(engine, index, documents.slice(0, middle))
    const second = await upsertAll(engine, index, documents.slice(middle))
    return {
      written: [...first.written, ...second.written],
      refused: [...first.refused, ...second.refused],
      task: second.task ?? first.task,
    }
  }
}

/** Sets refused records aside and tells the operator which: nobody else will notice that they cannot be found. */
export async function noteRefused(
  indexer: Pick<Indexer, 'database' | 'clock' | 'log'>,
  refused: readonly Refused[],
): Promise<void> {
  for (const { id, version, code } of refused) {
    await markUnsynced(indexer, [{ id, version }], 'FAILED', code)
    indexer.log.error({ disclosureId: id, version, code }, '检索引擎拒收一条信息，稍后重试')
  }
}
