import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import { addressHash } from '../sealed.ts'

/** The platform says that somebody has not agreed to messages of a template, or no longer: nothing of it is sent to them. */
export function endConsents(platform: Platform, openid: string, templateId: string): Promise<void> {
  return command(platform, async ({ tx, now, audit }) => {
    const openidHash = addressHash(tx, openid)
    const { count } = await tx.wechatConsent.updateMany({
      where: { user: { openidHash }, templateId, endedAt: null },
      data: { endedAt: now },
    })
    audit({
      action: 'wechat.endConsents',
      by: null,
      subjectType: 'WechatTemplate',
      subjectId: templateId,
      details: { ended: count },
    })
  })
}
