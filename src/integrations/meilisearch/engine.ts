import { Meilisearch, type SearchResponse } from 'meilisearch'
import type { Facet, SearchDocument } from '../../modules/search/model.ts'
import {
  type EngineAnswer,
  type EngineQuery,
  FACETS,
  MATCH_BEGINS,
  MATCH_ENDS,
  type SearchEngine,
  type SearchTask,
} from '../../modules/search/ports.ts'
import { keptConnections } from './connection.ts'
import { asEngineError, taskFailure } from './failure.ts'
import { filterExpression } from './filter.ts'
import { type Connection, searchIndex } from './search-index.ts'
import { LOCALES } from './settings.ts'

/** Where the engine is and which indexes of it are ours. */
export interface MeilisearchOptions {
  readonly url: string
  readonly apiKey?: string
  readonly indexPrefix: string
  /** How long a search may take before the database has to answer. */
  readonly searchTimeoutMs?: number
  readonly writeTimeoutMs?: number
}

type Formatted = Pick<SearchDocument, 'id' | 'version' | 'title' | 'summary'>

const TASK_TIMEOUT_MS = 120_000
const TASK_INTERVAL_MS = 25

/** Meilisearch as the search engine. Nothing is asked of it before the first call. */
export function meilisearchEngine(options: MeilisearchOptions): SearchEngine {
  const {
    url: host,
    apiKey,
    indexPrefix,
    searchTimeoutMs = 2_000,
    writeTimeoutMs = 10_000,
  } = options
  // An answer that the engine packs comes in pieces, between which the two computers wait for each other.
  const requestInit = { headers: { 'accept-encoding': 'identity' } }
  const reader = new Meilisearch({
    host,
    apiKey,
    timeout: searchTimeoutMs,
    requestInit,
    httpClient: keptConnections(),
  })
  const writer = new Meilisearch({ host, apiKey, timeout: writeTimeoutMs })
  const connection: Connection = { client: writer, finished }
  const live = searchIndex(connection, `${indexPrefix}_disclosures`)
  const shadow = searchIndex(connection, `${indexPrefix}_disclosures_shadow`)

  async function finished(task: SearchTask): Promise<void> {
    await asEngineError(async () => {
      const wait = { timeout: TASK_TIMEOUT_MS, interval: TASK_INTERVAL_MS }
      const { status, error } = await writer.tasks.waitForTask(Number(task), wait)
      if (status !== 'succeeded') throw taskFailure(error)
    })
  }

  return {
    live,
    shadow,
    finished,
    search: (query) =>
      asEngineError(async () => {
        const response = await reader
          .index(live.uid)
          .search<Formatted>(query.text, searchParameters(query))
        return {
          hits: response.hits.map(({ id, version, _formatted = {} }) => {
            const { title = '', summary = '' } = _formatted
            return { id, version, title, summary }
          }),
          ...countsOf(response),
        }
      }),
    swap: () =>
      asEngineError(async () => {
        const rename = !(await live.exists())
        const task = await writer.swapIndexes([{ indexes: [shadow.uid, live.uid], rename }])
        await finished(String(task.taskUid))
      }),
    healthy: () => reader.isHealthy(),
  }
}

function searchParameters({ text, offset, limit, ...narrowing }: EngineQuery) {
  return {
    offset,
    limit,
    filter: filterExpression(narrowing),
    sort: text === '' ? ['publishedAt:desc'] : undefined,
    facets: [...FACETS],
    locales: LOCALES,
    matchingStrategy: 'all' as const,
    attributesToRetrieve: ['id', 'version'],
    // Not the body: the engine splits each text into words anew, a long one in more time than the whole search takes.
    attributesToHighlight: ['title', 'summary'],
    highlightPreTag: MATCH_BEGINS,
    highlightPostTag: MATCH_ENDS,
  }
}

/** Every document has one kind: their sum is the true total, where the engine's own ends at what can be reached. */
function countsOf({ facetDistribution = {} }: SearchResponse): Omit<EngineAnswer, 'hits'> {
  const kinds = Object.values(facetDistribution['kind'] ?? {})
  const facets = FACETS.map((name): Facet => {
    const counts = Object.entries(facetDistribution[name] ?? {})
    const values = counts.map(([value, count]) => ({ value, count }))
    // In the engine's order already, but an object of JavaScript has its numbers first.
    return {
      name,
      values: values.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
    }
  })
  return { total: kinds.reduce((sum, count) => sum + count, 0), facets }
}
