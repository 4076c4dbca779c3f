import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { publishedOver } from '../support/editorial.ts'
import { samplesOf } from '../support/samples.ts'
import {
  openidOf,
  openWechatPlatform,
  wechatEnv,
  type WechatPlatform,
} from '../support/wechat-platform.ts'

// A warning of the environment bureau on its way to the mini-program, and its end.

let platform: WechatPlatform
let app: TestApp
const [{ content: WARNING }] = samplesOf('Warning')
const TEMPLATES = [
  {
    id: 'tmpl-warning',
    kinds: ['Warning'],
    fields: { thing1: 'title', thing2: 'organization', phrase3: 'change', date4: 'time' },
  },
]

beforeAll(async () => {
  platform = await openWechatPlatform()
  app = await startTestApp({
    search: 'DATABASE',
    env: { ...wechatEnv(platform), WECHAT_TEMPLATES: JSON.stringify(TEMPLATES) },
  })
  await app.sql(`INSERT INTO item_channel VALUES ('5.1', 'WECHAT') ON CONFLICT DO NOTHING`)
})
afterAll(async () => {
  await app.close()
  await platform.close()
})
beforeEach(async () => {
  await app.sql('UPDATE subscription SET ended_at = now()')
})

async function call(path: string, token: string, body: object): Promise<void> {
  const response = await fetch(`${app.url}/wechat/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  expect(response.status, await response.clone().text()).toBe(200)
}

let count = 0
/** Signs in, agrees to so many messages, and subscribes to everything about the environment. */
async function reader(who: string, consents: number) {
  const response = await fetch(`${app.url}/wechat/login`, {
    method: 'POST',
    body: JSON.stringify({ code: `code-${who}-${++count}` }),
  })
  const { token } = (await response.json()) as { token: string }
  for (let i = 0; i < consents; i++) {
    const answers = { 'tmpl-warning': 'accept' }
    await call('consents', token, { tapId: `tap-${who}-${i}`, answers })
  }
  await call('subscriptions', token, { areaCode: '5', consentText: '同意接收预警订阅消息' })
  return openidOf(`code-${who}-`)
}

const publishWarning = (change: object = {}) =>
  publishedOver(app.signIn, {
    organization: 'hbj',
    itemCode: '5.1',
    content: { warning: { ...WARNING, ...change } },
  })
const got = (openid: string) => platform.sent.filter(({ touser }) => touser === openid)

/** State and code of the delivery of a record to whoever is reached there still. */
async function deliveryOf(indexNumber: string) {
  const [row] = await app.sql(
    `SELECT d.state, d.skip_reason, d.code FROM delivery d JOIN disclosure r ON r.id = d.disclosure_id
      WHERE r.index_number = $1 AND d.channel = 'WECHAT' ORDER BY d.seq DESC LIMIT 1`,
    [indexNumber],
  )
  return row
}
const PATIENCE = { timeout: 20_000, interval: 100 }
const comes = async (indexNumber: string, to: object) =>
  vi.waitFor(async () => expect(await deliveryOf(indexNumber)).toMatchObject(to), PATIENCE)

test('突发事件应对法64、65: a warning reaches the mini-program once, and so does its end while consent lasts', async () => {
  const openid = await reader('anna', 2)
  const indexNumber = await publishWarning()
  await comes(indexNumber, { state: 'SENT' })
  expect(got(openid)).toEqual([
    {
      touser: openid,
      template_id: 'tmpl-warning',
      page: `pages/record/record?indexNumber=${encodeURIComponent(indexNumber)}`,
      lang: 'zh_CN',
      data: {
        thing1: { value: expect.stringMatching(/^.{1,20}$/) as string },
        thing2: { value: expect.stringMatching(/^.{1,20}$/) as string },
        phrase3: { value: '发布' },
        date4: { value: expect.stringMatching(/^\d{4}年\d+月\d+日 \d\d:\d\d$/) as string },
      },
    },
  ])

  const lifting = await publishWarning({
    title: '解除黄色预警',
    phase: 'LIFTED',
    previous: indexNumber,
  })
  await comes(lifting, { state: 'SENT' })
  expect(got(openid).map(({ data }) => data['thing1']?.value)).toEqual([
    expect.any(String) as string,
    '解除黄色预警',
  ])

  const third = await publishWarning()
  await comes(third, { state: 'SKIPPED', skip_reason: 'NO_CONSENT' })
  expect(got(openid)).toHaveLength(2)
  expect([...app.logged()].join('\n')).not.toContain(openid)
})

test('40001: another token is fetched, and the message goes', async () => {
  const openid = await reader('bob', 1)
  platform.spoilToken()
  await comes(await publishWarning(), { state: 'SENT' })
  expect(got(openid)).toHaveLength(1)
})

test('43101: the consent is over, and nothing more is tried', async () => {
  const openid = await reader('carl', 3)
  platform.answer('send', 43101)
  await comes(await publishWarning(), { state: 'FAILED', code: 'WECHAT_43101' })
  await comes(await publishWarning(), { state: 'SKIPPED', skip_reason: 'NO_CONSENT' })
  expect(got(openid)).toHaveLength(0)
})

test('47003: our own mistake is logged, and the office sees it with the template', async () => {
  await reader('dora', 1)
  platform.answer('send', 47003)
  await comes(await publishWarning(), { state: 'FAILED', code: 'WECHAT_47003' })
  expect(app.logged().join('')).toContain('微信不接受本系统生成的订阅消息')
  const office = await app.signIn('office')
  const data = await office.query(
    '{ wechatTemplates { id kinds longTerm people defects { code count } } }',
  )
  expect(data).toEqual({
    wechatTemplates: [
      {
        id: 'tmpl-warning',
        kinds: ['Warning'],
        longTerm: false,
        people: expect.any(Number) as number,
        defects: [{ code: 'WECHAT_47003', count: 1 }],
      },
    ],
  })
})

test('40003: whoever is not there any more is forgotten', async () => {
  const openid = await reader('emil', 1)
  platform.answer('send', 40003)
  await comes(await publishWarning(), { state: 'FAILED', code: 'WECHAT_40003' })
  const { sealer } = app.app.services.platform.database
  const [row] = await app.sql(
    'SELECT count(*)::int count FROM wechat_user WHERE openid_hash = $1',
    [sealer.fingerprint(openid, 'channel.phone')],
  )
  expect(row).toEqual({ count: 0 })
})

// Last: nothing goes out any more until midnight.
test('45009: when the day’s quota is used up, messages wait for midnight without asking', async () => {
  const openid = await reader('fritz', 2)
  platform.answer('send', 45009)
  const [first, second] = [await publishWarning(), await publishWarning()]
  await comes(first, { state: 'PLANNED', code: 'WECHAT_45009' })
  await comes(second, { state: 'PLANNED', code: 'WECHAT_45009' })
  expect(got(openid)).toHaveLength(0)
  const rows = await app.sql(
    `SELECT DISTINCT to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') due FROM delivery
      WHERE channel = 'WECHAT' AND state = 'PLANNED'`,
  )
  expect(rows).toEqual([{ due: '00:00' }])
})
