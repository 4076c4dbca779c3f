import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { ForbiddenError, NotFoundError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type Actor, grantHash, type Role } from '../model.ts'
import { keepAnOffice } from '../office.ts'
import { identityPolicy } from '../policy.ts'
import { isUuid, knownPlace, userById, userByUsername, type UserRecord } from '../queries.ts'
import { endSessions } from '../session.ts'

/** Either one grant, or all of a person's grants of a role on an organization. */
export interface RevokeRoleInput {
  readonly grantId?: string | null
  readonly username?: string | null
  readonly role?: Role | null
  readonly organizationCode?: string | null
}

/** Takes a role away, in force or to come. The person's sessions end. */
export function revokeRole(
  platform: Platform,
  actor: Actor | null,
  input: RevokeRoleInput,
): Promise<UserRecord> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const { user, grants } = await chosen(tx, actor, now, input)
    const [first] = grants
    if (!user || !first) throw new NotFoundError('没有这项角色授权')
    const place = await knownPlace(tx, first.organizationCode)
    const by = identityPolicy.authorize(actor, 'grant.revoke', { place, role: first.role })
    const ids = grants.map(({ id }) => id)
    await keepAnOffice(tx, now, { withoutGrants: ids })

    await tx.grant.updateMany({ where: { id: { in: ids } }, data: { revokedAt: now } })
    await endSessions(tx, user.id)
    for (const grant of grants) {
      audit({
        action: 'grant.revoke',
        by,
        subjectType: 'Grant',
        subjectId: grant.id,
        beforeHash: grantHash(grant, null),
        afterHash: grantHash(grant, now),
        details: { userId: user.id, role: grant.role, organizationCode: grant.organizationCode },
      })
    }
    return { ...user, grants: user.grants.filter(({ id }) => !ids.includes(id)) }
  })
}

/** The grants that are meant, among those the actor may know of: what is not visible is not found. */
async function chosen(tx: Transaction, actor: Actor, now: Date, input: RevokeRoleInput) {
  const { grantId, username, role, organizationCode } = input
  const triple = [username, role, organizationCode]
  if (grantId != null && triple.every((part) => part == null)) {
    const holder =
      isUuid(grantId) &&
      (await tx.grant.findUnique({ where: { id: grantId }, select: { userId: true } }))
    const user = holder ? await userById(tx, actor, holder.userId, now) : null
    return { user, grants: user?.grants.filter(({ id }) => id === grantId.toLowerCase()) ?? [] }
  }
  if (grantId == null && username != null && role != null && organizationCode != null) {
    const user = await userByUsername(tx, actor, username, now)
    const isMeant = (grant: { role: Role; organizationCode: string }) =>
      grant.role === role && grant.organizationCode === organizationCode
    return { user, grants: user?.grants.filter(isMeant) ?? [] }
  }
  throw ValidationError.of(
    'grantId',
    'GRANT_OR_TRIPLE',
    '请填写授权编号，或者同时填写用户名、角色和公开主体',
  )
}
