import type { PublicPool } from '../../platform/db/pool.ts'
import { LISTED, type Position } from '../publication/read.ts'

/** Addresses in one file, by the protocol of sitemaps. */
const SITEMAP_LIMIT = 50_000

/** One file of the sitemap: the first record in it, and when anything in it last changed. */
export interface SitemapPart {
  readonly start: Position
  readonly changedAt: Date
}

/** A record's page. */
export interface SitemapEntry {
  readonly indexNumber: string
  readonly changedAt: Date
}

/** The files that all listed records need, in the order of their publication. */
export async function sitemapParts(
  pool: PublicPool,
  limit = SITEMAP_LIMIT,
): Promise<SitemapPart[]> {
  const { rows } = await pool.query<Position & { readonly changedAt: Date }>({
    name: 'sitemap-parts',
    text: `WITH listed AS (
             SELECT first_published_at, id, valid_from,
                    row_number() OVER (ORDER BY first_published_at, id) - 1 AS no
               FROM publication WHERE ${LISTED}),
           part AS (SELECT no / $1::int AS no, max(valid_from) AS changed_at FROM listed GROUP BY 1)
           SELECT first_published_at "publishedAt", id, part.changed_at "changedAt"
             FROM listed JOIN part ON listed.no = part.no * $1::int ORDER BY listed.no`,
    values: [limit],
  })
  return rows.map(({ changedAt, ...start }) => ({ start, changedAt }))
}

const PAGE = 1_000

/** The records of one file, page by page, from its first one on. */
export async function* sitemapEntries(
  pool: PublicPool,
  { start }: SitemapPart,
  limit = SITEMAP_LIMIT,
): AsyncGenerator<readonly SitemapEntry[]> {
  let [from, comparison] = [start, '>=']
  for (let left = limit; left > 0; left -= PAGE) {
    const size = Math.min(PAGE, left)
    const { rows } = await pool.query<SitemapEntry & Position>(
      `SELECT index_number "indexNumber", valid_from "changedAt", first_published_at "publishedAt", id
         FROM publication WHERE ${LISTED} AND (first_published_at, id) ${comparison} ($1, $2::uuid)
        ORDER BY first_published_at, id LIMIT $3`,
      [from.publishedAt, from.id, size],
    )
    const last = rows.at(-1)
    if (!last) return
    yield rows
    ;[from, comparison] = [last, '>']
  }
}
