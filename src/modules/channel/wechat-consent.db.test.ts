import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openDeliveryStage, testGateway } from '../../../test/support/deliveries.ts'
import { publish, published, revisedAndApproved } from '../../../test/support/editions.ts'
import { TODAY } from '../../../test/support/stage.ts'
import { endConsents } from './commands/end-consents.ts'
import { recordConsents } from './commands/record-consents.ts'
import { replayDelivery } from './commands/replay-delivery.ts'
import type { WechatTemplate } from './wechat-ports.ts'

const stage = await openDeliveryStage()
afterAll(stage.close)
const { platform } = stage
const office = stage.county.person('county', 'OFFICE')

const template = (id: string, longTerm = false): WechatTemplate => ({
  id,
  kinds: [],
  longTerm,
  fields: { thing1: 'title' },
})
const templates = [template('news'), template('for-good', true)]
let taps = 0

/** Somebody who has agreed to so many messages of a template, and wants to hear of everything of area 2. */
async function reader(consents: number, templateId = 'news', digest: 'NOW' | 'DAILY' = 'NOW') {
  const receiver = await stage.subscriber({ channel: 'WECHAT', digest })
  const id = receiver
  await stage.sql(
    `INSERT INTO wechat_user (id, openid_hash, sealed_openid, created_at) VALUES ($1::uuid, $1::text, 'sealed', now())`,
    [id],
  )
  const citizen = { id, openid: receiver, openidHash: receiver, phone: null }
  const accept = (answers: Record<string, string>, tapId = `tap-${++taps}`) =>
    recordConsents({ platform, templates }, citizen, { tapId, answers })
  for (let i = 0; i < consents; i++) await accept({ [templateId]: 'accept' })
  return { receiver, accept }
}

const gatewayFor = (templateId: string | null = 'news') =>
  testGateway({ channel: 'WECHAT', templateOf: () => templateId })
const later = (ms: number) =>
  stage.clock.set(new Date(stage.clock.now().getTime() + ms).toISOString())
const standing = async (receiver: string) => {
  const rows = await stage.sql(
    `SELECT concat_ws(' ', state, skip_reason) entry FROM delivery WHERE receiver_id = $1 ORDER BY seq`,
    [receiver],
  )
  return rows.map(({ entry }) => String(entry))
}
const NONE = 'SKIPPED NO_CONSENT'

beforeEach(async () => {
  stage.clock.set(TODAY)
  await stage.forget()
  await stage.channels('WECHAT')
})

test('two consents are two messages, and what comes after is skipped without a try', async () => {
  const { receiver } = await reader(2)
  for (let i = 0; i < 3; i++) await published(stage)
  const gateway = gatewayFor()
  await stage.courier([gateway]).runOnce()
  expect(await standing(receiver)).toEqual(['SENT', 'SENT', NONE])
  expect(gateway.sent).toHaveLength(2)
  const [row] = await stage.sql(
    `SELECT d.attempts, (SELECT count(*)::int FROM delivery_attempt a WHERE a.delivery_id = d.id) tries
       FROM delivery d WHERE receiver_id = $1 AND state = 'SKIPPED'`,
    [receiver],
  )
  expect(row).toEqual({ attempts: 0, tries: 0 })
})

test('servers that send at the same time give out no consent twice', async () => {
  const readers = [await reader(1), await reader(3), await reader(5)]
  for (let i = 0; i < 6; i++) await published(stage)
  const gateways = Array.from({ length: 4 }, () => ({ ...gatewayFor(), ratePerSecond: 20 }))
  await Promise.all(gateways.map((gateway) => stage.courier([gateway]).runOnce()))
  await stage.courier([gatewayFor()]).runOnce()
  const sent = await Promise.all(
    readers.map(
      async ({ receiver }) => (await standing(receiver)).filter((one) => one === 'SENT').length,
    ),
  )
  expect(sent).toEqual([1, 3, 5])
}, 60_000)

test('whoever has agreed to another template, to none, or where there is none, is told nothing', async () => {
  const [other, never] = [await reader(1, 'for-good'), await reader(0)]
  await published(stage)
  await stage.courier([gatewayFor()]).runOnce()
  expect(await standing(other.receiver)).toEqual([NONE])
  expect(await standing(never.receiver)).toEqual([NONE])
  const { receiver } = await reader(1)
  await published(stage)
  await stage.courier([gatewayFor(null)]).runOnce()
  expect(await standing(receiver)).toEqual([NONE])
})

describe('a message keeps its consent', () => {
  test('while it waits, and nobody else gets it', async () => {
    const { receiver } = await reader(1)
    const gateway = gatewayFor()
    gateway.answer(() => ({ outcome: 'WAIT', seconds: 60, code: 'WECHAT_45009' }))
    const courier = stage.courier([gateway])
    await published(stage)
    await courier.runOnce()
    await published(stage)
    await courier.runOnce()
    expect(await standing(receiver)).toEqual(['PLANNED', NONE])
    gateway.answer(() => ({ outcome: 'SENT', reference: null }))
    later(61_000)
    await courier.runOnce()
    expect(await standing(receiver)).toEqual(['SENT', NONE])
  })

  test('when nobody knows what became of it', async () => {
    const { receiver } = await reader(1)
    const gateway = gatewayFor()
    gateway.answer(() => ({ outcome: 'UNKNOWN', code: 'TIMEOUT' }))
    const courier = stage.courier([gateway])
    await published(stage)
    await courier.runOnce()
    await published(stage)
    await courier.runOnce()
    expect(await standing(receiver)).toEqual(['UNKNOWN', NONE])
  })

  test('unless it surely was not taken; and once another has it, it is not sent after all', async () => {
    const { receiver } = await reader(1)
    const gateway = gatewayFor()
    gateway.answer(() => ({ outcome: 'FAILED', code: 'WECHAT_47003', permanent: true }))
    const courier = stage.courier([gateway])
    await published(stage)
    await courier.runOnce()
    gateway.answer(() => ({ outcome: 'SENT', reference: null }))
    await published(stage)
    await courier.runOnce()
    expect(await standing(receiver)).toEqual(['FAILED', 'SENT'])
    const [failed] = await stage.sql(
      `SELECT id::text id FROM delivery WHERE receiver_id = $1 AND state = 'FAILED'`,
      [receiver],
    )
    const replay = { deliveryId: String(failed?.['id']), acceptDuplicate: false }
    await replayDelivery(platform, office, replay)
    await courier.runOnce()
    expect(await standing(receiver)).toEqual([NONE, 'SENT'])
  })
})

describe('a consent for good', () => {
  test('is never used up, and ends when it is taken back', async () => {
    const { receiver, accept } = await reader(1, 'for-good')
    const courier = stage.courier([gatewayFor('for-good')])
    for (let i = 0; i < 3; i++) await published(stage)
    await courier.runOnce()
    expect(await standing(receiver)).toEqual(['SENT', 'SENT', 'SENT'])
    await accept({ 'for-good': 'reject' })
    await published(stage)
    await courier.runOnce()
    expect((await standing(receiver)).at(-1)).toBe(NONE)
  })

  test('is one, however often it is given', async () => {
    const { receiver, accept } = await reader(3, 'for-good')
    await accept({ 'for-good': 'ban' })
    await published(stage)
    await stage.courier([gatewayFor('for-good')]).runOnce()
    expect(await standing(receiver)).toEqual([NONE])
  })
})

test('a tap that is told twice counts once, and only 允许 counts', async () => {
  const { receiver, accept } = await reader(0)
  await accept({ news: 'accept' }, 'tap-twice')
  await accept({ news: 'accept' }, 'tap-twice')
  await accept({ news: 'reject' })
  await accept({ news: 'filter' })
  for (let i = 0; i < 2; i++) await published(stage)
  await stage.courier([gatewayFor()]).runOnce()
  expect(await standing(receiver)).toEqual(['SENT', NONE])
})

test('nobody is owed more than fifty', async () => {
  const { receiver } = await reader(52)
  const [row] = await stage.sql(
    'SELECT count(*)::int count FROM wechat_consent WHERE user_id = $1',
    [receiver],
  )
  expect(row).toEqual({ count: 50 })
})

test('a template of nobody is refused, and nothing is recorded', async () => {
  const { accept } = await reader(0)
  const refusal = await stage.refusal(() => accept({ news: 'accept', strange: 'accept' }))
  expect(refusal.code).toBe('UNKNOWN_TEMPLATE')
})

test('43101: what has ended is no consent any more; the next one is', async () => {
  const { receiver, accept } = await reader(3)
  const { sealer } = platform.database
  await stage.sql('UPDATE wechat_user SET openid_hash = $2 WHERE id = $1', [
    receiver,
    sealer.fingerprint('o_anna', 'channel.phone'),
  ])
  await stage.sql('UPDATE receiver SET address_hash = $2 WHERE id = $1', [
    receiver,
    sealer.fingerprint('o_anna', 'channel.phone'),
  ])
  await endConsents(platform, 'o_anna', 'news')
  await published(stage)
  const courier = stage.courier([gatewayFor()])
  await courier.runOnce()
  await accept({ news: 'accept' })
  await published(stage)
  await courier.runOnce()
  expect(await standing(receiver)).toEqual([NONE, 'SENT'])
})

test('what follows on a record takes a consent, too: none is left, nothing is sent', async () => {
  const [one, two] = [await reader(1), await reader(2)]
  const courier = stage.courier([gatewayFor()])
  const live = await published(stage)
  await courier.runOnce()
  await publish(stage, await revisedAndApproved(stage, live))
  await courier.runOnce()
  expect(await standing(one.receiver)).toEqual(['SENT', NONE])
  expect(await standing(two.receiver)).toEqual(['RECALLED', 'SENT'])
})

test('where no mini-program is connected any more, what it was owed is skipped in the end', async () => {
  const { receiver } = await reader(1)
  await published(stage)
  const courier = stage.courier([testGateway()])
  await courier.runOnce()
  expect(await standing(receiver)).toEqual(['PLANNED'])
  later(25 * 3_600_000)
  await courier.runOnce()
  expect(await standing(receiver)).toEqual(['SKIPPED CHANNEL_OFF'])
})

test('a digest is one message and takes one consent', async () => {
  const { receiver } = await reader(1, 'news', 'DAILY')
  for (let i = 0; i < 3; i++) await published(stage)
  later(24 * 3_600_000)
  const gateway = gatewayFor()
  await stage.courier([gateway]).runOnce()
  expect(await standing(receiver)).toEqual(['SENT', 'SENT', 'SENT'])
  expect(gateway.sent).toHaveLength(1)
})
