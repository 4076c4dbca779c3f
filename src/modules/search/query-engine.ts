import type { PublicPool } from '../../platform/db/pool.ts'
import { plainMongolian } from '../disclosure/text/mongolian.ts'
import type { PublicRecord } from '../publication/model.ts'
import { listedRecords } from '../publication/read.ts'
import { REACHABLE_HITS } from './model.ts'
import type { EngineAnswer, EngineHit, SearchService } from './ports.ts'
import { hitOf, type PageRequest, type SearchHit, type SearchResult } from './query-page.ts'
import { engineQuery, haveAll, type Term } from './terms.ts'

/** So many withdrawn records at most are kept out by name; with more to do the index is not fit to be read. */
const MOST_UNLISTED = 1000

/** Results that vanished between engine and database are replaced by asking again, so many times at most. */
const ROUNDS = 3

/** A page from the engine, checked against the database; null when the database has to answer. */
export async function askEngine(
  pool: PublicPool,
  service: SearchService,
  { terms, filter, first, offset }: PageRequest,
): Promise<SearchResult | null> {
  const without = await unlistedIds(pool)
  if (without.length > MOST_UNLISTED) return null
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
    const checked = await checkedHits(pool, part.hits, at, terms)
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

/**
 * Records that are not listed but may still be in the index: withdrawn or over a moment ago, or while the engine was down. Told to
 * the engine, they are neither found nor counted.
 */
async function unlistedIds(pool: PublicPool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'search-unlisted',
    text: `
      SELECT p.disclosure_id id
        FROM publication p LEFT JOIN search_state s ON s.disclosure_id = p.disclosure_id
       WHERE p.valid_to IS NULL AND (p.withdrawal_type IS NOT NULL OR p.audience <> 'SOCIETY')
         AND s.indexed_version IS DISTINCT FROM p.version
       UNION ALL
      SELECT disclosure_id FROM publication WHERE valid_to IS NULL AND display_until <= now()
       LIMIT ${MOST_UNLISTED + 1}`,
  })
  return rows.map(({ id }) => id)
}

/** The hits that everyone may see, as the database has them now. */
async function checkedHits(
  pool: PublicPool,
  hits: readonly EngineHit[],
  offset: number,
  terms: readonly Term[],
): Promise<SearchHit[]> {
  const ids = hits.map(({ id }) => id)
  const records = new Map(
    (await listedRecords(pool, ids)).map((record) => [record.disclosureId, record]),
  )
  return hits.flatMap((hit, index) => {
    const record = records.get(hit.id)
    if (!record) return []
    const next = offset + index + 1
    if (hit.version === record.version) return [hitOf(record, next, terms, hit)]
    // The words of a superseded text are public no longer: neither shown nor, by being found, confirmed.
    return haveAll(textsOf(record), terms) ? [hitOf(record, next, terms)] : []
  })
}

function textsOf(record: PublicRecord): string[] {
  const { indexNumber, docNumber, title, summary, keywords, bodyText, mongolian } = record
  const translated = [mongolian?.title, mongolian?.summary, mongolian?.bodyText]
  const texts = [indexNumber, docNumber, title, summary, ...keywords, bodyText, ...translated]
  return texts.map((text) => plainMongolian(text ?? ''))
}
