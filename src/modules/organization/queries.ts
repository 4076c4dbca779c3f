import type { Database, Prisma, Transaction } from '../../platform/db/client.ts'
import type { PublicPool } from '../../platform/db/pool.ts'
import { ForbiddenError } from '../../platform/errors.ts'
import type { Actor } from '../identity/model.ts'
import { countyPlace } from '../identity/queries.ts'
import type { Organization, OrganizationChange } from './model.ts'
import { organizationPolicy } from './policy.ts'

// Who took over from whom, as far as it has come into force, told from either end.
const relatives = (own: string, other: string) => `
  coalesce((SELECT jsonb_agg(jsonb_build_object('code', s.${other}_code, 'kind', c.kind,
                      'effectiveOn', c.effective_on, 'note', c.note) ORDER BY c.effective_on, s.${other}_code)
              FROM organization_succession s JOIN organization_change c ON c.id = s.change_id
             WHERE s.${own}_code = o.code AND c.applied_at IS NOT NULL), '[]')`

/** All organizations of the county in their order, those that no longer exist included. */
export async function publicOrganizations(pool: PublicPool): Promise<Organization[]> {
  const { rows } = await pool.query<Organization>({
    name: 'public-organizations',
    text: `
      SELECT code, short_name "shortName", full_name "fullName", kind, parent_code "parentCode", path, uscc,
             region_code "regionCode", to_char(valid_from, 'YYYY-MM-DD') "validFrom",
             to_char(valid_to, 'YYYY-MM-DD') "validTo", successor_note "successorNote",
             coalesce((SELECT jsonb_agg(jsonb_build_object('until', p.until, 'shortName', p.short_name,
                                'fullName', p.full_name, 'parentCode', p.parent_code) ORDER BY p.until)
                         FROM organization_past p WHERE p.organization_code = o.code), '[]') past,
             ${relatives('to', 'from')} predecessors, ${relatives('from', 'to')} successors
        FROM organization o
       ORDER BY position, code`,
  })
  return rows
}

const WITH_SUCCESSIONS = {
  successions: { orderBy: { toCode: 'asc' } },
} as const satisfies Prisma.OrganizationChangeInclude

/** A change with who takes over; an Error when there is none, since events name only what is there. */
export async function changeById(tx: Transaction, id: string): Promise<OrganizationChange> {
  const where = { id }
  return changeOf(
    await tx.organizationChange.findUniqueOrThrow({ where, include: WITH_SUCCESSIONS }),
  )
}

/** Every change that is still to come, the next first; for the office and the auditors of the county. */
export async function comingChanges(
  db: Database,
  actor: Actor | null,
): Promise<OrganizationChange[]> {
  if (!actor) throw ForbiddenError.unauthenticated()
  organizationPolicy.authorize(actor, 'organization.readChanges', { place: await countyPlace(db) })
  const rows = await db.organizationChange.findMany({
    where: { appliedAt: null },
    include: WITH_SUCCESSIONS,
    orderBy: [{ effectiveOn: 'asc' }, { id: 'asc' }],
  })
  return rows.map(changeOf)
}

/** Every change that has come into force, in that order. */
export async function changesInForce(tx: Transaction): Promise<OrganizationChange[]> {
  const rows = await tx.organizationChange.findMany({
    where: { appliedAt: { not: null } },
    include: WITH_SUCCESSIONS,
    orderBy: [{ appliedAt: 'asc' }, { effectiveOn: 'asc' }, { id: 'asc' }],
  })
  return rows.map(changeOf)
}

/** The row as the domain's change. */
function changeOf(
  row: Prisma.OrganizationChangeGetPayload<{ include: typeof WITH_SUCCESSIONS }>,
): OrganizationChange {
  return { ...row, effectiveOn: dayOf(row.effectiveOn) }
}

/** The organizations and all that were merged or split into them before, at whatever remove. */
export async function withPredecessors(
  db: Database | Transaction,
  codes: readonly string[],
): Promise<string[]> {
  const rows = await db.$queryRaw<{ code: string }[]>`
    WITH RECURSIVE origin(code) AS (
      SELECT unnest(${[...codes]}::text[])
      UNION SELECT s.from_code FROM origin o JOIN organization_succession s ON s.to_code = o.code
              JOIN organization_change c ON c.id = s.change_id AND c.applied_at IS NOT NULL)
    SELECT code FROM origin`
  return rows.map(({ code }) => code)
}

/** A date of the database, which has no time and no zone. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** A calendar date as the database takes it. */
export function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}
