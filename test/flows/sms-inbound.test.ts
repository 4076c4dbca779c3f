import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { calendarDate, dayEnd } from '../../src/platform/clock.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { noticeOf, publishedOver } from '../support/editorial.ts'
import { openSmppCentre, PASSWORD, type SmppCentre } from '../support/smpp-centre.ts'
import type { StillClock } from '../support/stage.ts'
import { INBOUND_SECRET, signedCall } from '../support/telephone.ts'

// What somebody with a telephone and no more sees of the county.

let centre: SmppCentre
let app: TestApp
const HOUR_MS = 3_600_000
/** Noon of tomorrow in the county, when its people hold their roles. */
const NOON = dayEnd(calendarDate(new Date())).getTime() + 12 * HOUR_MS
let time = new Date(NOON)
const clock: Pick<StillClock, 'now'> = { now: () => new Date(time) }

beforeAll(async () => {
  centre = await openSmppCentre()
  app = await startTestApp({
    search: 'DATABASE',
    clock,
    env: {
      SMS_GATEWAY: 'smpp',
      SMPP_URL: `smpp://127.0.0.1:${centre.port}`,
      SMPP_SYSTEM_ID: 'kazuo',
      SMPP_PASSWORD: PASSWORD,
      SMS_SOURCE: '10690421',
      SMS_INBOUND_SECRET: INBOUND_SECRET,
      SHORT_LINK_URL: 'https://gk.example/s',
    },
  })
  await publishedOver(app.signIn, { content: noticeOf('城市低保标准调整的通知') })
  await vi.waitFor(() => {
    if (!app.logged().join('').includes('已登录短信中心')) throw new Error('not bound yet')
  })
})

afterAll(async () => {
  await app.close()
  await centre.close()
})

let numbers = 0
const telephone = () => `1390000${String(++numbers).padStart(4, '0')}`
/** What has been sent to a telephone, oldest first. */
const inboxOf = (number: string) =>
  centre.inbox.filter(({ to }) => to === number).map(({ text }) => text)
const HELP = '【喀左政务公开】发送CX加关键词查询政务公开信息，DY加关键词订阅，TD退订，BZ帮助。'

const bring = (call: RequestInit) => fetch(`${app.url}/sms/inbound`, call)
const callOf = (from: string, text: string, messageId: string = randomUUID()) =>
  JSON.stringify({ messageId, from, text })
const signed = (body: string, more: Parameters<typeof signedCall>[1] = {}) =>
  signedCall(body, { at: time, ...more })

describe('over SMPP', () => {
  test('a search is answered with titles and links that lead to the records', async () => {
    const from = telephone()
    expect(await centre.say(`86${from}`, 'ＣＸ 低保')).toBe(0)
    const [answer = ''] = inboxOf(from)
    expect(answer).toMatch(
      /^【喀左政务公开】共1条。1\.城市低保标准调整的通知 https:\/\/gk\.example\/s\/\w{8}$/,
    )
    const code = answer.split('/').at(-1) ?? ''
    const response = await fetch(`${app.url}/s/${code}`, { redirect: 'manual' })
    expect(response.status).toBe(302)
  })

  test('nothing found, help, and what nobody understands are answered in one message', async () => {
    const from = telephone()
    for (const text of ['查询 独角兽', 'BZ', '在吗', 'DY 水']) await centre.say(from, text)
    expect(inboxOf(from)).toEqual([
      '【喀左政务公开】没有查到相关的公开信息，请换个词再试，如CX 低保。',
      HELP,
      HELP,
      HELP,
    ])
  })

  test('the same text brought again at once is answered once, and later again', async () => {
    const from = telephone()
    for (let i = 0; i < 3; i++) expect(await centre.say(from, 'BZ')).toBe(0)
    expect(inboxOf(from)).toEqual([HELP])
    time = new Date(time.getTime() + 121_000)
    await centre.say(from, 'BZ')
    expect(inboxOf(from)).toEqual([HELP, HELP])
  })

  test('what came from us, or from no telephone, is not answered', async () => {
    const from = telephone()
    const before = centre.inbox.length
    expect(await centre.say(from, HELP)).toBe(0)
    expect(await centre.say('10690421', 'CX 低保')).toBe(0)
    expect(centre.inbox).toHaveLength(before)
  })

  test('a centre that is busy gets the text back, and the answer goes when it comes again', async () => {
    const from = telephone()
    centre.behave({ status: 0x58 })
    expect(await centre.say(from, 'BZ')).toBe(0x64)
    expect(inboxOf(from)).toEqual([])
    expect(await centre.say(from, 'BZ')).toBe(0)
    expect(inboxOf(from)).toEqual([HELP])
  })

  test('an answer that nobody confirmed is not sent again', async () => {
    const from = telephone()
    centre.behave('drop')
    await centre.say(from, 'BZ').catch(() => undefined)
    const logins = () => app.logged().filter((line) => line.includes('已登录短信中心')).length
    await vi.waitFor(() => expect(logins()).toBe(2), { timeout: 5_000 })
    expect(await centre.say(from, 'BZ')).toBe(0)
    expect(inboxOf(from)).toEqual([])
  })
})

describe('over HTTP', () => {
  test('a signed call is answered, and the same message id once', async () => {
    const from = telephone()
    const body = callOf(from, 'BZ', 'message-1')
    expect((await bring(signed(body))).status).toBe(200)
    expect((await bring(signed(body))).status).toBe(200)
    expect(inboxOf(from)).toEqual([HELP])
  })

  test('a replayed call is refused', async () => {
    const call = signed(callOf(telephone(), 'BZ'))
    expect((await bring(call)).status).toBe(200)
    const again = await bring(call)
    expect(again.status).toBe(409)
    expect(await again.json()).toMatchObject({ errors: [{ extensions: { code: 'REPLAYED' } }] })
  })

  test.each([
    ['forged', { secret: 'another-secret-of-somebody' }, 401, 'SIGNATURE_FORGED'],
    ['stale', { at: new Date(NOON - HOUR_MS) }, 401, 'SIGNATURE_STALE'],
    ['without a nonce', { nonce: '' }, 401, 'SIGNATURE_MALFORMED'],
  ])('a call that is %s is refused, and nothing is sent', async (_, more, status, code) => {
    const from = telephone()
    const response = await bring(signed(callOf(from, 'BZ'), more))
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] })
    expect(inboxOf(from)).toEqual([])
  })

  test.each(['', '{', '[]', '{"from":"x"}'])('the body %j is refused', async (body) => {
    expect((await bring(signed(body))).status).toBe(422)
  })

  test.each(['', '10086', 'abc', '+1 555 0100'])(
    'the sender %j is refused: no mobile',
    async (from) => {
      const response = await bring(signed(callOf(from, 'BZ')))
      expect(response.status).toBe(422)
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'NO_MOBILE' } }],
      })
      expect(inboxOf(from)).toEqual([])
    },
  )

  test('ten megabytes are refused without being kept', async () => {
    expect((await bring(signed('x'.repeat(10 * 1024 * 1024)))).status).toBe(413)
  })

  test('only POST is taken, and providers’ posts only where the gateway is theirs', async () => {
    expect((await fetch(`${app.url}/sms/inbound`)).status).toBe(405)
    const posted = await fetch(`${app.url}/sms/posts/${INBOUND_SECRET}`, { method: 'POST' })
    expect(posted.status).toBe(404)
  })
})

describe('subscriptions', () => {
  const subscriptions = () =>
    app.sql(`SELECT s.words, s.consent_text, s.consent_way, s.ended_at IS NULL open, r.sealed_address, r.address_hash
               FROM subscription s JOIN receiver r ON r.id = s.receiver_id ORDER BY s.consent_at, s.words`)

  test('are made by DY, once for the same words, with the last text as the consent, and end with TD', async () => {
    const from = telephone()
    await centre.say(from, 'ＤＹ 空气')
    await bring(signed(callOf(from, 'dy空气')))
    await bring(signed(callOf(from, '订阅 低保 公营子镇')))
    const made = await subscriptions()
    expect(made).toMatchObject([
      { words: ['低保', '公营子镇'], consent_text: '订阅 低保 公营子镇', open: true },
      { words: ['空气'], consent_text: 'dy空气', consent_way: 'SMS', open: true },
    ])
    expect(JSON.stringify(made)).not.toContain(from)

    await centre.say(from, 'R')
    expect(inboxOf(from).at(-1)).toBe('【喀左政务公开】已退订，不再给您发送信息。')
    const gone = { words: [], open: false, sealed_address: null, address_hash: null }
    expect(await subscriptions()).toMatchObject([gone, gone])
  })

  test('end for whoever has had the answers of the day, too', async () => {
    const from = telephone()
    await bring(signed(callOf(from, 'DY 空气')))
    for (let i = 0; i < 30; i++) await bring(signed(callOf(from, `在吗${i}`)))
    await bring(signed(callOf(from, 'TD')))
    expect(inboxOf(from)).toHaveLength(30)
    expect((await subscriptions()).filter(({ open }) => open)).toEqual([])
  })

  test('are twenty at most', async () => {
    const [from, other] = [telephone(), telephone()]
    for (let i = 0; i < 21; i++) await bring(signed(callOf(from, `DY 词${i}`)))
    expect(inboxOf(from).at(-1)).toContain('订阅已满')
    await bring(signed(callOf(other, 'TD')))
    expect((await subscriptions()).filter(({ open }) => open)).toHaveLength(20)
  })
})

test('one number gets thirty answers a day, the next on the next day; others are not kept waiting', async () => {
  time = new Date(NOON + 24 * HOUR_MS)
  const from = telephone()
  for (let i = 0; i < 32; i++) {
    expect((await bring(signed(callOf(from, `在吗${i}`)))).status).toBe(200)
  }
  expect(inboxOf(from)).toHaveLength(30)
  const other = telephone()
  await bring(signed(callOf(other, 'BZ')))
  expect(inboxOf(other)).toHaveLength(1)
  // Just past midnight where the county lies.
  time = new Date(NOON + 36.01 * HOUR_MS)
  await bring(signed(callOf(from, 'BZ')))
  expect(inboxOf(from)).toHaveLength(31)
})

test('neither numbers nor texts are kept, nor in the log, nor in the audit trail', async () => {
  const from = telephone()
  await centre.say(from, 'CX 独角兽')
  const kept = await app.sql(`SELECT t::text FROM sms_inbound t UNION ALL
    SELECT a::text FROM audit_event a WHERE action LIKE 'sms.%'`)
  const all = [...kept.map((row) => String(Object.values(row)[0])), ...app.logged()].join('\n')
  expect(kept.length).toBeGreaterThan(30)
  expect(all).not.toContain(from)
  expect(all).not.toContain('独角兽')
})
