import { command } from '../../../platform/command.ts'
import { ValidationError } from '../../../platform/errors.ts'
import { personHash, sealedAddress } from '../sealed.ts'
import { mobileOf } from '../sms-request.ts'
import { granted, type WechatDesk } from '../wechat-desk.ts'
import type { Citizen } from '../wechat-session.ts'

/**
 * Binds the phone that a citizen let the mini-program have: with the same number among the receivers of texts they are one
 * person from then on.
 */
export async function bindPhone(desk: WechatDesk, citizen: Citizen, code: string): Promise<void> {
  const { platform, client, tokens } = desk
  const given = granted(desk, await tokens.use((token) => client.phoneOf(token, code)))
  if (given.appId !== client.appId) {
    throw ValidationError.of('code', 'WECHAT_WRONG_APP', '不是本小程序的用户')
  }
  const phone = given.countryCode === '86' ? mobileOf(given.number) : null
  if (phone === null) {
    throw ValidationError.of('code', 'PHONE_NOT_SUPPORTED', '只支持中国大陆的手机号')
  }
  await command(platform, async ({ tx, audit }) => {
    const sealedPhone = sealedAddress(tx, phone)
    await tx.wechatUser.update({ where: { id: citizen.id }, data: { sealedPhone } })
    await tx.receiver.updateMany({
      where: { channel: 'WECHAT', addressHash: citizen.openidHash },
      data: { personHash: personHash(tx, phone) },
    })
    audit({
      action: 'wechat.bindPhone',
      by: null,
      subjectType: 'WechatUser',
      subjectId: citizen.id,
    })
  })
}
