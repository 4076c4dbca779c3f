import { command } from '../../../platform/command.ts'
import { NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Citizen } from '../wechat-session.ts'
import { unsubscribe } from './unsubscribe.ts'

/**
 * Forgets a citizen whenever they ask (个人信息保护法15, 47): subscriptions end, and openid, phone, consents and sessions are
 * deleted. The subscriptions go first: what fails in between can be asked for again.
 */
export async function forgetCitizen(
  platform: Platform,
  { id, openid }: Pick<Citizen, 'id' | 'openid'>,
): Promise<void> {
  try {
    await unsubscribe(platform, { channel: 'WECHAT', address: openid })
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
  }
  await command(platform, async ({ tx, audit }) => {
    await tx.wechatUser.deleteMany({ where: { id } })
    audit({ action: 'wechat.forget', by: null, subjectType: 'WechatUser', subjectId: id })
  })
}
