import { command } from '../../../platform/command.ts'
import { ForbiddenError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { asThemselves } from '../authority.ts'
import type { Actor } from '../model.ts'
import { endSessionByHandle } from '../session.ts'

/** Ends one of the actor's own sessions, named by its handle. */
export async function revokeSession(
  platform: Platform,
  actor: Actor | null,
  { handle }: { handle: string },
): Promise<void> {
  if (!actor) throw ForbiddenError.unauthenticated()
  await command(platform, async ({ tx, audit }) => {
    const ended = await endSessionByHandle(tx, actor.userId, handle)
    if (!ended) throw new NotFoundError('没有这个登录会话')
    audit({
      action: 'session.revoke',
      by: asThemselves(actor),
      subjectType: 'Session',
      subjectId: handle,
    })
  })
}
