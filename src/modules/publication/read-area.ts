import type { PublicPool } from '../../platform/db/pool.ts'
import type { Places } from '../identity/authority.ts'
import type { PublicRecord } from './model.ts'
import { COLUMNS, fromRow, ON_DISPLAY, type Position, type Row } from './read.ts'

/**
 * Live records for a named area of which the record's own organization, or one named with the area, or whoever either
 * was merged into, lies in the places given as $1 and $2: all that staff may read beside what everyone reads.
 */
export const FOR_PLACES = `
  valid_to IS NULL AND audience = 'AREA' AND ${ON_DISPLAY} AND EXISTS (
    SELECT FROM organization o
     WHERE o.code = ANY (organization_heirs(publication.audience_organizations || (
             SELECT d.organization_code FROM disclosure d WHERE d.id = publication.disclosure_id)))
       AND (o.code = ANY ($1::text[]) OR o.path && $2::text[]))`

/** The record or tombstone for a named area with this index number, or null where the places do not reach it. */
export async function areaRecord(
  pool: PublicPool,
  { alone, below }: Places,
  indexNumber: string,
): Promise<PublicRecord | null> {
  const { rows } = await pool.query<Row>({
    name: 'area-record',
    text: `SELECT ${COLUMNS} FROM publication WHERE index_number = $3 AND ${FOR_PLACES}`,
    values: [alone, below, indexNumber],
  })
  return rows[0] ? fromRow(rows[0]) : null
}

/** One page of the records for named areas that the places reach, last published first, and one record more. */
export async function listAreaRecords(
  pool: PublicPool,
  { alone, below }: Places,
  { first, after }: { readonly first: number; readonly after: Position | null },
): Promise<PublicRecord[]> {
  const { rows } = await pool.query<Row>({
    name: 'area-records',
    text: `SELECT ${COLUMNS} FROM publication
            WHERE ${FOR_PLACES} AND withdrawal_type IS NULL
              AND ($3::timestamptz IS NULL OR (first_published_at, id) < ($3, $4::uuid))
            ORDER BY first_published_at DESC, id DESC LIMIT $5`,
    values: [alone, below, after?.publishedAt ?? null, after?.id ?? null, first + 1],
  })
  return rows.map(fromRow)
}
