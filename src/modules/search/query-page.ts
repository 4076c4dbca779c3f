import type { DisclosureFilter, PublicRecord } from '../publication/model.ts'
import { excerpt, isMarked, mark, markedHtml } from './highlight.ts'
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

/** The record with its words marked as they are written; where the engine has marked some, with those. */
export function hitOf(
  record: PublicRecord,
  next: number,
  terms: readonly Term[],
  byEngine?: EngineHit,
): SearchHit {
  const title = markedBy(byEngine, ['title']) ?? (record.title && mark(record.title, terms))
  const snippet = markedBy(byEngine, ['body', 'summary']) ?? snippetOf(record, terms)
  return {
    record,
    next,
    title: title === null ? null : markedHtml(title),
    snippet: snippet === null ? null : markedHtml(snippet),
  }
}

// The engine marks nothing in a 发文字号: it finds those in a field of their own.
function markedBy(hit: EngineHit | undefined, texts: readonly ('title' | 'summary' | 'body')[]) {
  return texts
    .map((text) => hit?.[text].replaceAll(/\s+/g, ' '))
    .find((text) => text && isMarked(text))
}

function snippetOf({ summary, bodyText }: PublicRecord, terms: readonly Term[]): string | null {
  const excerpts = [bodyText, summary].flatMap((text) => (text ? [excerpt(text, terms)] : []))
  return excerpts.find(isMarked) ?? excerpts.at(-1) ?? null
}
