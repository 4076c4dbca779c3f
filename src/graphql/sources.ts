import { ANYTHING } from '../modules/publication/model.ts'
import type { Context, Services } from './context.ts'

/** The parts of the application for one answer to the public, and what was read through them. */
export interface WatchedSources {
  readonly services: Services & Pick<Context, 'readsOf' | 'keepPrivate'>
  /** What the answer was made from; null when no purge would ever reach all of it. */
  tags(): ReadonlySet<string> | null
  /** Whether it is for whoever asks alone. */
  isPrivate(): boolean
}

/**
 * Notes where an answer comes from. Whatever a resolver reads without saying what it is counts as made from anything that
 * is ever published; what it gets from the search engine, which is behind the database, or from the editorial database
 * makes the answer one that nobody keeps.
 */
export function watchedSources(services: Services): WatchedSources {
  const { publicPool, platform, search } = services
  const tags = new Set<string>()
  let purgeable = true
  let isPrivate = false
  return {
    tags: () => (purgeable && !isPrivate ? tags : null),
    isPrivate: () => isPrivate,
    services: {
      ...services,
      get publicPool() {
        tags.add(ANYTHING)
        return publicPool
      },
      platform: {
        ...platform,
        get database() {
          purgeable = false
          return platform.database
        },
      },
      search: {
        ask(query) {
          purgeable = false
          return search.ask(query)
        },
      },
      keepPrivate() {
        isPrivate = true
      },
      readsOf(...read) {
        for (const tag of read) tags.add(tag)
        return publicPool
      },
    },
  }
}
