import type { PublicPool } from '../../platform/db/pool.ts'
import { plainMongolian } from '../disclosure/text/mongolian.ts'
import type { PublicRecord } from '../publication/model.ts'
import { columnsSql, HEAVY, type HeavyColumn } from '../publication/read-columns.ts'
import { fromRow, LISTED, type Row } from '../publication/read.ts'
import { isMarked, type Marked, markedWords } from './highlight.ts'
import { REACHABLE_HITS } from './model.ts'
import type { EngineAnswer, EngineHit, SearchService } from './ports.ts'
import { hitOf, type PageRequest, type SearchHit, type SearchResult } from './query-page.ts'
import { engineQuery, haveAll, type Term } from './terms.ts'

/** So many withdrawn records at most are kept out by name; with more to do the index is not fit to be read. */
const MOST_UNLISTED = 1000

/** Results that vanished between engine and database are replaced by asking again, so many times at most. */
const ROUNDS = 3

/**
 * A page from the engine, checked against the database; null when the database has to answer. One statement, but for the
 * moments after a withdrawal, when the engine still has what it must neither find nor count: then it is told and asked
 * again.
 */
export async function askEngine(
  pool: PublicPool,
  service: SearchService,
  request: PageRequest,
): Promise<SearchResult | null> {
  const page = await pageWithout(pool, service, request, [])
  if (!page || 'hits' in page) return page
  if (page.unlisted.length > MOST_UNLISTED) return null
  const told = await pageWithout(pool, service, request, page.unlisted)
  return told && 'hits' in told ? told : null
}

/** A page that the engine makes without these records; instead of it what it should have gone without, if it knew none. */
async function pageWithout(
  pool: PublicPool,
  service: SearchService,
  { terms, filter, first, offset, heavy }: PageRequest,
  without: readonly string[],
): Promise<SearchResult | { readonly unlisted: readonly string[] } | null> {
  const text = engineQuery(terms)
  let answer: EngineAnswer | null = null
  const hits: SearchHit[] = []
  let dropped = 0
  let at = offset
  for (let round = 0; round < ROUNDS; round++) {
    // One more than the page needs tells whether there is a next one.
    const limit = Math.max(0, Math.min(first + 1 - hits.length, REACHABLE_HITS - at))
    const part = await service.ask({ text, filter, without, offset: at, limit })
    if (!part) return null
    answer ??= part
    const { found, unlisted } = await recordsOf(pool, part.hits, heavy)
    if (without.length === 0 && unlisted.length > 0) return { unlisted }
    const checked = checkedHits(found, part.hits, at, terms)
    hits.push(...checked)
    dropped += part.hits.length - checked.length
    at += part.hits.length
    if (part.hits.length < limit || hits.length > first || at >= REACHABLE_HITS) break
  }
  return (
    answer && {
      engine: 'MEILISEARCH',
      total: answer.total - dropped,
      facets: answer.facets,
      hits: hits.slice(0, first),
      hasNext: hits.length > first,
    }
  )
}

/** A hit's record, with those of its texts that the hit is to be shown or checked by. */
interface Found {
  readonly record: PublicRecord
  readonly searched: string | null
  readonly translated: PublicRecord['mongolian']
}

type FoundRow = Row & Omit<Found, 'record'> & { readonly unlisted: readonly string[] }

/**
 * The hits' records as the database lists them now; and the records that are not listed but may still be in the index:
 * withdrawn or over a moment ago, or while the engine was down. Long texts are read only where the engine has marked
 * nothing, or another version.
 */
async function recordsOf(
  pool: PublicPool,
  hits: readonly EngineHit[],
  heavy: readonly HeavyColumn[],
) {
  const { rows } = await pool.query<FoundRow>({
    name: `search-hits ${heavy.map((column) => HEAVY.indexOf(column)).join('')}`,
    text: `
      WITH unlisted AS (
        SELECT p.disclosure_id id
          FROM publication p LEFT JOIN search_state s ON s.disclosure_id = p.disclosure_id
         WHERE p.valid_to IS NULL AND (p.withdrawal_type IS NOT NULL OR p.audience <> 'SOCIETY')
           AND s.indexed_version IS DISTINCT FROM p.version
         UNION ALL
        SELECT disclosure_id FROM publication WHERE valid_to IS NULL AND display_until <= now()
         LIMIT ${MOST_UNLISTED + 1})
      SELECT ARRAY(SELECT id::text FROM unlisted) unlisted, listed.*
        FROM (SELECT) once LEFT JOIN (
          SELECT ${columnsSql(heavy)},
                 CASE WHEN hit_unmarked OR version <> hit_version THEN body_text END searched,
                 CASE WHEN version <> hit_version THEN mongolian END translated
            FROM unnest($1::uuid[], $2::int[], $3::bool[]) hit (hit_id, hit_version, hit_unmarked)
            JOIN publication ON disclosure_id = hit_id WHERE ${LISTED}) listed ON true`,
    values: [
      hits.map(({ id }) => id),
      hits.map(({ version }) => version),
      hits.map(({ summary }) => !isMarked(summary)),
    ],
  })
  const found = rows.flatMap(({ unlisted: _, searched, translated, ...row }): Found[] =>
    row.id === null ? [] : [{ record: fromRow(row), searched, translated }],
  )
  return { found, unlisted: rows[0]?.unlisted ?? [] }
}

/** The hits that everyone may see, as the database has them now. */
function checkedHits(
  found: readonly Found[],
  hits: readonly EngineHit[],
  offset: number,
  terms: readonly Term[],
): SearchHit[] {
  const byId = new Map(found.map((one) => [one.record.disclosureId, one]))
  const alike = alikeIn(hits)
  return hits.flatMap((hit, index) => {
    const one = byId.get(hit.id)
    if (!one) return []
    const { record, searched } = one
    const next = offset + index + 1
    if (hit.version === record.version)
      return [hitOf(record, searched, next, { terms, alike }, hit)]
    // The words of a superseded text are public no longer: neither shown nor, by being found, confirmed.
    return haveAll(textsOf(one), terms) ? [hitOf(record, searched, next, { terms, alike: [] })] : []
  })
}

/** What the engine took for the words of the query anywhere on the page: synonyms, parts of compounds. */
function alikeIn(hits: readonly EngineHit[]): Marked[] {
  return [{ spellings: markedWords(hits.flatMap(({ title, summary }) => [title, summary])) }]
}

function textsOf({ record, searched, translated }: Found): string[] {
  const { indexNumber, docNumber, title, summary, keywords } = record
  const mongolian = [translated?.title, translated?.summary, translated?.bodyText]
  const texts = [indexNumber, docNumber, title, summary, ...keywords, searched, ...mongolian]
  return texts.map((text) => plainMongolian(text ?? ''))
}
