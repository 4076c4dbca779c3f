import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ASSESSMENT } from '../support/editions.ts'
import { publishedOver } from '../support/editorial.ts'
import { type Endpoint, startEndpoint } from '../support/endpoint.ts'
import { ROSTER, rosterRows } from '../support/rosters.ts'
import { samplesOf } from '../support/samples.ts'
import { openSmppCentre, PASSWORD, type SmppCentre } from '../support/smpp-centre.ts'
import {
  openidOf,
  openWechatPlatform,
  wechatEnv,
  type WechatPlatform,
} from '../support/wechat-platform.ts'
import { sendFile } from '../support/uploads.ts'

// One warning of the environment bureau, and its end, by every way there is.

let platform: WechatPlatform
let centre: SmppCentre
let endpoint: Endpoint
let app: TestApp
const [{ content: WARNING }] = samplesOf('Warning')
const TEMPLATES = [{ id: 'tmpl-warning', kinds: ['Warning'], fields: { thing1: 'title' } }]
const PHONE = '13900000001'
const WITHIN_MS = 5_000

beforeAll(async () => {
  platform = await openWechatPlatform()
  centre = await openSmppCentre()
  endpoint = await startEndpoint()
  app = await startTestApp({
    search: 'DATABASE',
    env: {
      ...wechatEnv(platform),
      WECHAT_TEMPLATES: JSON.stringify(TEMPLATES),
      WEBHOOK_PRIVATE_ADDRESSES: '1',
      SMS_GATEWAY: 'smpp',
      SMPP_URL: `smpp://127.0.0.1:${centre.port}`,
      SMPP_SYSTEM_ID: 'kazuo',
      SMPP_PASSWORD: PASSWORD,
      SMS_SOURCE: '10690421',
      SHORT_LINK_URL: 'https://gk.example/s',
    },
  })
  await app.sql(
    `INSERT INTO item_channel SELECT '5.1', unnest('{WEBHOOK,WECHAT,SMS}'::channel[]) ON CONFLICT DO NOTHING`,
  )
  await vi.waitFor(() => {
    if (!app.logged().join('').includes('已登录短信中心')) throw new Error('not bound yet')
  })
  const office = await app.signIn('office')
  const webhook = { name: '网站', url: endpoint.url, kinds: ['Warning'] }
  await office.succeed('createWebhook', webhook, 'webhook { id }')
  await centre.say(PHONE, 'DY 预警')
  await readerOfWarnings()
})
afterAll(async () => {
  await app.close()
  await Promise.all([platform.close(), centre.close(), endpoint.close()])
})

/** Somebody with the mini-program who has agreed to two messages. */
async function readerOfWarnings(): Promise<void> {
  const post = async (path: string, body: object, token = '') => {
    const headers = { authorization: `Bearer ${token}` }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    return (await (await fetch(`${app.url}/wechat/${path}`, init)).json()) as { token: string }
  }
  const { token } = await post('login', { code: 'code-anna-1' })
  for (const tapId of ['first-tap', 'second-tap']) {
    await post('consents', { tapId, answers: { 'tmpl-warning': 'accept' } }, token)
  }
  await post('subscriptions', { kind: 'Warning', consentText: '同意接收预警' }, token)
}

/** What has come by each way about a record that is called so; of texts all that tell of records. */
async function seen(indexNumber: string, title: string) {
  const { disclosures } = await app.anonymous.query<{
    disclosures: { nodes: { indexNumber: string }[] }
  }>('{ disclosures(first: 100) { nodes { indexNumber } } }')
  const feed = await (await fetch(`${app.url}/feeds/item/5.1.atom`)).text()
  return {
    list: disclosures.nodes.filter((node) => node.indexNumber === indexNumber).length,
    feed: feed.split(`<title>${title}</title>`).length - 1,
    webhook: endpoint.taken.filter(({ event }) => event.record?.indexNumber === indexNumber).length,
    wechat: platform.sent.filter(
      ({ touser, page }) =>
        touser === openidOf('code-anna-1') && page.endsWith(encodeURIComponent(indexNumber)),
    ).length,
    sms: centre.inbox.filter(({ to, text }) => to === PHONE && text.includes('拒收')).length,
  }
}

const publishWarning = (change: object) =>
  publishedOver(app.signIn, {
    organization: 'hbj',
    itemCode: '5.1',
    content: { warning: { ...WARNING, ...change } },
  })

test('突发事件应对法64、65: a warning is seen in list, feed, webhook, WeChat and SMS within five seconds, each once, and so is its end', async () => {
  const title = '重污染天气黄色预警'
  const issued = await publishWarning({ title })
  const once = { list: 1, feed: 1, webhook: 1, wechat: 1, sms: 1 }
  const came = async (indexNumber: string, of: string, what: object) => {
    const start = performance.now()
    await vi.waitFor(async () => expect(await seen(indexNumber, of)).toEqual(what), {
      timeout: 20_000,
      interval: 50,
    })
    return performance.now() - start
  }
  expect(await came(issued, title, once)).toBeLessThan(WITHIN_MS)
  const over = '解除重污染天气黄色预警'
  const lifted = await publishWarning({ title: over, phase: 'LIFTED', previous: issued })
  expect(await came(lifted, over, { ...once, sms: 2 })).toBeLessThan(WITHIN_MS)
  // By then nothing has come a second time.
  expect(await seen(issued, title)).toEqual({ ...once, sms: 2 })
})

test('个人信息保护法47: a roster that is withdrawn is gone from link, feed, file and print sheet within five seconds', async () => {
  const approver = await app.signIn('t104.approver')
  const { programme, title } = ROSTER
  const assessment = { ...ASSESSMENT, organizationCode: 't104', programme }
  await approver.succeed('recordImpactAssessment', assessment, 'impactAssessment { version }')
  const file = await sendFile(app, 't104.editor', '说明.txt', Buffer.from('公示说明'), 't104')
  const attachments = [file.attachment?.id]
  const recipientRoster = { ...ROSTER, recipients: rosterRows(3), attachments }
  const indexNumber = await publishedOver(app.signIn, {
    organization: 't104',
    itemCode: '2.1',
    content: { recipientRoster },
  })
  const [link] = await app.sql(
    `SELECT code FROM short_link l JOIN disclosure d ON d.id = l.disclosure_id WHERE index_number = $1`,
    [indexNumber],
  )
  const get = (path: string) => fetch(app.url + path, { redirect: 'manual' })
  const places = async () => ({
    link: (await get(`/s/${String(link?.['code'])}`)).status,
    feed: (await (await get('/feeds/item/2.1.rss')).text()).includes(title),
    file: (await get(file.attachment?.url ?? '')).status,
    sheet: (await get(`/print/${indexNumber}`)).status,
    pdf: (await get(`/print/${indexNumber}.pdf`)).status,
  })
  expect(await places()).toEqual({ link: 302, feed: true, file: 200, sheet: 200, pdf: 200 })
  const start = performance.now()
  const input = { indexNumber, type: 'ERROR', reason: '名单有误' }
  await approver.succeed('withdrawDisclosure', input, 'disclosure { indexNumber }')
  const gone = { link: 410, feed: false, file: 404, sheet: 410, pdf: 410 }
  await vi.waitFor(async () => expect(await places()).toEqual(gone), { timeout: 20_000 })
  expect(performance.now() - start).toBeLessThan(WITHIN_MS)
})
