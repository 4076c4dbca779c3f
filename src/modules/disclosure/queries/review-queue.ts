import { type Database, Prisma } from '../../../platform/db/client.ts'
import { peopleIn } from '../../identity/authority.ts'
import type { Actor, Role } from '../../identity/model.ts'
import type { Edition } from '../model.ts'
import {
  holdsAt,
  type EditionPosition,
  LAST_CHANGED_FIRST,
  readEditions,
  updatedBefore,
} from './editions.ts'

/** Roles that sign. */
const SIGNERS = ['REVIEWER', 'APPROVER'] as const satisfies Role[]

/**
 * Condition on an edition `e` of the organization `o` that waits for a signature the actor may give: their role is due,
 * they did not write it, and they have signed no other step of the present round.
 */
export function waitsFor(actor: Actor): Prisma.Sql {
  const due = SIGNERS.map(
    (role) => Prisma.sql`(e.waiting_role = ${role}::role AND ${holdsAt(actor, [role])})`,
  )
  return Prisma.sql`e.state = 'IN_REVIEW' AND (${Prisma.join(due, ' OR ')})
    AND NOT EXISTS (SELECT 1 FROM edition_participant p
      WHERE p.edition_id = e.id AND p.user_id = ANY(${[...peopleIn(actor)]}::uuid[])
        AND (p.round = 0 OR (p.round = e.round AND p.step <> e.waiting_step)))`
}

/** Editions that wait for a signature the actor may give, last changed first, and one more than asked for. */
export function reviewQueueOf(
  db: Database,
  actor: Actor,
  first: number,
  after: EditionPosition | null,
): Promise<Edition[]> {
  return readEditions(db, {
    where: Prisma.sql`${waitsFor(actor)} AND ${updatedBefore(after)}`,
    orderBy: LAST_CHANGED_FIRST,
    limit: first + 1,
  })
}
