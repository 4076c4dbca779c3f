import type { Database, Prisma } from '../../../platform/db/client.ts'
import { visibleTo } from '../../disclosure/policy.ts'
import type { Actor } from '../../identity/model.ts'
import type { RetrospectiveReview } from '../model.ts'
import { RETROSPECTIVE, retrospectivesFrom } from '../urgent.ts'

/** Which reviews are asked for. */
export interface RetrospectiveFilter {
  readonly now: Date
  /** Only those that are overdue. */
  readonly overdue: boolean
}

/** Where a page starts: the last review of the page before. */
export interface RetrospectivePosition {
  readonly dueAt: Date
  readonly id: string
}

/**
 * What is owed after urgent publications that the actor may read, the first due first, and one more than asked for:
 * reviews that nobody has signed, and objections while what they object to is still public.
 */
export async function retrospectivesOwed(
  db: Database,
  actor: Actor,
  { now, overdue }: RetrospectiveFilter,
  { first, after }: { readonly first: number; readonly after: RetrospectivePosition | null },
): Promise<RetrospectiveReview[]> {
  const unsigned = { decision: null }
  const objected = { decision: 'OBJECTED' as const, edition: { state: 'PUBLISHED' as const } }
  const owed: Prisma.RetrospectiveReviewWhereInput = overdue
    ? { ...unsigned, dueAt: { lt: now } }
    : { OR: [unsigned, objected] }
  const beyond: Prisma.RetrospectiveReviewWhereInput = after
    ? { OR: [{ dueAt: { gt: after.dueAt } }, { dueAt: after.dueAt, id: { gt: after.id } }] }
    : {}
  const rows = await db.retrospectiveReview.findMany({
    where: { AND: [owed, beyond, { edition: visibleTo(actor) }] },
    include: RETROSPECTIVE,
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    take: first + 1,
  })
  return retrospectivesFrom(db, rows)
}
