import type { Work } from '../../platform/command.ts'
import { type Grant, grantHash } from './model.ts'
import { lasting } from './queries.ts'
import { endSessions } from './session.ts'

/** Whose rights go where when an organization is succeeded. */
export interface RightsMove {
  readonly from: string
  /** Null: they end with the organization. */
  readonly to: string | null
  /** Null: everybody's. */
  readonly userIds: readonly string[] | null
}

/**
 * Ends the roles on an organization, in force or to come, and gives the same on its successor, where people work from
 * then on. What a person holds there already is not given twice. Their sessions end, as with every change of rights.
 */
export async function moveRights(work: Work, { from, to, userIds }: RightsMove): Promise<void> {
  const { tx, now } = work
  const whose = userIds === null ? {} : { in: [...userIds] }
  const grants = await tx.grant.findMany({
    where: { organizationCode: from, userId: whose, ...lasting(now) },
    orderBy: { id: 'asc' },
  })
  for (const grant of grants) await moveGrant(work, grant, to)
  if (to !== null) {
    await tx.user.updateMany({
      where: { organizationCode: from, id: whose },
      data: { organizationCode: to },
    })
  }
  for (const userId of new Set(grants.map((grant) => grant.userId))) await endSessions(tx, userId)
}

async function moveGrant({ tx, now, audit }: Work, grant: Grant, to: string | null): Promise<void> {
  const { id, userId, role, subtree, validFrom, validTo } = grant
  await tx.grant.update({ where: { id }, data: { revokedAt: now } })
  audit({
    action: 'grant.revoke',
    by: null,
    subjectType: 'Grant',
    subjectId: id,
    beforeHash: grantHash(grant, null),
    afterHash: grantHash(grant, now),
    details: { userId, role, organizationCode: grant.organizationCode },
  })
  if (to === null) return
  const same = { userId, role, organizationCode: to, subtree }
  if (await tx.grant.findFirst({ where: { ...same, ...lasting(now) } })) return
  const since = validFrom > now ? validFrom : now
  const given = await tx.grant.create({ data: { ...same, validFrom: since, validTo } })
  audit({
    action: 'grant.give',
    by: null,
    subjectType: 'Grant',
    subjectId: given.id,
    afterHash: grantHash(given, null),
    details: { ...same, validTo: validTo?.toISOString() ?? null, movedFrom: id },
  })
}
