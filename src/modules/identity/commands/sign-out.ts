import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import { asThemselves } from '../authority.ts'
import type { Actor } from '../model.ts'
import { endSession, endSessions, sessionHandle } from '../session.ts'

/** Ends the session of the token, or all sessions of its holder. False when nobody was signed in. */
export async function signOut(
  platform: Platform,
  actor: Actor | null,
  token: string | null,
  { everywhere = false }: { everywhere?: boolean } = {},
): Promise<boolean> {
  if (!actor || token === null) return false
  return command(platform, async ({ tx, audit }) => {
    await (everywhere ? endSessions(tx, actor.userId) : endSession(tx, token))
    audit({
      action: 'session.end',
      by: asThemselves(actor),
      subjectType: 'Session',
      subjectId: sessionHandle(token),
      details: { everywhere },
    })
    return true
  })
}
