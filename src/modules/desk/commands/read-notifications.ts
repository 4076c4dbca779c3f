import { command } from '../../../platform/command.ts'
import { ConflictError, ForbiddenError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { asThemselves } from '../../identity/authority.ts'
import type { Actor } from '../../identity/model.ts'
import { isUuid } from '../../identity/queries.ts'

/** Marks notifications of the viewer as read: those named, or all. Those of others are passed over. */
export function readNotifications(
  platform: Platform,
  actor: Actor | null,
  { ids }: { readonly ids: readonly string[] | null },
): Promise<{ readonly count: number }> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const named = ids && { id: { in: ids.filter(isUuid) } }
    const { count } = await tx.notification.updateMany({
      where: { userId: actor.userId, readAt: null, ...named },
      data: { readAt: now },
    })
    if (count === 0) throw new ConflictError('NO_CHANGE', '没有未读通知')
    audit({
      action: 'notification.read',
      by: asThemselves(actor),
      subjectType: 'User',
      subjectId: actor.userId,
      details: { count },
    })
    return { count }
  })
}
