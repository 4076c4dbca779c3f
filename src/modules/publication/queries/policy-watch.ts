import { calendarDate } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/db/client.ts'
import { ForbiddenError } from '../../../platform/errors.ts'
import { within } from '../../identity/authority.ts'
import type { Actor } from '../../identity/model.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import { dateOf, dayOf } from '../../organization/queries.ts'
import { isExpiring } from '../policy-term.ts'

/** A public policy document that somebody has to look after by a day. */
export interface WatchedPolicy {
  readonly indexNumber: string
  readonly title: string
  readonly organizationCode: string
  /** The last day, YYYY-MM-DD. */
  readonly dueOn: string
}

const MOST = 500

/** Documents whose term ends within sixty days and that nothing has replaced, where the actor reads drafts; the next first. */
export async function expiringPolicies(
  db: Database,
  actor: Actor | null,
  now: Date,
): Promise<WatchedPolicy[]> {
  const { alone, below } = placesOf(actor)
  return db.$queryRaw<WatchedPolicy[]>`
    SELECT p.index_number AS "indexNumber", p.title, o.code AS "organizationCode",
           p.content ->> 'expiresOn' AS "dueOn"
      FROM publication p JOIN disclosure d ON d.id = p.disclosure_id
      JOIN organization o ON o.code = d.organization_code
     WHERE ${isExpiring(now)}
       AND (o.code = ANY (${[...alone]}::text[]) OR o.path && ${[...below]}::text[])
     ORDER BY 4, 1 LIMIT ${MOST}`
}

/** Normative documents that are owed an interpretation, where the actor reads drafts; the longest overdue first. */
export async function owedInterpretations(
  db: Database,
  actor: Actor | null,
  now: Date,
  { overdue }: { readonly overdue: boolean },
): Promise<WatchedPolicy[]> {
  const organization = within(placesOf(actor))
  const rows = await db.interpretationDuty.findMany({
    where: {
      closedAt: null,
      disclosure: { organization },
      ...(overdue && { dueOn: { lt: dateOf(calendarDate(now)) } }),
    },
    include: {
      disclosure: {
        include: { publications: { where: { validTo: null }, select: { title: true } } },
      },
    },
    orderBy: [{ dueOn: 'asc' }, { disclosureId: 'asc' }],
    take: MOST,
  })
  return rows.map(({ dueOn, disclosure }) => ({
    indexNumber: disclosure.indexNumber ?? '',
    title: disclosure.publications[0]?.title ?? '',
    organizationCode: disclosure.organizationCode,
    dueOn: dayOf(dueOn),
  }))
}

function placesOf(actor: Actor | null) {
  if (!actor) throw ForbiddenError.unauthenticated()
  return disclosurePolicy.placesFor(actor, 'edition.read')
}
