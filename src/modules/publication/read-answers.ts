import { calendarDate, dayEnd } from '../../platform/clock.ts'
import type { Logger } from '../../platform/log.ts'
import { openResponseStore, type ResponseStore } from '../../platform/response-store.ts'
import { NEVER_STORED } from './model.ts'
import { type ReadPools, watchPublications } from './read-changes.ts'

/** Answers to the public that are kept, and how long others may keep them. */
export interface PublicAnswers {
  /** Null where nothing is kept. */
  readonly store: ResponseStore | null
  /** Until when an answer that is made now may be kept; null: it may not. */
  expiry(): number | null
  /** The Cache-Control header of an answer that may be kept so long. */
  cacheControl(expires: number): string
  /** What answers show beside publications has changed. */
  reset(): void
  close(): Promise<void>
}

interface Settings {
  /** Bytes to keep at most; 0: nothing is kept. */
  readonly bytes: number
  readonly seconds: number
  readonly browserSeconds: number
  readonly cdnSeconds: number
}

/** Keeps answers until a publication, on whatever server, changes what they show. */
export function openPublicAnswers(
  pools: ReadPools,
  log: Logger,
  { bytes, seconds, browserSeconds, cdnSeconds }: Settings,
): PublicAnswers {
  const store = bytes > 0 ? openResponseStore(bytes, Date.now) : null
  const changes =
    store &&
    watchPublications(pools, log, {
      changed: (tags) => store.purge(tags),
      reset: () => store.clear(),
    })
  // Stale answers are shown for as long again while a fresh one is fetched, unless that would be too late.
  const lasting = `public, max-age=${browserSeconds}, s-maxage=${cdnSeconds}, stale-while-revalidate=${cdnSeconds}`
  const longest = Math.max(browserSeconds, 2 * cdnSeconds)
  return {
    store,
    expiry() {
      const quiet = changes?.quietUntil() ?? null
      if (quiet === null) return null
      const now = new Date()
      // Whether an organization exists is a matter of the day.
      return Math.min(quiet, now.getTime() + seconds * 1_000, dayEnd(calendarDate(now)).getTime())
    },
    cacheControl(expires) {
      if (expires === NEVER_STORED) return 'no-store'
      const left = Math.floor((expires - Date.now()) / 1_000)
      if (left >= longest) return lasting
      if (left <= 0) return 'no-cache'
      const [browser, cdn] = [Math.min(browserSeconds, left), Math.min(cdnSeconds, left)]
      return `public, max-age=${browser}, s-maxage=${cdn}, stale-while-revalidate=0`
    },
    reset: () => store?.clear(),
    close: async () => changes?.close(),
  }
}
