import { type Database, Prisma, type Transaction } from '../../platform/db/client.ts'
import { peopleIn, within } from '../identity/authority.ts'
import type { Actor } from '../identity/model.ts'
import { PERSON } from './edition-row.ts'
import { assessmentOf } from './impact-assessment.ts'
import type { Edition, ImpactAssessment } from './model.ts'
import { disclosurePolicy } from './policy.ts'
import {
  holdsAt,
  type EditionPosition,
  LAST_CHANGED_FIRST,
  readEditions,
  updatedBefore,
} from './queries/editions.ts'

/** An edition that the actor may read, or null. */
export async function visibleEdition(
  db: Database | Transaction,
  actor: Actor,
  id: string,
): Promise<Edition | null> {
  const [edition] = await visibleEditions(db, actor, [id])
  return edition ?? null
}

/** Those of some editions that the actor may read. */
export function visibleEditions(
  db: Database | Transaction,
  actor: Actor,
  ids: readonly string[],
): Promise<Edition[]> {
  const readers = disclosurePolicy.rules['edition.read'].roles
  return readEditions(db, {
    where: Prisma.sql`e.id = ANY(${[...ids]}::uuid[]) AND ${holdsAt(actor, readers)}`,
    orderBy: LAST_CHANGED_FIRST,
    limit: ids.length,
  })
}

/** Drafts that the actor may go on writing, last changed first, and one more than asked for. */
export function draftsOf(
  db: Database,
  actor: Actor,
  first: number,
  after: EditionPosition | null,
): Promise<Edition[]> {
  const writers = disclosurePolicy.rules['edition.update'].roles
  // Whoever has signed it, were it to return it, writes in it no more.
  return readEditions(db, {
    where: Prisma.sql`e.state = 'DRAFT' AND ${holdsAt(actor, writers)}
      AND NOT EXISTS (SELECT FROM edition_participant p
        WHERE p.edition_id = e.id AND p.user_id = ANY(${[...peopleIn(actor)]}::uuid[]) AND p.step <> 0)
      AND ${updatedBefore(after)}`,
    orderBy: LAST_CHANGED_FIRST,
    limit: first + 1,
  })
}

/** One county has some dozens. */
const MOST_ASSESSMENTS = 1000

/** The latest assessment of each programme in the organizations where the actor may read them, by their names. */
export async function impactAssessmentsOf(
  db: Database,
  actor: Actor,
  organizationCode: string | null,
): Promise<ImpactAssessment[]> {
  const organization = within(disclosurePolicy.placesFor(actor, 'impactAssessment.read'))
  const rows = await db.impactAssessment.findMany({
    where: { organization, ...(organizationCode !== null && { organizationCode }) },
    distinct: ['organizationCode', 'programmeKey'],
    orderBy: [{ organizationCode: 'asc' }, { programmeKey: 'asc' }, { version: 'desc' }],
    take: MOST_ASSESSMENTS,
    include: { assessedBy: PERSON },
  })
  return rows.map(assessmentOf)
}
