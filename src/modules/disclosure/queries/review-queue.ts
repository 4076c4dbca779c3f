import { type Database, Prisma } from '../../../platform/db/client.ts'
import { peopleIn, placesOf } from '../../identity/authority.ts'
import type { Actor, Role } from '../../identity/model.ts'
import { editionOf, INCLUDE } from '../edition-row.ts'
import type { Edition } from '../model.ts'
import type { EditionPosition } from '../queries.ts'

/** Roles that sign. */
const SIGNERS = ['REVIEWER', 'APPROVER'] as const satisfies Role[]

/**
 * Condition on an edition `e` of the organization `o` that waits for a signature the actor may give: their role is due,
 * they did not write it, and they have signed no other step of the present round.
 */
export function waitsFor(actor: Actor): Prisma.Sql {
  const due = SIGNERS.map((role) => {
    const { alone, below } = placesOf(actor, [role])
    return Prisma.sql`(e.waiting_role = ${role}::role
      AND (o.code = ANY(${alone}) OR o.path && ${below}))`
  })
  return Prisma.sql`e.state = 'IN_REVIEW' AND (${Prisma.join(due, ' OR ')})
    AND NOT EXISTS (SELECT 1 FROM edition_participant p
      WHERE p.edition_id = e.id AND p.user_id = ANY(${[...peopleIn(actor)]}::uuid[])
        AND (p.round = 0 OR (p.round = e.round AND p.step <> e.waiting_step)))`
}

/** Editions that wait for a signature the actor may give, last changed first, and one more than asked for. */
export async function reviewQueueOf(
  db: Database,
  actor: Actor,
  first: number,
  after: EditionPosition | null,
): Promise<Edition[]> {
  const beyond = after
    ? Prisma.sql`AND (e.updated_at, e.id) < (${after.updatedAt}, ${after.id}::uuid)`
    : Prisma.empty
  const waiting = await db.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM edition e
      JOIN disclosure d ON d.id = e.disclosure_id
      JOIN organization o ON o.code = d.organization_code
     WHERE ${waitsFor(actor)} ${beyond}
     ORDER BY e.updated_at DESC, e.id DESC LIMIT ${first + 1}`
  const rows = await db.edition.findMany({
    where: { id: { in: waiting.map(({ id }) => id) } },
    include: INCLUDE,
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
  })
  return rows.map(editionOf)
}
