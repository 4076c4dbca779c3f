import type { Platform } from '../../../platform/platform.ts'

/** Deletes sessions that are over, and citizens of whom nothing is left but that they came (个人信息保护法47). */
export async function forgetIdleCitizens({ database, clock }: Platform): Promise<void> {
  const now = clock.now()
  await database.wechatSession.deleteMany({ where: { expiresAt: { lte: now } } })
  await database.$executeRaw`
    DELETE FROM wechat_user u
     WHERE NOT EXISTS (SELECT FROM wechat_session s WHERE s.user_id = u.id)
       AND NOT EXISTS (SELECT FROM receiver r WHERE r.channel = 'WECHAT' AND r.address_hash = u.openid_hash)`
}
