import type { WechatDesk } from '../wechat-desk.ts'
import type { Citizen } from '../wechat-session.ts'
import { subscriptionsOf } from './subscriptions.ts'

/** What is kept of a citizen, as they may ask (个人信息保护法45), and what they may be asked to agree to. */
export async function citizenProfile(
  { platform: { database }, templates }: Pick<WechatDesk, 'platform' | 'templates'>,
  { id, openid, phone }: Citizen,
) {
  const subscriptions = await subscriptionsOf(database, { channel: 'WECHAT', address: openid })
  const inForce = await database.wechatConsent.groupBy({
    by: ['templateId'],
    where: { userId: id, endedAt: null, deliveryId: null },
    _count: true,
  })
  return {
    // They know their number: enough of it is shown to tell which one it is.
    phone: phone && `${phone.slice(0, 3)}****${phone.slice(7)}`,
    subscriptions,
    templates: templates.map(({ id: templateId, kinds, longTerm }) => ({
      id: templateId,
      kinds,
      longTerm,
      /** Messages that they have agreed to and not had; of one for good 1 while it is in force. */
      left: inForce.find((one) => one.templateId === templateId)?._count ?? 0,
    })),
  }
}
