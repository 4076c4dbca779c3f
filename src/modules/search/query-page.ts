import type { DisclosureFilter, PublicRecord } from '../publication/model.ts'
import type { HeavyColumn } from '../publication/read-columns.ts'
import { excerpt, hasAny, isMarked, mark, type Marked, markedHtml } from './highlight.ts'
import type { AnsweredBy, Facet } from './model.ts'
import type { EngineHit } from './ports.ts'
import type { Term } from './terms.ts'

/** A page of results as it is asked of the engine or of the database. */
export interface PageRequest {
  /** All of them must be found; without any, everything is. */
  readonly terms: readonly Term[]
  readonly filter: DisclosureFilter
  readonly first: number
  readonly offset: number
  /** What the results are read with besides. */
  readonly heavy: readonly HeavyColumn[]
}

/** A result. The texts are safe HTML: everything is escaped but `<mark>`. */
export interface SearchHit {
  readonly record: PublicRecord
  /** The offset that goes on behind it. */
  readonly next: number
  readonly title: string | null
  readonly snippet: string | null
}

/** One page of results. */
export interface SearchResult {
  readonly engine: AnsweredBy
  readonly total: number
  readonly facets: readonly Facet[]
  readonly hits: readonly SearchHit[]
  readonly hasNext: boolean
}

/** What a result is marked by. */
export interface Words {
  readonly terms: readonly Marked[]
  /** What the engine took for them elsewhere: good for a text that has none of them. */
  readonly alike: readonly Marked[]
}

/** The record with its words marked as they are written; where the engine has marked some, with those. */
export function hitOf(
  record: PublicRecord,
  bodyText: string | null,
  next: number,
  words: Words,
  byEngine?: EngineHit,
): SearchHit {
  const title = markedBy(byEngine?.title) ?? (record.title && mark(record.title, words.terms))
  const snippet = markedBy(byEngine?.summary) ?? snippetOf([record.summary, bodyText], words)
  return {
    record,
    next,
    title: title === null ? null : markedHtml(title),
    snippet: snippet === null ? null : markedHtml(snippet),
  }
}

// The engine marks nothing in a 发文字号: it finds those in a field of their own.
function markedBy(text: string | undefined): string | undefined {
  return text !== undefined && isMarked(text) ? text.replaceAll(/\s+/g, ' ') : undefined
}

function snippetOf(texts: readonly (string | null)[], { terms, alike }: Words): string | null {
  const given = texts.filter((text) => text !== null)
  for (const words of [terms, alike]) {
    const text = given.find((one) => hasAny(one, words))
    if (text !== undefined) return excerpt(text, words)
  }
  const excerpts = given.filter((text) => text !== '').map((text) => excerpt(text, terms))
  return excerpts.find(isMarked) ?? excerpts[0] ?? null
}
