import { command } from '../../../platform/command.ts'
import { NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { addressHash } from '../sealed.ts'
import { unsubscribe } from './unsubscribe.ts'

/**
 * Forgets a citizen when they ask (个人信息保护法15, 47), or are there no longer: subscriptions end, and openid, phone, consents and sessions are
 * deleted. The subscriptions go first: what fails in between can be asked for again.
 */
export async function forgetCitizen(platform: Platform, openid: string): Promise<void> {
  try {
    await unsubscribe(platform, { channel: 'WECHAT', address: openid })
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
  }
  await command(platform, async ({ tx, audit }) => {
    const where = { openidHash: addressHash(tx, openid) }
    const user = await tx.wechatUser.findUnique({ where, select: { id: true } })
    await tx.wechatUser.deleteMany({ where })
    const subjectId = user?.id ?? 'gone'
    audit({ action: 'wechat.forget', by: null, subjectType: 'WechatUser', subjectId })
  })
}
