import type { Logger } from '../../platform/log.ts'
import { type SearchEngine, SearchEngineError, type SearchService } from './ports.ts'

/** How long the engine is left alone after it failed: a hanging one must not hold up every search. */
const REST_MS = 2_000

/** The public side's engine: asked again by itself after a rest, by one search at first. */
export function searchService(engine: SearchEngine | null, log: Logger): SearchService {
  let restsUntil = 0
  let failing = false
  let trying = false
  if (!engine) return { ask: () => Promise.resolve(null) }

  return {
    async ask(query) {
      if (failing && (trying || performance.now() < restsUntil)) return null
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
    },
  }
}
