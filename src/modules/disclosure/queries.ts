import type { Database, Transaction } from '../../platform/db/client.ts'
import { peopleIn, placesOf, within } from '../identity/authority.ts'
import type { Actor } from '../identity/model.ts'
import { type EditionRow, editionOf, INCLUDE, PERSON } from './edition-row.ts'
import { assessmentOf } from './impact-assessment.ts'
import type { Edition, ImpactAssessment } from './model.ts'
import { disclosurePolicy, visibleTo } from './policy.ts'

/** An edition that the actor may read, or null. */
export async function visibleEdition(
  db: Database | Transaction,
  actor: Actor,
  id: string,
): Promise<Edition | null> {
  const row = await db.edition.findFirst({ where: { id, ...visibleTo(actor) }, include: INCLUDE })
  return row && editionOf(row)
}

/** Where a page of editions starts: the last edition of the page before. */
export interface EditionPosition {
  readonly updatedAt: Date
  readonly id: string
}

/** Drafts that the actor may go on writing, last changed first, and one more than asked for. */
export function draftsOf(
  db: Database,
  actor: Actor,
  first: number,
  after: EditionPosition | null,
): Promise<Edition[]> {
  const where = {
    state: 'DRAFT' as const,
    disclosure: { organization: within(placesOf(actor, ['EDITOR', 'OFFICE'])) },
    // Whoever has signed it, were it to return it, writes in it no more.
    participants: { none: { userId: { in: [...peopleIn(actor)] }, step: { not: 0 } } },
  }
  return page(db, [where], first, after)
}

async function page(
  db: Database,
  where: NonNullable<Parameters<Database['edition']['findMany']>[0]>['where'][],
  first: number,
  after: EditionPosition | null,
): Promise<Edition[]> {
  const beyond = after && {
    OR: [
      { updatedAt: { lt: after.updatedAt } },
      { updatedAt: after.updatedAt, id: { lt: after.id } },
    ],
  }
  const rows: EditionRow[] = await db.edition.findMany({
    where: { AND: [...where.flatMap((part) => part ?? []), ...(beyond ? [beyond] : [])] },
    include: INCLUDE,
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  })
  return rows.map(editionOf)
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
