import type { PublicPool } from '../../platform/db/pool.ts'
import { ValidationError } from '../../platform/errors.ts'
import type { Places } from '../identity/authority.ts'
import type { DisclosureFilter, PublicRecord } from './model.ts'
import {
  COLUMNS,
  countMatching,
  fromRow,
  narrowed,
  ON_DISPLAY,
  type Page,
  pageOf,
  type Row,
} from './read.ts'

/** Valid at the moment given as $1: spans of one record never overlap. */
const THEN = `valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1)`

/** 个人信息保护法47: after PRIVACY nothing of the record is read, whatever moment is asked for, but that it went. */
const NOT_PRIVATE = `NOT EXISTS (
    SELECT FROM publication today
     WHERE today.disclosure_id = publication.disclosure_id AND today.valid_to IS NULL
       AND today.withdrawal_type = 'PRIVACY' AND today.id <> publication.id)`

/**
 * What everyone could read once and still may. The past opens nothing that is closed now: people are not shown again
 * after their time on display (公示期), and a record that was narrowed to an area is for that area.
 */
export const STILL_OPEN = `audience = 'SOCIETY' AND ${ON_DISPLAY} AND ${NOT_PRIVATE} AND NOT EXISTS (
    SELECT FROM publication today
     WHERE today.disclosure_id = publication.disclosure_id AND today.valid_to IS NULL
       AND today.audience <> 'SOCIETY')`

/** What those who watch over the whole may still read, displays that are over included. */
export const STILL_KEPT = NOT_PRIVATE

/** The moment asked for, which must have come. */
export function pastMoment(asOf: Date, now: Date): Date {
  if (asOf <= now) return asOf
  throw ValidationError.of('asOf', 'IN_FUTURE', '只能查询已经过去的时间，请填写当前或更早的时间')
}

/** The record or tombstone with this index number as the public saw it at a moment, or null. */
export async function recordAsOf(
  pool: PublicPool,
  indexNumber: string,
  asOf: Date,
): Promise<PublicRecord | null> {
  const { rows } = await pool.query<Row>({
    name: 'record-as-of',
    text: `SELECT ${COLUMNS} FROM publication WHERE ${THEN} AND index_number = $2 AND ${STILL_OPEN}`,
    values: [asOf, indexNumber],
  })
  return rows[0] ? { ...fromRow(rows[0]), view: 'PAST' } : null
}

/** The same for staff who watch over the record's organization. */
export async function keptRecordAsOf(
  pool: PublicPool,
  { alone, below }: Places,
  indexNumber: string,
  asOf: Date,
): Promise<PublicRecord | null> {
  const { rows } = await pool.query<Row>({
    name: 'kept-record-as-of',
    text: `SELECT ${COLUMNS} FROM publication
            WHERE ${THEN} AND index_number = $2 AND ${STILL_KEPT} AND EXISTS (
              SELECT FROM organization o JOIN disclosure d ON d.organization_code = o.code
               WHERE d.id = publication.disclosure_id
                 AND (o.code = ANY ($3::text[]) OR o.path && $4::text[]))`,
    values: [asOf, indexNumber, alone, below],
  })
  return rows[0] ? { ...fromRow(rows[0]), view: 'KEPT' } : null
}

/** One page of the public list as it was at a moment, and one record more. */
export async function listAsOf(
  pool: PublicPool,
  filter: DisclosureFilter,
  asOf: Date,
  page: Page,
): Promise<PublicRecord[]> {
  const records = await pageOf(pool, listedThen(filter, asOf), page)
  return records.map((record) => ({ ...record, view: 'PAST' }))
}

/** How many records the public list had at a moment. */
export function countAsOf(pool: PublicPool, filter: DisclosureFilter, asOf: Date): Promise<number> {
  return countMatching(pool, listedThen(filter, asOf))
}

/** Records that had gone over to a successor by then. */
const MOVED_BY_THEN = `(SELECT m.disclosure_id, m.to_code FROM disclosure_move m
    JOIN organization_change c ON c.id = m.change_id WHERE c.applied_at <= $1) moved`

function listedThen(filter: DisclosureFilter, asOf: Date) {
  // Nothing is valid before its first publication: by this the index of the list is entered at the moment itself.
  const listed = `first_published_at <= $1 AND ${THEN} AND withdrawal_type IS NULL AND ${STILL_OPEN}`
  return narrowed({ conditions: [listed], values: [asOf] }, filter, MOVED_BY_THEN)
}
