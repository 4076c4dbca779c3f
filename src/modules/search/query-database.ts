import type { PublicPool } from '../../platform/db/pool.ts'
import { conditionsOf, listedRecords } from '../publication/read.ts'
import { type Facet, type FacetName, REACHABLE_HITS } from './model.ts'
import { FACETS } from './ports.ts'
import { hitOf, type PageRequest, type SearchResult } from './query-page.ts'
import type { Term } from './terms.ts'

interface Found {
  readonly total: number
  /** One more than the page has where there is a next page. */
  readonly ids: readonly string[]
  readonly facets: readonly { name: FacetName; value: string; count: number }[]
}

const COUNTED: Readonly<Record<FacetName, string>> = {
  area: 'area_code',
  item: 'item_code',
  organization: 'organization_code',
  kind: 'kind',
  year: `to_char(first_published_at AT TIME ZONE 'Asia/Shanghai', 'YYYY')`,
}

/** What a record counts under besides: whoever took it over. */
const BESIDE: Readonly<Partial<Record<FacetName, string>>> = {
  organization:
    'UNION SELECT disclosure_id, to_code FROM found JOIN disclosure_move USING (disclosure_id)',
}

/** A page from the database alone: words as they are written, found in the title first, then by date. */
export async function askDatabase(pool: PublicPool, request: PageRequest): Promise<SearchResult> {
  const { terms, first, offset, heavy } = request
  const found = await find(pool, request)
  const ids = found.ids.slice(0, first)
  const records = await listedRecords(pool, ids, [...new Set([...heavy, 'bodyText' as const])])
  const byId = new Map(records.map((record) => [record.disclosureId, record]))
  return {
    engine: 'DATABASE',
    total: found.total,
    facets: FACETS.map((name): Facet => {
      const values = found.facets.filter((facet) => facet.name === name)
      return { name, values: values.map(({ value, count }) => ({ value, count })) }
    }),
    hits: ids.flatMap((id, index) => {
      const record = byId.get(id)
      return record
        ? [hitOf(record, record.bodyText, offset + index + 1, { terms, alike: [] })]
        : []
    }),
    hasNext: found.ids.length > first && offset + first < REACHABLE_HITS,
  }
}

/** Page, total and facets of one and the same moment, in one statement. */
async function find(
  pool: PublicPool,
  { terms, filter, first, offset }: PageRequest,
): Promise<Found> {
  const { conditions, values } = conditionsOf(filter)
  const patterns = patternsOf(terms).map((spellings) => `$${values.push(spellings)}::text[]`)
  const has = (text: string) =>
    patterns.map((words) => `${text} LIKE ANY (${words})`).join(' AND ') || 'true'
  const counts = FACETS.map(
    (name) =>
      `SELECT '${name}' AS name, value, count(*)::int AS count
         FROM (SELECT disclosure_id, ${name} AS value FROM found ${BESIDE[name] ?? ''}) every GROUP BY value`,
  )
  const { rows } = await pool.query<Found>(
    `WITH found AS MATERIALIZED (
       SELECT disclosure_id, first_published_at,
              ${FACETS.map((name) => `${COUNTED[name]} AS ${name}`).join(', ')},
              CASE WHEN ${has('lower(title)')} THEN 0
                   WHEN ${has('lower(doc_number)')} THEN 1
                   WHEN ${has(`lower(array_to_string(keywords, ' '))`)} THEN 2
                   ELSE 3 END AS place
         FROM publication
        WHERE ${conditions.join(' AND ')} AND ${has('lower(search_text)')}),
     page AS (
       SELECT disclosure_id, row_number() OVER (ORDER BY place, first_published_at DESC, disclosure_id) AS position
         FROM found ORDER BY position LIMIT $${values.push(first + 1)} OFFSET $${values.push(offset)}),
     facet AS (${counts.join(' UNION ALL ')})
     SELECT (SELECT count(*)::int FROM found) AS total,
            ARRAY(SELECT disclosure_id::text FROM page ORDER BY position) AS ids,
            coalesce((SELECT jsonb_agg(facet ORDER BY count DESC, value) FROM facet), '[]') AS facets`,
    values,
  )
  return rows[0] ?? { total: 0, ids: [], facets: [] }
}

/** The spellings of every term as LIKE patterns, in which their own wildcards mean nothing. */
function patternsOf(terms: readonly Term[]): string[][] {
  return terms.map(({ spellings }) =>
    spellings.map((spelling) => `%${spelling.replaceAll(/[\\%_]/g, '\\$&')}%`),
  )
}
