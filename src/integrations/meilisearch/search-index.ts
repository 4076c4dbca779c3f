import type { Meilisearch } from 'meilisearch'
import type { SearchDocument } from '../../modules/search/model.ts'
import {
  type IndexedVersion,
  SearchEngineError,
  type SearchIndex,
  type SearchTask,
} from '../../modules/search/ports.ts'
import { asEngineError } from './failure.ts'
import { engineSettings } from './settings.ts'

/** The client to write with, and how to wait for what it was told. */
export interface Connection {
  readonly client: Meilisearch
  readonly finished: (task: SearchTask) => Promise<void>
}

const VERSIONS_PAGE = 1000

/** One index of Meilisearch. */
export function searchIndex(
  { client, finished }: Connection,
  uid: string,
): SearchIndex & { uid: string } {
  const index = client.index<SearchDocument>(uid)
  const exists = async () => {
    try {
      await asEngineError(() => client.getRawIndex(uid))
      return true
    } catch (error) {
      if (error instanceof SearchEngineError && error.code === 'index_not_found') return false
      throw error
    }
  }
  const done = (call: () => Promise<{ taskUid: number }>) =>
    asEngineError(async () => finished(String((await call()).taskUid)))

  return {
    uid,
    exists,
    async configure(settings) {
      if (!(await exists())) await done(() => client.createIndex(uid, { primaryKey: 'id' }))
      await done(() => index.updateSettings(engineSettings(settings)))
    },
    upsert: (documents) =>
      asEngineError(async () => String((await index.addDocuments([...documents])).taskUid)),
    remove: (ids) =>
      asEngineError(async () => String((await index.deleteDocuments([...ids])).taskUid)),
    count: () => asEngineError(async () => (await index.getStats()).numberOfDocuments),
    async *versions() {
      for (let offset = 0; ; offset += VERSIONS_PAGE) {
        const page = { fields: ['id' as const, 'version' as const], limit: VERSIONS_PAGE, offset }
        const { results } = await asEngineError(() => index.getDocuments<IndexedVersion>(page))
        if (results.length > 0) yield results
        if (results.length < VERSIONS_PAGE) return
      }
    },
    async drop() {
      if (await exists()) await done(() => client.deleteIndex(uid))
    },
  }
}
