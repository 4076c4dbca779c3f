import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'

/**
 * Ends all subscriptions of a telephone, skips what it was still owed, and forgets its number (个人信息保护法47: consent
 * is withdrawn). What it was sent stays in the ledger, without the number.
 */
export async function forgetTelephone(platform: Platform, number: string): Promise<void> {
  const { database } = platform
  const addressHash = database.sealer.fingerprint(number, 'channel.phone')
  const where = { channel_addressHash: { channel: 'SMS', addressHash } } as const
  if (!(await database.receiver.findUnique({ where }))) return
  await command(platform, async ({ tx, now, audit }) => {
    const { id } = await tx.receiver.update({
      where,
      data: { sealedAddress: null, addressHash: null, personHash: null, forgottenAt: now },
    })
    const { count } = await tx.subscription.updateMany({
      where: { receiverId: id, endedAt: null },
      data: { endedAt: now, words: [] },
    })
    await tx.delivery.updateMany({
      where: { receiverId: id, state: 'PLANNED' },
      data: { state: 'SKIPPED', skipReason: 'UNSUBSCRIBED', dueAt: null },
    })
    audit({
      action: 'subscription.leave',
      by: null,
      subjectType: 'Receiver',
      subjectId: id,
      details: { subscriptions: count },
    })
  })
}
