import type { PublicPool } from '../../platform/db/pool.ts'
import type { PublicRecord } from './model.ts'
import { COLUMNS, fromRow, LISTED, type Row } from './read.ts'

/** Readings of one series in one answer: one every five minutes for a day. */
export const MOST_IN_A_DAY = 288

/** Whose readings are asked for. */
export interface Series {
  readonly kind: string
  readonly series: string
}

/** The newest reading of a series, or null when it has none. */
export async function latestInSeries(
  pool: PublicPool,
  { kind, series }: Series,
): Promise<PublicRecord | null> {
  const { rows } = await pool.query<Row>({
    name: 'latest-in-series',
    text: `SELECT ${COLUMNS} FROM publication WHERE kind = $1 AND series = $2 AND ${LISTED}
            ORDER BY series_at DESC LIMIT 1`,
    values: [kind, series],
  })
  return rows[0] ? fromRow(rows[0]) : null
}

/** The readings of a series on a calendar date in Asia/Shanghai, in the order of their times. */
export async function dayOfSeries(
  pool: PublicPool,
  { kind, series }: Series,
  date: string,
): Promise<PublicRecord[]> {
  const { rows } = await pool.query<Row>({
    name: 'day-of-series',
    text: `SELECT ${COLUMNS} FROM publication WHERE kind = $1 AND series = $2 AND ${LISTED}
              AND series_at >= $3::date::timestamp AT TIME ZONE 'Asia/Shanghai'
              AND series_at < ($3::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
            ORDER BY series_at LIMIT ${MOST_IN_A_DAY}`,
    values: [kind, series, date],
  })
  return rows.map(fromRow)
}
