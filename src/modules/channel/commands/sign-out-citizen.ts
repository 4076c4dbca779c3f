import { sha256 } from '../../../platform/canonical.ts'
import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Citizen } from '../wechat-session.ts'

/** Ends one session of a citizen; ended already is ended. */
export function signOutCitizen(
  platform: Platform,
  { id: userId }: Citizen,
  token: string,
): Promise<void> {
  return command(platform, async ({ tx, audit }) => {
    await tx.wechatSession.deleteMany({ where: { tokenHash: sha256(token), userId } })
    audit({ action: 'wechat.signOut', by: null, subjectType: 'WechatUser', subjectId: userId })
  })
}
