import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'

/** What a telephone asked for, and the text by which it did: that is its consent. */
export interface TelephoneWish {
  /** Eleven digits. */
  readonly number: string
  /** Separated by blanks; records have to have all of them. */
  readonly words: string
  readonly consent: string
}

const PHONE = 'channel.phone'
const MOST_WORDS = 5
const MOST_SUBSCRIPTIONS = 20

/** Subscribes a telephone to records with certain words. Asking again changes nothing; false when it has too many. */
export function subscribeTelephone(
  platform: Platform,
  { number, words: wished, consent }: TelephoneWish,
): Promise<boolean> {
  return command(platform, async ({ tx, now, audit }) => {
    const { sealer } = platform.database
    const addressHash = sealer.fingerprint(number, PHONE)
    const receiver =
      (await tx.receiver.findUnique({
        where: { channel_addressHash: { channel: 'SMS', addressHash } },
      })) ??
      (await tx.receiver.create({
        data: {
          channel: 'SMS',
          sealedAddress: sealer.seal(number, PHONE),
          addressHash,
          personHash: addressHash,
          createdAt: now,
        },
      }))
    const words = [...new Set(wished.toLowerCase().split(' '))].slice(0, MOST_WORDS).toSorted()
    const scopeKey = `words ${words.join(' ')}`
    const receiverId = receiver.id
    const open = await tx.subscription.findMany({
      where: { receiverId, endedAt: null },
      select: { scopeKey: true },
    })
    const known = open.some((one) => one.scopeKey === scopeKey)
    const allowed = known || open.length < MOST_SUBSCRIPTIONS
    if (allowed && !known) {
      await tx.subscription.create({
        data: {
          receiverId,
          words,
          scopeKey,
          consentText: consent,
          consentAt: now,
          consentWay: 'SMS',
        },
      })
    }
    audit({
      action: 'subscription.ask',
      by: null,
      subjectType: 'Receiver',
      subjectId: receiverId,
      details: { outcome: known ? 'KNOWN' : allowed ? 'SUBSCRIBED' : 'TOO_MANY' },
    })
    return allowed
  })
}
