import { setTimeout as pause } from 'node:timers/promises'
import { ConflictError } from '../../platform/errors.ts'
import type { JobDefinition } from '../../platform/jobs.ts'
import { ORGANIZATION_CHANGED } from '../organization/events.ts'
import { PUBLICATION_CHANGED } from '../publication/events.ts'
import { SearchEngineError } from './ports.ts'
import { prepareIndex, sweep, sweepLately } from './sweep.ts'
import { BATCH, type Indexer, syncPublished, syncReforms } from './sync.ts'

/** What keeps the index up to date on this server. */
export interface SearchWorker {
  readonly jobs: readonly JobDefinition[]
  /** Readies the index and syncs at once whatever was left owing when a server died; goes on in the background. */
  start(): void
  /** Lets the batch at hand finish. */
  stop(): Promise<void>
}

const RETRY_MS = 1_000

/** The jobs of search, and the watch that makes up for an outage of the engine as soon as it is over. */
export function searchWorker(options: Omit<Indexer, 'signal'>): SearchWorker {
  const closing = new AbortController()
  const { signal } = closing
  const indexer: Indexer = { ...options, signal }
  let catchingUp: Promise<void> | null = null

  const catchUp = () => {
    catchingUp ??= untilCaughtUp(indexer, signal).finally(() => {
      catchingUp = null
    })
  }
  const orCatchUpLater = async (work: Promise<void>) => {
    await work.catch((error: unknown) => {
      if (isUnavailable(error)) catchUp()
      throw error
    })
  }

  return {
    jobs: [
      {
        queue: 'search.sync',
        on: [PUBLICATION_CHANGED],
        batch: BATCH,
        handle: (jobs) => {
          const ids = jobs.map(({ disclosureId }) => String(disclosureId))
          return orCatchUpLater(syncPublished(indexer, ids))
        },
      },
      {
        queue: 'search.reform',
        on: [ORGANIZATION_CHANGED],
        batch: BATCH,
        handle: (jobs) => {
          const ids = jobs.map(({ changeId }) => String(changeId))
          return orCatchUpLater(syncReforms(indexer, ids))
        },
      },
      {
        queue: 'search.lately',
        cron: '* * * * *',
        // The next minute brings the next one.
        retryLimit: 0,
        handle: () => orCatchUpLater(sweepLately(indexer)).catch(unlessUnavailable),
      },
      {
        queue: 'search.sweep',
        // With a million records it takes ten seconds.
        cron: '7 * * * *',
        retryLimit: 0,
        handle: () => orCatchUpLater(sweep(indexer)).catch(unlessUnavailable),
      },
    ],
    start: catchUp,
    async stop() {
      closing.abort()
      await catchingUp
    },
  }
}

/** Tries until the engine is there and nothing is owed. */
async function untilCaughtUp(indexer: Indexer, signal: AbortSignal): Promise<void> {
  let told = false
  while (!signal.aborted) {
    try {
      await prepareIndex(indexer)
      await sweep(indexer)
      if (told) indexer.log.info('检索索引已补齐')
      return
    } catch (error) {
      if (signal.aborted) return
      if (isUnavailable(error)) {
        if (!told) indexer.log.warn({ code: error.code }, '检索引擎不可用，恢复后自动补齐索引')
        told = true
      } else if (!isBusy(error)) {
        indexer.log.error({ err: error }, '未能更新检索索引，稍后由定时任务重试')
        return
      }
    }
    await pause(RETRY_MS, undefined, { signal }).catch(() => undefined)
  }
}

function isUnavailable(error: unknown): error is SearchEngineError {
  return error instanceof SearchEngineError && error.failure === 'UNAVAILABLE'
}

/** Somebody else is at work on the index: a rebuild takes longer than a statement may wait. */
function isBusy(error: unknown): boolean {
  return error instanceof ConflictError && error.code === 'BUSY'
}

function unlessUnavailable(error: unknown): void {
  if (!isUnavailable(error)) throw error
}
