import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDeliveryStage } from '../../../test/support/deliveries.ts'
import { published, publish, revisedAndApproved } from '../../../test/support/editions.ts'
import { isSigned, startEndpoint, status } from '../../../test/support/endpoint.ts'
import { TODAY } from '../../../test/support/stage.ts'
import { webhookClient } from '../../integrations/webhook/client.ts'
import { withdrawDisclosure } from '../publication/commands/withdraw-disclosure.ts'
import { createWebhook, type CreateWebhookInput } from './commands/create-webhook.ts'
import { disableWebhook } from './commands/disable-webhook.ts'
import { replayDelivery } from './commands/replay-delivery.ts'
import { testWebhook } from './commands/test-webhook.ts'
import { webhookGateway } from './webhook-gateway.ts'

const stage = await openDeliveryStage()
const endpoint = await startEndpoint()
afterAll(async () => {
  await stage.close()
  await endpoint.close()
})
const { platform, county } = stage
const office = county.person('county', 'OFFICE')
const { clock, database } = platform
const client = webhookClient({ clock, allowPrivate: true, timeoutMs: 500 })
const desk = { client, allowPrivate: true }
const gateway = webhookGateway({
  database,
  client,
  recordUrl: (indexNumber) => `https://county.example/${encodeURIComponent(indexNumber)}`,
})
const courier = stage.courier([gateway])

let serial = 0
const create = (input: Partial<CreateWebhookInput> = {}) => {
  const everything = { areaCodes: [], itemCodes: [], organizationCodes: [], kinds: [] }
  const name = `网站${++serial}`
  return createWebhook(platform, desk, office, {
    ...everything,
    name,
    url: `${endpoint.url}/hook`,
    ...input,
  })
}
const pass = (ms: number) => stage.clock.set(new Date(clock.now().getTime() + ms).toISOString())
const types = () => endpoint.taken.map(({ event }) => `${event.type} ${event.record?.version}`)

beforeEach(async () => {
  stage.clock.set(TODAY)
  await stage.forget()
  await stage.channels('WEBHOOK')
})
afterEach(() => {
  endpoint.answer(status(204))
  endpoint.reset()
})

describe('what an endpoint is told', () => {
  test('ids and addresses of what changed, signed; and nothing of its content', async () => {
    const { secret } = await create()
    const live = await published(stage)
    const second = await publish(stage, await revisedAndApproved(stage, live))
    await withdrawDisclosure(platform, county.person('mzj', 'APPROVER'), {
      indexNumber: second.indexNumber ?? '',
      type: 'ERROR',
      reason: '数字有误',
    })
    await courier.runOnce()
    expect(types()).toEqual([
      'publication.published 1',
      'publication.corrected 2',
      'publication.withdrawn 3',
    ])
    const url = `https://county.example/${encodeURIComponent(live.indexNumber ?? '')}`
    const [call] = endpoint.calls
    expect(call?.event).toEqual({
      id: expect.any(String) as string,
      type: 'publication.published',
      at: TODAY,
      record: {
        indexNumber: live.indexNumber,
        version: 1,
        kind: 'Notice',
        areaCode: '2',
        itemCode: '2.2',
        organizationCode: 'mzj',
        url,
      },
      purge: [],
    })
    expect(endpoint.calls[2]?.event).toMatchObject({ purge: [url] })
    for (const one of endpoint.calls) {
      expect(isSigned(one, secret)).toBe(true)
      expect(isSigned({ ...one, body: `${one.body} ` }, secret)).toBe(false)
      expect(isSigned(one, 'gkw_another')).toBe(false)
      expect(one.body).not.toContain('取暖')
    }
  })

  test('after an hour of being down, everything in order, once', async () => {
    await create()
    endpoint.answer(status(502))
    const live = []
    for (let minute = 0; minute < 60; minute += 10) {
      if (live.length < 4) live.push(await published(stage))
      pass(600_000)
      await courier.runOnce()
    }
    expect(endpoint.taken).toEqual([])
    endpoint.answer(status(200))
    pass(600_000)
    await courier.runOnce()
    expect(endpoint.taken.map(({ event }) => event.record?.indexNumber)).toEqual(
      live.map(({ indexNumber }) => indexNumber),
    )
    // While it was down only the first in the row was tried.
    expect(new Set(endpoint.calls.slice(0, -live.length).map(({ event }) => event.id)).size).toBe(1)
  })

  test('one that is down holds nobody else up', async () => {
    await create({ url: `${endpoint.url}/down` })
    await create()
    endpoint.answer((response, { path }) => response.writeHead(path === '/down' ? 500 : 200).end())
    for (let count = 0; count < 3; count++) await published(stage)
    await courier.runOnce()
    expect(endpoint.taken.map(({ path }) => path)).toEqual(['/hook', '/hook', '/hook'])
  })

  test('one that asks for time gets it, and one that is gone is given up at once', async () => {
    await create()
    const { disclosureId } = await published(stage)
    endpoint.answer(status(429, { 'Retry-After': '120' }))
    await courier.runOnce()
    pass(119_000)
    await courier.runOnce()
    expect(endpoint.calls).toHaveLength(1)
    endpoint.answer(status(410))
    pass(1_000)
    await courier.runOnce()
    expect(await stage.ledger(disclosureId)).toEqual(['1 PUBLISHED FAILED'])
  })

  test('redirects are not followed', async () => {
    await create()
    const { disclosureId } = await published(stage)
    endpoint.answer(status(302, { Location: `${endpoint.url}/elsewhere` }))
    await courier.runOnce()
    expect(endpoint.calls.map(({ path }) => path)).toEqual(['/hook'])
    const rows = await stage.sql('SELECT code FROM delivery WHERE disclosure_id = $1', [
      disclosureId,
    ])
    expect(rows).toEqual([{ code: 'HTTP_302' }])
  })

  test('an answer of any size costs nothing: its status is all that is read', async () => {
    await create()
    const { disclosureId } = await published(stage)
    endpoint.answer((response) => {
      response.writeHead(200)
      const flood = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1_000_000)));
        response.once('drain', flood)
      }
      flood()
    })
    await courier.runOnce()
    expect(await stage.ledger(disclosureId)).toEqual(['1 PUBLISHED DELIVERED'])
  })
})

describe('private addresses', () => {
  const wary = webhookClient({ clock, allowPrivate: false, timeoutMs: 500 })

  test.each(['http://127.0.0.1/', 'http://[::1]/', 'http://10.0.0.8/', 'http://0x7f000001/'])(
    'no endpoint is registered at %s unless the installation allows it',
    async (url) => {
      const refused = await stage.refusal(() =>
        createWebhook(platform, { ...desk, allowPrivate: false }, office, {
          name: '内网',
          url,
          areaCodes: [],
          itemCodes: [],
          organizationCodes: [],
          kinds: [],
        }),
      )
      expect(refused).toMatchObject({ problems: [{ path: 'url', code: 'PRIVATE_ADDRESS' }] })
    },
  )

  test('a name that turns out to be one of this machine is not called', async () => {
    const { port } = new URL(endpoint.url)
    const call = { secret: 's', id: '1', type: 'webhook.test', body: '{"id":"1"}' }
    const refused = { outcome: 'FAILED', code: 'ADDRESS_REFUSED', permanent: false }
    expect(await wary.post({ ...call, url: `http://localhost:${port}/` })).toEqual(refused)
    expect(await wary.post({ ...call, url: `http://127.0.0.1:${port}/` })).toEqual(refused)
    expect(endpoint.calls).toEqual([])
  })
})

describe('the office', () => {
  test.each([
    ['ftp://county.example/', 'INVALID_FORMAT'],
    ['http://user:secret@county.example/', 'INVALID_FORMAT'],
    ['county.example', 'INVALID_FORMAT'],
  ])('is refused %s', async (url, code) => {
    const refused = await stage.refusal(() => create({ url }))
    expect(refused).toMatchObject({ problems: [{ path: 'url', code }] })
  })

  test('hears of all codes that do not exist at once', async () => {
    const refused = await stage.refusal(() =>
      create({ areaCodes: ['2', '9'], itemCodes: ['9.9'], organizationCodes: ['nobody'] }),
    )
    expect(refused).toMatchObject({
      problems: [{ path: 'areaCodes' }, { path: 'itemCodes' }, { path: 'organizationCodes' }],
    })
  })

  test('tries an endpoint without any record, and sees why it does not answer', async () => {
    const { webhook, secret } = await create()
    const { id: webhookId } = webhook
    expect(await testWebhook(platform, desk, office, { webhookId })).toEqual({
      outcome: 'DELIVERED',
      code: null,
    })
    const [call] = endpoint.calls
    expect(call?.event).toMatchObject({ type: 'webhook.test', record: null })
    expect(call && isSigned(call, secret)).toBe(true)
    endpoint.answer(status(500))
    expect(await testWebhook(platform, desk, office, { webhookId })).toEqual({
      outcome: 'FAILED',
      code: 'HTTP_500',
    })
    expect(await stage.sql('SELECT 1 FROM delivery WHERE receiver_id = $1', [webhookId])).toEqual(
      [],
    )
  })

  test('has what was given up sent once more', async () => {
    await create()
    const { disclosureId } = await published(stage)
    endpoint.answer(status(410))
    await courier.runOnce()
    const [row] = await stage.sql('SELECT id::text id FROM delivery WHERE disclosure_id = $1', [
      disclosureId,
    ])
    endpoint.answer(status(200))
    const deliveryId = String(row?.['id'])
    await replayDelivery(platform, office, { deliveryId, acceptDuplicate: false })
    await courier.runOnce()
    expect(await stage.ledger(disclosureId)).toEqual(['1 PUBLISHED DELIVERED'])
    expect(new Set(endpoint.calls.map(({ event }) => event.id))).toEqual(new Set([deliveryId]))
    const refused = await stage.refusal(() =>
      replayDelivery(platform, office, { deliveryId, acceptDuplicate: true }),
    )
    expect(refused.code).toBe('NOT_DEAD')
  })

  test('ends an endpoint: what it was owed is skipped, and nothing more is planned', async () => {
    const { webhook } = await create()
    const owed = await published(stage)
    await disableWebhook(platform, office, { webhookId: webhook.id })
    const later = await published(stage)
    await courier.runOnce()
    expect(await stage.ledger(owed.disclosureId)).toEqual(['1 PUBLISHED SKIPPED UNSUBSCRIBED'])
    expect(await stage.ledger(later.disclosureId)).toEqual([])
    expect(endpoint.calls).toEqual([])
  })

  test('sees no secret in the database', async () => {
    const { secret } = await create()
    const rows = await stage.sql('SELECT w::text text FROM webhook w')
    expect(rows.map(({ text }) => String(text)).join()).not.toContain(secret)
  })
})
