import type { PublicPool } from '../../platform/db/pool.ts'
import type { DisclosureFilter } from './model.ts'
import { conditionsOf } from './read.ts'

/** How many records a public list has: exactly, or, where counting would take long, about how many. */
export interface RecordCount {
  readonly count: number
  readonly isEstimate: boolean
}

/** So far a list is counted record by record. */
export const COUNTED_EXACTLY = 10_000

/** How many records a public list has; beyond COUNTED_EXACTLY as the planner of the database estimates it. */
export async function countRecords(
  pool: PublicPool,
  filter: DisclosureFilter,
): Promise<RecordCount> {
  const { conditions, values } = conditionsOf(filter)
  const { areaCodes, itemCodes, organizationCodes, kinds, publishedFrom, publishedTo } = filter
  const estimated = [areaCodes, itemCodes, organizationCodes, kinds, publishedFrom, publishedTo]
  const types = ['text[]', 'text[]', 'text[]', 'text[]', 'timestamptz', 'timestamptz']
  const parameters = estimated.map(
    (value, index) => `$${values.push(value ?? null)}::${types[index]}`,
  )
  const { rows } = await pool.query<RecordCount>(
    `WITH counted AS (
       SELECT count(*)::int AS n FROM (
         SELECT FROM publication WHERE ${conditions.join(' AND ')} LIMIT ${COUNTED_EXACTLY + 1}) listed)
     SELECT CASE WHEN n > ${COUNTED_EXACTLY}
                 THEN greatest(n, estimated_records(${parameters.join(', ')})) ELSE n END AS count,
            n > ${COUNTED_EXACTLY} AS "isEstimate"
       FROM counted`,
    values,
  )
  return rows[0] ?? { count: 0, isEstimate: false }
}
