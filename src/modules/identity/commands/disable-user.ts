import { command } from '../../../platform/command.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { accountHash, type Actor, type UserAccount } from '../model.ts'
import { keepAnOffice } from '../office.ts'
import { identityPolicy } from '../policy.ts'
import { lasting, userByUsername } from '../queries.ts'
import { endSessions } from '../session.ts'

/** Closes an account: its sessions end at once and nobody can sign in to it. */
export function disableUser(
  platform: Platform,
  actor: Actor | null,
  { username }: { username: string },
): Promise<UserAccount> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const user = await userByUsername(tx, actor, username, now)
    if (!user) throw new NotFoundError('没有这个账号')
    const grants = await tx.grant.findMany({
      where: { userId: user.id, ...lasting(now) },
      include: { organization: { select: { code: true, path: true } } },
    })
    const holdings = grants.map(({ role, organization }) => ({ role, place: organization }))
    const subject = { place: user.place, userId: user.id, holdings }
    const by = identityPolicy.authorize(actor, 'user.disable', subject)
    if (user.disabledAt) throw new ConflictError('ALREADY_DISABLED', '该账号已经停用')
    await keepAnOffice(tx, now, { withoutUser: user.id })

    const disabled: UserAccount = await tx.user.update({
      where: { id: user.id },
      data: { disabledAt: now },
      omit: { passwordHash: true },
    })
    await endSessions(tx, user.id)
    audit({
      action: 'user.disable',
      by,
      subjectType: 'User',
      subjectId: user.id,
      beforeHash: accountHash(user),
      afterHash: accountHash(disabled),
    })
    return disabled
  })
}
