/** What results are counted by. */
export type FacetName = 'area' | 'item' | 'organization' | 'kind' | 'year'

/** How many results have each value, most frequent first. */
export interface Facet {
  readonly name: FacetName
  readonly values: readonly { readonly value: string; readonly count: number }[]
}

/** What answers a search. */
export const ANSWERED_BY = ['MEILISEARCH', 'DATABASE'] as const
export type AnsweredBy = (typeof ANSWERED_BY)[number]

/** As far as anyone can page: the engine ranks no deeper. */
export const REACHABLE_HITS = 1000

/** A public record as the index holds it. Its texts are prepared by `indexable`. */
export interface SearchDocument {
  /** The disclosure's id. */
  readonly id: string
  /** Version of the publication that it was made from. */
  readonly version: number
  /** Its index number and its 发文字号, that one with every character a word. */
  readonly numbers: readonly string[]
  readonly title: string
  readonly keywords: readonly string[]
  readonly summary: string
  /** The searched fields of its kind. */
  readonly details: string
  readonly body: string
  /** Its Mongolian title, summary and body, and Mongolian words of the others, as `plainMongolian` has them. */
  readonly mongolian: string
  /** Names and texts of its files. */
  readonly files: string
  /** Every other 发文字号 that it mentions, in the same form. */
  readonly mentions: readonly string[]
  /** Titles of its item and area, names of its organization. */
  readonly topics: readonly string[]
  readonly area: string
  readonly item: string
  /** Who published it, and who took it over since. */
  readonly organization: readonly string[]
  /** Who published it. */
  readonly publisher: string
  readonly kind: string
  /** Year of first publication in Asia/Shanghai. */
  readonly year: string
  /** First publication in milliseconds since 1970: the engine compares ISO dates wrongly. */
  readonly publishedAt: number
}

/** An invisible break between two words, of the private use area: no published text may contain it. */
export const WORD_BREAK = '\uE002'

/** How the index ranks, filters and splits words. */
export interface SearchSettings {
  /** Fields that are searched, the weightiest first. */
  readonly searched: readonly (keyof SearchDocument)[]
  /** Fields that can be filtered and counted by. */
  readonly filtered: readonly (keyof SearchDocument)[]
  readonly sorted: readonly (keyof SearchDocument)[]
  /** Fields in which a misspelling is never a match. */
  readonly exact: readonly (keyof SearchDocument)[]
  /** Of two equally good results the one with more of it comes first. */
  readonly newestBy: keyof SearchDocument
  readonly breaks: readonly string[]
  readonly dictionary: readonly string[]
  /** Other words to look for, by word. */
  readonly synonyms: Readonly<Record<string, readonly string[]>>
  readonly reachableHits: number
  readonly facetValues: number
}
