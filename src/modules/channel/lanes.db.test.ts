import { afterAll, beforeEach, expect, test } from 'vitest'
import { openDeliveryStage, testGateway } from '../../../test/support/deliveries.ts'
import { acceptKinds, approved, publish, published } from '../../../test/support/editions.ts'
import { samplesOf } from '../../../test/support/samples.ts'
import { TODAY } from '../../../test/support/stage.ts'
import { watchAlerts } from './alerts.ts'
import { criticalAlerts } from './queries/alerts.ts'
import { sealedAddress } from './sealed.ts'

const stage = await openDeliveryStage()
afterAll(stage.close)
await acceptKinds(stage, 'Warning')
const WARNING = { kind: 'Warning', content: samplesOf('Warning')[0].content }
const office = stage.county.person('county', 'OFFICE')

beforeEach(async () => {
  stage.clock.set(TODAY)
  await stage.forget()
  await stage.channels('SMS')
})

test('ten thousand are told at the gateway’s own rate; a warning in between starts within two seconds', async () => {
  await stage.sql(
    `WITH r AS (INSERT INTO receiver (id, channel, sealed_address, address_hash, created_at)
                SELECT gen_random_uuid(), 'SMS', $1, 'bulk' || n, now() FROM generate_series(1, 10000) n RETURNING id)
     INSERT INTO subscription (id, receiver_id, area_code, words, scope_key, consent_text, consent_at, consent_way)
     SELECT gen_random_uuid(), id, '2', '{}', '', 'DY', now(), 'SMS' FROM r`,
    [sealedAddress(stage.platform.database, '13900000000')],
  )
  const rate = 500
  const gateway = testGateway({ ratePerSecond: rate, window: 200 })
  const times: number[] = []
  const urgent = Promise.withResolvers<number>()
  const receivers = new Set<string>()
  gateway.answer(({ lane, deliveryId }) => {
    if (lane === 'URGENT') urgent.resolve(performance.now())
    times.push(performance.now())
    receivers.add(deliveryId)
    return { outcome: 'SENT', reference: deliveryId }
  })
  const warning = await approved(stage, WARNING)
  const bulk = await published(stage)
  const courier = stage.courier([gateway])
  courier.start()
  await expect.poll(() => times.length, { timeout: 30_000 }).toBeGreaterThan(1_000)

  await publish(stage, warning)
  const publishedAt = performance.now()
  courier.wake()
  const waited = (await urgent.promise) - publishedAt
  expect(waited).toBeLessThan(2_000)
  const first = times[0] ?? 0
  const inFirst = times.filter((time) => time - first < 1_000).length
  expect(inFirst).toBeLessThanOrEqual(rate * 1.6)

  const left = async () => {
    const [row] = await stage.sql(
      `SELECT count(*)::int count FROM delivery WHERE disclosure_id = $1 AND state <> 'SENT'`,
      [bulk.disclosureId],
    )
    return Number(row?.['count'])
  }
  await expect.poll(left, { timeout: 150_000, interval: 500 }).toBe(0)
  const seconds = ((times.at(-1) ?? 0) - first) / 1_000
  expect(times.length / seconds).toBeLessThanOrEqual(rate * 1.1)
  // No message twice.
  expect(receivers.size).toBe(times.length)
  // It would take the messages of the tests that follow.
  await courier.stop()
}, 200_000)

test('突发事件应对法65: whoever was told of a warning is told of its end, whatever they have subscribed to since', async () => {
  const gateway = testGateway()
  const courier = stage.courier([gateway])
  const warned = await stage.subscriber()
  const issued = await published(stage, WARNING)
  await courier.runOnce()
  await stage.sql('UPDATE subscription SET ended_at = now()')
  const { previous: _, ...lifted } = samplesOf('Warning')[1]?.content ?? {}
  const content = { ...lifted, previous: issued.indexNumber }
  const lifting = await published(stage, { kind: 'Warning', content })
  await courier.runOnce()
  expect(await stage.ledger(lifting.disclosureId, warned)).toEqual(['1 PUBLISHED SENT'])
})

test('an urgent publication that has reached nobody for fifteen minutes is raised, and settled when it has', async () => {
  const gateway = testGateway()
  const courier = stage.courier([gateway])
  const receiver = await stage.subscriber()
  const live = await published(stage, WARNING)
  await courier.runOnce()
  const listed = async () => {
    await watchAlerts(stage.platform)
    const alerts = await criticalAlerts(stage.platform.database, office, { open: true })
    return alerts.map(({ indexNumber }) => indexNumber)
  }
  stage.clock.set('2026-03-03T04:14:59.000Z')
  expect(await listed()).not.toContain(live.indexNumber)
  stage.clock.set('2026-03-03T04:15:00.000Z')
  expect(await listed()).toContain(live.indexNumber)
  const [row] = await stage.sql(
    'SELECT reference FROM delivery WHERE disclosure_id = $1 AND receiver_id = $2',
    [live.disclosureId, receiver],
  )
  await gateway.receipt({ reference: String(row?.['reference']), outcome: 'DELIVERED', code: null })
  expect(await listed()).not.toContain(live.indexNumber)
})
