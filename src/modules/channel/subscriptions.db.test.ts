import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openDeliveryStage, testGateway } from '../../../test/support/deliveries.ts'
import { published } from '../../../test/support/editions.ts'
import { TODAY } from '../../../test/support/stage.ts'
import { subscribe } from './commands/subscribe.ts'
import { unsubscribe } from './commands/unsubscribe.ts'
import { publicationReach } from './queries/reach.ts'
import { deadSubscriptions, subscriptionReach, subscriptionsOf } from './queries/subscriptions.ts'
import type { SubscribeInput } from './subscription.ts'

const stage = await openDeliveryStage()
afterAll(stage.close)
const { platform, county } = stage
const { database } = platform
const office = county.person('county', 'OFFICE')

const PHONE = '13900001234'
const consent = { text: 'DY 救助', way: 'SMS_MO' }
const take = (input: Partial<SubscribeInput> = {}) =>
  subscribe(platform, {
    channel: 'SMS',
    address: PHONE,
    scope: { areaCode: '2' },
    consent,
    ...input,
  })
const leave = (subscriptionId?: string) =>
  unsubscribe(platform, {
    channel: 'SMS',
    address: PHONE,
    ...(subscriptionId && { subscriptionId }),
  })

beforeEach(async () => {
  stage.clock.set(TODAY)
  await stage.channels('SMS', 'WECHAT')
  for (const channel of ['SMS', 'WECHAT'] as const) {
    await unsubscribe(platform, { channel, address: PHONE }).catch(() => undefined)
  }
  await stage.forget()
})

describe('a citizen', () => {
  test('subscribes once, however often they ask; consent is that of the last time', async () => {
    const first = await take()
    stage.clock.set('2026-03-04T00:00:00.000Z')
    const second = await take({ digest: 'DAILY', consent: { text: 'DY 救助 每日', way: 'SMS_MO' } })
    expect(first.created).toBe(true)
    expect(second).toEqual({ ...first, created: false })
    const rows = await stage.sql(
      'SELECT digest, consent_text, consent_at, consent_way FROM subscription WHERE id = $1',
      [first.subscriptionId],
    )
    expect(rows).toEqual([
      {
        digest: 'DAILY',
        consent_text: 'DY 救助 每日',
        consent_at: new Date('2026-03-04T00:00:00.000Z'),
        consent_way: 'SMS_MO',
      },
    ])
    expect(await subscriptionsOf(database, { channel: 'SMS', address: PHONE })).toMatchObject([
      { areaCode: '2', digest: 'DAILY' },
    ])
  })

  test('leaves: the address is forgotten, what was still owed is skipped, nothing more comes', async () => {
    const { receiverId } = await take({ digest: 'DAILY' })
    const owed = await published(stage)
    expect(await leave()).toBe(1)
    const rows = await stage.sql('SELECT r::text text FROM receiver r WHERE id = $1', [receiverId])
    expect(rows[0]?.['text']).not.toContain(PHONE)
    expect(
      await stage.sql(
        'SELECT sealed_address, address_hash, person_hash FROM receiver WHERE id = $1',
        [receiverId],
      ),
    ).toEqual([{ sealed_address: null, address_hash: null, person_hash: null }])
    expect(await stage.ledger(owed.disclosureId)).toEqual(['1 PUBLISHED SKIPPED UNSUBSCRIBED'])
    const later = await published(stage)
    expect(await stage.ledger(later.disclosureId)).toEqual([])
    await expect(leave()).rejects.toMatchObject({ code: 'NOT_SUBSCRIBED' })
  })

  test('leaves one of several, and goes on getting the others', async () => {
    const { subscriptionId } = await take()
    await take({ scope: { itemCode: '2.2' } })
    expect(await leave(subscriptionId)).toBe(1)
    const { disclosureId } = await published(stage)
    expect(await stage.ledger(disclosureId)).toEqual(['1 PUBLISHED PLANNED'])
  })

  test('gets what waited for the digest as one message', async () => {
    const gateway = testGateway()
    const courier = stage.courier([gateway])
    await take({ digest: 'DAILY' })
    const live = [await published(stage), await published(stage), await published(stage)]
    await courier.runOnce()
    expect(gateway.sent).toEqual([])
    stage.clock.set('2026-03-04T00:30:00.000Z')
    await courier.runOnce()
    expect(gateway.sent).toHaveLength(1)
    const [message] = gateway.sent
    expect(message?.address).toBe(PHONE)
    expect(message?.payload.records.map(({ indexNumber }) => indexNumber)).toEqual(
      live.map(({ indexNumber }) => indexNumber),
    )
    for (const { disclosureId } of live) {
      expect(await stage.ledger(disclosureId)).toEqual(['1 PUBLISHED SENT'])
    }
  })

  test('gets no more in a day than the gateway allows; the rest comes the day after', async () => {
    const gateway = testGateway({ dailyLimit: 2 })
    const courier = stage.courier([gateway])
    await take()
    for (let count = 0; count < 3; count++) {
      await published(stage)
      await courier.runOnce()
    }
    expect(gateway.sent).toHaveLength(2)
    stage.clock.set('2026-03-04T04:00:01.000Z')
    await courier.runOnce()
    expect(gateway.sent).toHaveLength(3)
  })

  test.each([
    [{ address: 'ab' }, 'address'],
    [{ scope: {} }, 'scope'],
    [{ scope: { words: ['字'] } }, 'scope.words.0'],
    [{ scope: { areaCode: '99' } }, 'areaCodes'],
    [{ consent: { text: ' ', way: 'SMS_MO' } }, 'consent.text'],
  ] as const)('is refused %j', async (input, path) => {
    const refused = await stage.refusal(() => take(input as Partial<SubscribeInput>))
    expect(refused).toMatchObject({ problems: [{ path }] })
  })
})

test('no address stands in the audit trail or in the table as it is', async () => {
  await take({ scope: { words: ['低保'] } })
  const rows = await stage.sql(
    `SELECT a::text text FROM audit_event a UNION ALL SELECT r::text FROM receiver r`,
  )
  const text = rows.map((row) => String(row['text'])).join('\n')
  expect(text).not.toMatch(new RegExp(`(?<!channel\\.\\w+[:#])${PHONE}`))
  expect(text).not.toContain('低保')
})

describe('the office', () => {
  test('counts people, not addresses', async () => {
    await take()
    await take({ scope: { itemCode: '2.2' } })
    await take({ channel: 'WECHAT', address: 'openid-1', phone: PHONE })
    await take({ channel: 'WECHAT', address: 'openid-2' })
    expect(await subscriptionReach(database, office)).toEqual({
      people: 2,
      addresses: 3,
      subscriptions: 4,
      channels: [
        { channel: 'WECHAT', people: 2, addresses: 2, subscriptions: 2 },
        { channel: 'SMS', people: 1, addresses: 1, subscriptions: 2 },
      ],
    })
    const courier = stage.courier([testGateway(), testGateway({ channel: 'WECHAT' })])
    const live = await published(stage)
    await courier.runOnce()
    expect(await publicationReach(database, office, live.indexNumber ?? '', null)).toEqual({
      version: 1,
      people: 2,
      channels: [
        { channel: 'WECHAT', addresses: 2, people: 2, states: { SENT: 2 } },
        { channel: 'SMS', addresses: 1, people: 1, states: { SENT: 1 } },
      ],
    })
    for (const address of ['openid-1', 'openid-2']) {
      await unsubscribe(platform, { channel: 'WECHAT', address })
    }
  })

  test('is told of subscriptions that can never fire, and why', async () => {
    const scopes = [
      { areaCode: '2' },
      { words: ['低保'] },
      { organizationCode: 'closed' },
      { organizationCode: 'hbj', itemCode: '2.2' },
      { kind: 'PolicyDocument', areaCode: '5' },
      { itemCode: '5.1' },
    ]
    for (const scope of scopes) await take({ scope })
    await stage.sql(`DELETE FROM item_channel WHERE item_code = '5.1'`)
    const dead = await deadSubscriptions(database, office, '2026-03-03')
    const told = dead.map(({ reason, count, areaCode, itemCode, organizationCode, kind }) => [
      reason,
      count,
      areaCode ?? itemCode ?? organizationCode ?? kind,
    ])
    expect(new Set(told.map(String))).toEqual(
      new Set(
        [
          ['ORGANIZATION_CLOSED', 1, 'closed'],
          ['NOT_OWED', 1, '2.2'],
          ['CHANNEL_NOT_USED', 1, '5'],
          ['CHANNEL_NOT_USED', 1, '5.1'],
        ].map(String),
      ),
    )
  })
})
