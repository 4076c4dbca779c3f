import type { PublicPool } from '../../platform/db/pool.ts'
import type { Withdrawal } from '../publication/model.ts'
import { ON_DISPLAY } from '../publication/read.ts'

/** What a short link leads to. */
export interface Target {
  readonly indexNumber: string
  /** Null after a withdrawal for PRIVACY. */
  readonly title: string | null
  readonly withdrawal: Withdrawal | null
}

interface Row extends Omit<Target, 'withdrawal'> {
  readonly type: Withdrawal['type'] | null
  readonly reason: string | null
  readonly at: Date
  readonly successor: string | null
}

/** The record behind a code as everyone sees it now, or its tombstone; null when there is none. */
export async function targetOf(pool: PublicPool, code: string): Promise<Target | null> {
  const { rows } = await pool.query<Row>({
    name: 'short-link',
    text: `SELECT index_number "indexNumber", title, withdrawal_type type, withdrawal_reason reason, valid_from at,
                  successor_index_number successor
             FROM short_link JOIN publication USING (disclosure_id)
            WHERE code = $1 AND valid_to IS NULL AND audience = 'SOCIETY' AND ${ON_DISPLAY}`,
    values: [code],
  })
  const [row] = rows
  if (!row) return null
  const { type, reason, at, successor, ...target } = row
  return {
    ...target,
    withdrawal: type && { type, reason: reason ?? '', at, successorIndexNumber: successor },
  }
}

/** The codes of records, by their ids; without those that never were for everyone. */
export async function shortLinksOf(
  pool: PublicPool,
  disclosureIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ id: string; code: string }>({
    name: 'short-links-of',
    text: 'SELECT disclosure_id id, code FROM short_link WHERE disclosure_id = ANY ($1::uuid[])',
    values: [disclosureIds],
  })
  return new Map(rows.map(({ id, code }) => [id, code]))
}
