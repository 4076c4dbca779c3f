import type { PublicPool } from '../../platform/db/pool.ts'
import type { Content } from '../disclosure/kind/kind.ts'
import type { DisclosureFilter, PublicRecord } from '../publication/model.ts'
import { LISTED, listRecords, type Position } from '../publication/read.ts'
import { publicRows } from '../publication/read-rows.ts'
import type { DatasetSpan } from './open-data/metadata.ts'

const PAGE = 500

/** Every listed record that the filter leaves, page by page, the first published first. */
export async function* everyRecord(
  pool: PublicPool,
  filter: DisclosureFilter,
): AsyncGenerator<readonly PublicRecord[]> {
  let after: Position | null = null
  for (;;) {
    const found: PublicRecord[] = await listRecords(pool, filter, {
      order: 'PUBLISHED_ASC',
      first: PAGE,
      after,
    })
    const page = found.slice(0, PAGE)
    if (page.length > 0) yield page
    const last = page.at(-1)
    if (!last || found.length <= PAGE) return
    after = { publishedAt: last.firstPublishedAt, id: last.id }
  }
}

/** Every row of one table of a record. */
export async function* everyRow(
  pool: PublicPool,
  { id }: PublicRecord,
  field: string,
): AsyncGenerator<readonly Content[]> {
  const list = { publicationId: id, field, conditions: [] }
  for (let after = 0; ;) {
    const rows = await publicRows(pool, list, { first: PAGE, after })
    if (rows.length > 0) yield rows.map(({ content }) => content)
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = last.no
  }
}

/** How many records each kind has, and since when. */
export async function datasetSpans(pool: PublicPool): Promise<ReadonlyMap<string, DatasetSpan>> {
  const { rows } = await pool.query<DatasetSpan & { readonly kind: string }>({
    name: 'dataset-spans',
    text: `SELECT kind, count(*)::int AS count, min(first_published_at) "firstPublishedAt",
                  max(valid_from) "changedAt"
             FROM publication WHERE ${LISTED} GROUP BY kind`,
  })
  return new Map(rows.map(({ kind, ...span }) => [kind, span]))
}
