import type { StoredResponse } from './stored-response.ts'

/** Answers that are the same for everyone, kept in memory until what they show has changed. */
export interface ResponseStore {
  /** The answer under a key, or under another name for it, unless its time is over. */
  get(key: string): StoredResponse | undefined
  /** Another name by which `get` finds the answer, for as long as it is there. */
  alias(name: string, key: string): void
  /**
   * The answer under the key, made when there is none. Whoever asks while it is being made waits for the same one,
   * unless something was purged since: then what is being made may be out of date, and is neither stored nor shared.
   */
  through(key: string, make: () => Promise<Made>): Promise<StoredResponse>
  /** Forgets what was made from any of these. */
  purge(tags: readonly string[]): void
  /** Forgets everything. */
  clear(): void
  /** Bytes of all that is kept. */
  size(): number
}

/** An answer that was just made, and whether it may be kept. */
export interface Made {
  readonly response: StoredResponse
  readonly keep: boolean
}

/** Names that one answer may have: as many spellings of one question do front ends really send. */
const MOST_ALIASES = 8

interface Entry {
  readonly response: StoredResponse
  readonly names: string[]
  /** Its size as far as it is in the sum; packing makes it grow. */
  counted: number
}

/** A store of at most so many bytes, the least recently used dropped first. */
export function openResponseStore(mostBytes: number, now: () => number): ResponseStore {
  const entries = new Map<string, Entry>()
  const keys = new Map<string, string>()
  const byTag = new Map<string, Set<string>>()
  const flights = new Map<string, Promise<StoredResponse>>()
  let purges = 0
  let total = 0

  const drop = (key: string) => {
    const entry = entries.get(key)
    if (!entry) return
    entries.delete(key)
    total -= entry.counted
    for (const name of entry.names) keys.delete(name)
    for (const tag of entry.response.tags) {
      const tagged = byTag.get(tag)
      tagged?.delete(key)
      if (tagged?.size === 0) byTag.delete(tag)
    }
  }
  const count = (entry: Entry) => {
    const size = entry.response.size()
    if (size === entry.counted) return
    total += size - entry.counted
    entry.counted = size
    for (const oldest of entries.keys()) {
      if (total <= mostBytes) break
      drop(oldest)
    }
  }
  const keep = (key: string, response: StoredResponse) => {
    drop(key)
    const entry = { response, names: [], counted: 0 }
    entries.set(key, entry)
    for (const tag of response.tags) {
      const tagged = byTag.get(tag) ?? new Set()
      byTag.set(tag, tagged.add(key))
    }
    count(entry)
  }

  return {
    size: () => total,
    get(name) {
      const key = keys.get(name) ?? name
      const entry = entries.get(key)
      if (!entry) return undefined
      if (entry.response.expires <= now()) {
        drop(key)
        return undefined
      }
      // Used last: a map keeps the order in which its keys came.
      entries.delete(key)
      entries.set(key, entry)
      count(entry)
      return entry.response
    },
    alias(name, key) {
      const entry = entries.get(key)
      if (!entry || name === key || keys.has(name) || entry.names.length >= MOST_ALIASES) return
      keys.set(name, key)
      entry.names.push(name)
    },
    through(key, make) {
      const under = flights.get(key)
      if (under) return under
      const since = purges
      const flight = make()
        .then(({ response, keep: may }) => {
          if (may && since === purges) keep(key, response)
          return response
        })
        .finally(() => {
          if (flights.get(key) === flight) flights.delete(key)
        })
      flights.set(key, flight)
      return flight
    },
    purge(tags) {
      purges++
      flights.clear()
      for (const tag of tags) for (const key of byTag.get(tag) ?? []) drop(key)
    },
    clear() {
      purges++
      flights.clear()
      for (const key of entries.keys()) drop(key)
    },
  }
}
