import type { Database } from '../../../platform/db/client.ts'
import type { Citizen } from '../wechat-session.ts'
import { subscriptionsOf } from './subscriptions.ts'

/** What is kept of a citizen, as they may ask (个人信息保护法45). */
export async function citizenProfile(database: Database, { openid, phone }: Citizen) {
  const subscriptions = await subscriptionsOf(database, { channel: 'WECHAT', address: openid })
  // They know their number: enough of it is shown to tell which one it is.
  return { phone: phone && `${phone.slice(0, 3)}****${phone.slice(7)}`, subscriptions }
}
