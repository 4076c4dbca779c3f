import type { PublicPool } from '../../platform/db/pool.ts'
import type { Organization } from './model.ts'

/** All organizations of the county in their order, those that no longer exist included. */
export async function publicOrganizations(pool: PublicPool): Promise<Organization[]> {
  const { rows } = await pool.query<Organization>({
    name: 'public-organizations',
    text: `
      SELECT code, short_name "shortName", full_name "fullName", kind, parent_code "parentCode", path, uscc,
             region_code "regionCode", to_char(valid_from, 'YYYY-MM-DD') "validFrom",
             to_char(valid_to, 'YYYY-MM-DD') "validTo", successor_note "successorNote"
        FROM organization
       ORDER BY position, code`,
  })
  return rows
}
