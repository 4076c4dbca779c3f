import type { DisclosureFilter } from '../publication/model.ts'
import type { Facet, FacetName, SearchDocument, SearchSettings } from './model.ts'

/** What every answer is counted by. */
export const FACETS: readonly FacetName[] = ['area', 'item', 'organization', 'kind', 'year']

/** Where a match begins and ends in a text of the engine: characters that no published text may contain. */
export const MATCH_BEGINS = '\uE000'
export const MATCH_ENDS = '\uE001'

/** A change that the engine has accepted and will carry out. */
export type SearchTask = string

/** What the index holds of one record. */
export interface IndexedVersion {
  readonly id: string
  readonly version: number
}

/** One index of the engine. Every method may throw a SearchEngineError. */
export interface SearchIndex {
  exists(): Promise<boolean>
  /** Makes the index when there is none and gives it these settings. */
  configure(settings: SearchSettings): Promise<void>
  /** Replaces whole documents. */
  upsert(documents: readonly SearchDocument[]): Promise<SearchTask>
  remove(ids: readonly string[]): Promise<SearchTask>
  count(): Promise<number>
  /** All that it holds, some at a time, in no order. */
  versions(): AsyncIterable<readonly IndexedVersion[]>
  drop(): Promise<void>
}

/** A search as the engine is asked for it. */
export interface EngineQuery {
  /** In the engine's own syntax (`engineQuery`); empty finds everything, newest first. */
  readonly text: string
  readonly filter: DisclosureFilter
  /** Ids that are neither found nor counted. */
  readonly without: readonly string[]
  readonly offset: number
  readonly limit: number
}

/** A result as the engine knows it; matches in the texts stand between MATCH_BEGINS and MATCH_ENDS. */
export interface EngineHit extends IndexedVersion {
  readonly title: string
  readonly summary: string
}

export interface EngineAnswer {
  readonly hits: readonly EngineHit[]
  readonly total: number
  readonly facets: readonly Facet[]
}

/** A full-text engine. */
export interface SearchEngine {
  /** What searches read. */
  readonly live: SearchIndex
  /** Filled by a rebuild while the other is read. */
  readonly shadow: SearchIndex
  search(query: EngineQuery): Promise<EngineAnswer>
  /** Resolves when the task has been carried out; throws why it was not. */
  finished(task: SearchTask): Promise<void>
  /** Puts the shadow in the place of the live index; what was live is the shadow then, if there was any. */
  swap(): Promise<void>
  healthy(): Promise<boolean>
}

/**
 * UNAVAILABLE: down, hanging, out of space: the same would succeed another time. REJECTED: the engine will never take
 * what it was given.
 */
export type EngineFailure = 'UNAVAILABLE' | 'REJECTED'

/** The engine did not do what it was asked. Carries the engine's code, never its words: they quote documents. */
export class SearchEngineError extends Error {
  readonly failure: EngineFailure
  readonly code: string

  constructor(failure: EngineFailure, code: string) {
    super(`search engine: ${code}`)
    this.name = 'SearchEngineError'
    this.failure = failure
    this.code = code
  }
}

/** The engine as the public side sees it. */
export interface SearchService {
  /** The engine's answer; null when there is no engine or it fails: then the database has to answer. */
  ask(query: EngineQuery): Promise<EngineAnswer | null>
}
