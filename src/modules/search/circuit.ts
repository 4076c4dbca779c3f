import type { Logger } from '../../platform/log.ts'
import {
  type EngineAnswer,
  type EngineQuery,
  type SearchEngine,
  SearchEngineError,
  type SearchService,
} from './ports.ts'
import { turns } from './turns.ts'

/** How long the engine is left alone after it failed: a hanging one must not hold up every search. */
const REST_MS = 2_000

/** Whoever stands in line for longer is answered by the database. */
const LONGEST_WAIT_MS = 2_000

/**
 * The public side's engine: asked by so many searches at once and no more, after a failure by itself again after a rest,
 * by one search at first.
 */
export function searchService(
  engine: SearchEngine | null,
  log: Logger,
  atOnce = Number.POSITIVE_INFINITY,
): SearchService {
  let restsUntil = 0
  let failing = false
  let trying = false
  const line = turns({ atOnce, longestWaitMs: LONGEST_WAIT_MS })
  if (!engine) return { ask: () => Promise.resolve(null) }

  const rests = () => failing && (trying || performance.now() < restsUntil)
  const asked = async (query: EngineQuery): Promise<EngineAnswer | null> => {
    // It may have failed while this search stood in line.
    if (rests()) return null
    trying = failing
    try {
      const answer = await engine.search(query)
      if (failing) log.info('检索引擎已恢复')
      failing = false
      return answer
    } catch (error) {
      if (!(error instanceof SearchEngineError)) throw error
      if (!failing) log.warn({ code: error.code }, '检索引擎不可用，检索改用数据库')
      failing = true
      restsUntil = performance.now() + REST_MS
      return null
    } finally {
      trying = false
    }
  }
  return {
    ask: async (query) =>
      rests() ? null : await line.take(JSON.stringify(query), () => asked(query)),
  }
}
