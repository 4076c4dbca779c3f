import type { PublicPool } from '../../platform/db/pool.ts'

/** Under whom else records are found: the organizations that took them over, by record. */
export async function successorsOfRecords(
  pool: PublicPool,
  disclosureIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await pool.query<{ readonly id: string; readonly codes: readonly string[] }>({
    name: 'successors-of-records',
    text: `SELECT disclosure_id AS id, array_agg(DISTINCT to_code) AS codes FROM disclosure_move
            WHERE disclosure_id = ANY($1::uuid[]) GROUP BY disclosure_id`,
    values: [disclosureIds],
  })
  return new Map(rows.map(({ id, codes }) => [id, codes]))
}

/** Records that changes of organizations touch: those they moved, and what bears a name that was given up. */
export async function recordsTouchedBy(
  pool: PublicPool,
  changeIds: readonly string[],
): Promise<string[]> {
  const { rows } = await pool.query<{ readonly id: string }>({
    name: 'records-touched-by',
    text: `SELECT disclosure_id AS id FROM disclosure_move WHERE change_id = ANY($1::uuid[])
            UNION
           SELECT p.disclosure_id FROM publication p JOIN organization_change c USING (organization_code)
            WHERE c.id = ANY($1::uuid[]) AND c.kind = 'RENAMED' AND p.valid_to IS NULL`,
    values: [changeIds],
  })
  return rows.map(({ id }) => id)
}
