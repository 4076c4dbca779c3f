import { command, type Work } from '../../../platform/command.ts'
import { ConflictError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { SubscribedChannel } from '../model.ts'
import { unknownCodes } from '../scope.ts'
import { addressHash, personHash, sealedAddress } from '../sealed.ts'
import {
  MOST_SUBSCRIPTIONS,
  scopeKey,
  type SubscribeInput,
  subscriptionRule,
} from '../subscription.ts'

/** What came of it. */
export interface Subscribed {
  readonly subscriptionId: string
  readonly receiverId: string
  /** False when they had it already: then consent and digest are those of now. */
  readonly created: boolean
}

/**
 * Somebody subscribes, by an endpoint that knows whose address it is: there is no other way in. Consent is kept as it was
 * given (个人信息保护法14). Their address is stored sealed and found again by its keyed hash.
 */
export function subscribe(platform: Platform, input: SubscribeInput): Promise<Subscribed> {
  return command(platform, async (work) => {
    const { tx, now, audit } = work
    const { scope, digest, consent, ...whom } = parseInput(subscriptionRule, input)
    const problems = await unknownCodes(tx, {
      areaCodes: listOf(scope.areaCode),
      itemCodes: listOf(scope.itemCode),
      organizationCodes: listOf(scope.organizationCode),
      kinds: listOf(scope.kind),
    })
    if (problems.length > 0) throw new ValidationError(problems)
    const receiverId = await receiverOf(work, whom)
    const key = { receiverId, scopeKey: scopeKey(scope), endedAt: null }
    const agreed = { digest, consentText: consent.text, consentAt: now, consentWay: consent.way }
    const before = await tx.subscription.findFirst({ where: key })
    await assertRoom(work, receiverId, before === null)
    const { id } = before
      ? await tx.subscription.update({ where: { id: before.id }, data: agreed })
      : await tx.subscription.create({ data: { ...key, ...scope, ...agreed } })
    const { words, ...codes } = scope
    audit({
      action: 'subscription.start',
      by: null,
      subjectType: 'Receiver',
      subjectId: receiverId,
      details: { ...codes, words: words.length, digest, channel: whom.channel, way: consent.way },
    })
    return { subscriptionId: id, receiverId, created: before === null }
  })
}

interface Whom {
  readonly channel: SubscribedChannel
  readonly address: string
  readonly phone: string | null
}

async function receiverOf({ tx, now }: Work, { channel, address, phone }: Whom): Promise<string> {
  const person = channel === 'SMS' ? address : phone
  const found = { channel, addressHash: addressHash(tx, address) }
  const linked = person === null ? {} : { personHash: personHash(tx, person) }
  const { id } = await tx.receiver.upsert({
    where: { channel_addressHash: found },
    create: { ...found, ...linked, sealedAddress: sealedAddress(tx, address), createdAt: now },
    // A phone that was bound later links what was there before.
    update: linked,
    select: { id: true },
  })
  return id
}

async function assertRoom({ tx }: Work, receiverId: string, isNew: boolean): Promise<void> {
  const held = await tx.subscription.count({ where: { receiverId, endedAt: null } })
  if (isNew && held >= MOST_SUBSCRIPTIONS) {
    throw new ConflictError('TOO_MANY', `至多订阅${MOST_SUBSCRIPTIONS}项，请先退订一些`)
  }
}

function listOf(code: string | null): string[] {
  return code === null ? [] : [code]
}
