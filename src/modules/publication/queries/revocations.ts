import type { Database, Prisma } from '../../../platform/db/client.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import { within } from '../../identity/authority.ts'
import type { Actor } from '../../identity/model.ts'
import type { RevocationClock } from '../model.ts'

/** Which clocks are asked for: those that run, those that were or are late, or all. */
export type RevocationFilter = 'OPEN' | 'LATE' | 'ALL'

/** Where a page starts: the last clock of the page before. */
export interface RevocationPosition {
  readonly dueAt: Date
  readonly id: string
}

/** Clocks of revocations (行政处罚法48) that the actor may read, the last due first, and one more than asked for. */
export async function revocationsOf(
  db: Database,
  actor: Actor,
  { now, filter }: { readonly now: Date; readonly filter: RevocationFilter },
  { first, after }: { readonly first: number; readonly after: RevocationPosition | null },
): Promise<RevocationClock[]> {
  const chosen: Readonly<Record<RevocationFilter, Prisma.RevocationWhereInput>> = {
    OPEN: { explainedAt: null },
    LATE: { OR: [{ lateSeconds: { gt: 0 } }, { explainedAt: null, dueAt: { lt: now } }] },
    ALL: {},
  }
  const beyond: Prisma.RevocationWhereInput = after
    ? { OR: [{ dueAt: { lt: after.dueAt } }, { dueAt: after.dueAt, id: { lt: after.id } }] }
    : {}
  const organization = within(disclosurePolicy.placesFor(actor, 'edition.read'))
  const rows = await db.revocation.findMany({
    where: { AND: [chosen[filter], beyond, { disclosure: { organization } }] },
    include: { disclosure: { select: { indexNumber: true, organizationCode: true } } },
    orderBy: [{ dueAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  })
  return rows.map(({ disclosure, decidedOn, ...row }) => ({
    ...row,
    indexNumber: disclosure.indexNumber ?? '',
    organizationCode: disclosure.organizationCode,
    decidedOn: decidedOn.toISOString().slice(0, 10),
  }))
}
