import type { PublicPool } from '../../platform/db/pool.ts'
import type { DisclosureFilter } from '../publication/model.ts'
import { HEAVY, type HeavyColumn } from '../publication/read-columns.ts'
import { REACHABLE_HITS } from './model.ts'
import type { SearchService } from './ports.ts'
import { askDatabase } from './query-database.ts'
import { askEngine } from './query-engine.ts'
import type { SearchResult } from './query-page.ts'
import { inTwoScripts, termsOf } from './terms.ts'

/** What a search is done with. */
export interface SearchSources {
  readonly publicPool: PublicPool
  readonly search: SearchService
}

/** A search as someone asked for it. */
export interface SearchRequest {
  readonly query: string
  readonly filter: DisclosureFilter
  readonly first: number
  /** How many results lie before the page: `next` of the last one of the page before. */
  readonly offset: number
  /** Which heavy columns of the results are needed; all when left out. */
  readonly heavy?: readonly HeavyColumn[]
}

/**
 * One page of the listed records that have every word of the query, the best first; of all listed records, the newest
 * first, when it is empty.
 */
export async function search(
  { publicPool, search }: SearchSources,
  { query, filter, first, offset, heavy = HEAVY }: SearchRequest,
): Promise<SearchResult> {
  const reachable = Math.max(0, Math.min(first, REACHABLE_HITS - offset))
  // Hits are checked by what stands in their heads.
  const read = HEAVY.filter((column) => column === 'head' || heavy.includes(column))
  const page = { terms: termsOf(query), filter, first: reachable, offset, heavy: read }
  const byEngine = inTwoScripts(page.terms) ? null : await askEngine(publicPool, search, page)
  return byEngine ?? (await askDatabase(publicPool, page))
}
