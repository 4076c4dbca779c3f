import { command } from '../../../platform/command.ts'
import { ValidationError } from '../../../platform/errors.ts'
import type { WechatDesk } from '../wechat-desk.ts'
import type { Citizen } from '../wechat-session.ts'

export interface RecordConsentsInput {
  /** Names the tap: told twice, it counts once. */
  readonly tapId: string
  /** What `wx.requestSubscribeMessage` answered, by template. */
  readonly answers: Readonly<Record<string, string>>
}

/** Nobody is asked so often that they would be owed more. */
const MOST_LEFT = 50

/**
 * Records what a citizen answered when the mini-program asked: each 允许 is good for one message, or for good where the
 * template is one of those (长期订阅); there, any other answer ends it.
 */
export async function recordConsents(
  { platform, templates }: Pick<WechatDesk, 'platform' | 'templates'>,
  { id: userId }: Citizen,
  { tapId, answers }: RecordConsentsInput,
): Promise<void> {
  const known = Object.keys(answers).flatMap((id) => templates.filter((one) => one.id === id))
  if (known.length < Object.keys(answers).length || known.length === 0) {
    throw ValidationError.of('answers', 'UNKNOWN_TEMPLATE', '没有这个消息模板')
  }
  await command(platform, async ({ tx, now, audit }) => {
    for (const { id: templateId, longTerm: standing } of known) {
      const mine = { userId, templateId }
      if (await tx.wechatConsent.findFirst({ where: { ...mine, tapId } })) continue
      const inForce = { ...mine, endedAt: null, deliveryId: null }
      if (standing) await tx.wechatConsent.updateMany({ where: inForce, data: { endedAt: now } })
      const left = await tx.wechatConsent.count({ where: inForce })
      if (answers[templateId] !== 'accept' || left >= MOST_LEFT) continue
      await tx.wechatConsent.create({ data: { ...mine, standing, tapId, acceptedAt: now } })
    }
    audit({
      action: 'wechat.consent',
      by: null,
      subjectType: 'WechatUser',
      subjectId: userId,
      details: { accepted: known.filter(({ id }) => answers[id] === 'accept').length },
    })
  })
}
