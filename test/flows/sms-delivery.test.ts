import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { publishedOver } from '../support/editorial.ts'
import { samplesOf } from '../support/samples.ts'
import { openSmppCentre, PASSWORD, type SmppCentre } from '../support/smpp-centre.ts'

// A warning of the environment bureau on its way to telephones, and its end.

let centre: SmppCentre
let app: TestApp

/** Somebody who has asked for everything about the environment. */
const TO = '13900000001'
const [{ content: WARNING }] = samplesOf('Warning')

beforeAll(async () => {
  centre = await openSmppCentre()
  app = await startTestApp({
    search: 'DATABASE',
    env: {
      SMS_GATEWAY: 'smpp',
      SMPP_URL: `smpp://127.0.0.1:${centre.port}`,
      SMPP_SYSTEM_ID: 'kazuo',
      SMPP_PASSWORD: PASSWORD,
      SMS_SOURCE: '10690421',
      SHORT_LINK_URL: 'https://gk.example/s',
    },
  })
  await subscribe(TO)
  await vi.waitFor(() => {
    if (!app.logged().join('').includes('已登录短信中心')) throw new Error('not bound yet')
  })
})

afterAll(async () => {
  await app.close()
  await centre.close()
})

async function subscribe(number: string) {
  const { sealer } = app.app.services.platform.database
  const [id, phone] = [randomUUID(), 'channel.phone']
  await app.sql(`INSERT INTO item_channel VALUES ('5.1', 'SMS') ON CONFLICT DO NOTHING`)
  await app.sql(
    `INSERT INTO receiver (id, channel, sealed_address, address_hash, created_at) VALUES ($1, 'SMS', $2, $3, now())`,
    [id, sealer.seal(number, phone), sealer.fingerprint(number, phone)],
  )
  await app.sql(
    `INSERT INTO subscription (id, receiver_id, area_code, words, scope_key, consent_text, consent_at, consent_way)
     VALUES ($1, $2, '5', '{}', 'area 5', 'DY 环境', now(), 'SMS')`,
    [randomUUID(), id],
  )
}

const publishWarning = (change: object = {}) =>
  publishedOver(app.signIn, {
    organization: 'hbj',
    itemCode: '5.1',
    content: { warning: { ...WARNING, ...change } },
  })

/** State and code of the delivery of a record. */
async function deliveryOf(indexNumber: string) {
  const [row] = await app.sql(
    `SELECT d.state, d.code, d.attempts, d.reference FROM delivery d JOIN disclosure r ON r.id = d.disclosure_id
      WHERE r.index_number = $1 AND d.channel = 'SMS'`,
    [indexNumber],
  )
  return row
}

const PATIENCE = { timeout: 20_000, interval: 100 }

test('突发事件应对法64、65: a warning reaches the telephone within five seconds, once, and so does its lifting', async () => {
  const before = Date.now()
  const indexNumber = await publishWarning()
  const published = Date.now()
  await vi.waitFor(() => expect(centre.inbox).toHaveLength(1), PATIENCE)
  expect(Date.now() - published).toBeLessThan(5_000 + (published - before))
  const [{ to, text } = { to: '', text: '' }] = centre.inbox
  expect(to).toBe(TO)
  expect(text).toMatch(
    /^【喀左政务公开】朝阳市人民政府发布.*预警：喀左县全域.* 详情 https:\/\/gk\.example\/s\/\w{8} 拒收请回复R$/u,
  )
  const sent = { state: 'SENT', attempts: 1, reference: expect.any(String) as string }
  await vi.waitFor(async () => expect(await deliveryOf(indexNumber)).toMatchObject(sent), PATIENCE)

  // The receipt of a long text is complete with that of its last part, and comes twice.
  for (const id of [...centre.ids, ...centre.ids]) {
    expect(await centre.receipt(id, 'DELIVRD')).toBe(0)
  }
  const arrived = { state: 'DELIVERED', attempts: 1 }
  await vi.waitFor(
    async () => expect(await deliveryOf(indexNumber)).toMatchObject(arrived),
    PATIENCE,
  )

  await publishWarning({ title: '解除重污染天气黄色预警', phase: 'LIFTED', previous: indexNumber })
  await vi.waitFor(() => expect(centre.inbox).toHaveLength(2), PATIENCE)
  expect(centre.inbox[1]?.to).toBe(TO)
  expect(centre.inbox[1]?.text).toContain('解除')
})

test.each([
  ['is busy, and takes it when it is asked again', [{ status: 0x58 }], 1, 'SENT'],
  ['ends the connection', ['drop'], 0, 'UNKNOWN'],
  ['refuses the number', [{ status: 0x0b }], 0, 'FAILED'],
] as const)('a centre that %s: at most one text', async (_, manners, texts, state) => {
  const before = centre.inbox.length
  centre.behave(...manners)
  const indexNumber = await publishWarning({ title: `转载预警（${state}）` })
  await vi.waitFor(async () => expect(await deliveryOf(indexNumber)).toMatchObject({ state }), {
    ...PATIENCE,
  })
  // Whatever else is sent by then, this is not sent again.
  const next = await publishWarning({ title: `转载后一预警（${state}）` })
  await vi.waitFor(
    async () => expect(await deliveryOf(next)).toMatchObject({ state: 'SENT' }),
    PATIENCE,
  )
  expect(centre.inbox).toHaveLength(before + texts + 1)
})
