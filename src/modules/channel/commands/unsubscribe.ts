import { command } from '../../../platform/command.ts'
import { NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { forgetReceiver } from '../forget.ts'
import type { SubscribedChannel } from '../model.ts'
import { addressHash } from '../sealed.ts'

export interface UnsubscribeInput {
  readonly channel: SubscribedChannel
  readonly address: string
  /** One of theirs; all when left out. */
  readonly subscriptionId?: string
}

/**
 * Somebody leaves, which is as easy as it was to come (个人信息保护法15); tells how many subscriptions ended. With the last
 * one their address goes; what they were still owed is skipped. The consent stays as evidence without saying whose it was.
 */
export function unsubscribe(
  platform: Platform,
  { channel, address, subscriptionId }: UnsubscribeInput,
): Promise<number> {
  return command(platform, async ({ tx, now, audit }) => {
    const receiver = await tx.receiver.findUnique({
      where: { channel_addressHash: { channel, addressHash: addressHash(tx, address) } },
      include: { subscriptions: { where: { endedAt: null } } },
    })
    const held = receiver?.subscriptions ?? []
    const ending = held.filter(({ id }) => subscriptionId === undefined || id === subscriptionId)
    if (!receiver || ending.length === 0) {
      throw new NotFoundError('没有这项订阅', 'NOT_SUBSCRIBED')
    }
    await tx.subscription.updateMany({
      where: { id: { in: ending.map(({ id }) => id) } },
      data: { endedAt: now, words: [] },
    })
    if (ending.length === held.length) await forgetReceiver(tx, receiver.id, now)
    audit({
      action: 'subscription.end',
      by: null,
      subjectType: 'Receiver',
      subjectId: receiver.id,
      details: { ended: ending.length, channel },
    })
    return ending.length
  })
}
