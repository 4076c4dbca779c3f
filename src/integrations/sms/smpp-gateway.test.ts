import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openSmppCentre, PASSWORD, type SmppCentre } from '../../../test/support/smpp-centre.ts'
import type { InboundText, SmsGateway, SmsReceipt } from '../../modules/channel/sms-ports.ts'
import { createLog } from '../../platform/log.ts'
import { smppGateway } from './smpp-gateway.ts'

const TIMES = { answer: 1_500, enquiry: 5_000, pause: 20, longestPause: 100 }
const TO = '13900000000'
const THROTTLED = { status: 0x58 }
const QUEUE_FULL = { status: 0x14 }
const BAD_NUMBER = { status: 0x0b }
const SYSTEM_ERROR = { status: 0x08 }

let centre: SmppCentre
let gateway: SmsGateway
let receipts: SmsReceipt[]
let texts: InboundText[]
let refuse: boolean

const opened: SmsGateway[] = []
const lines: string[] = []

function open(options: { window?: number; password?: string; times?: typeof TIMES } = {}) {
  const log = createLog({ level: 'info', format: 'json', write: (line) => lines.push(line) })
  const address = { host: '127.0.0.1', port: centre.port, tls: false }
  const own = { systemId: 'kazuo', password: options.password ?? PASSWORD, systemType: '' }
  const made = smppGateway(
    {
      centre: { ...address, ...own },
      source: '10690421',
      ratePerSecond: 10,
      window: options.window ?? 10,
    },
    log,
    options.times ?? TIMES,
  )
  opened.push(made)
  return made
}
const deaf = { receipt: () => Promise.resolve(), text: () => Promise.resolve() }

/** Until so many have been let in, and know it. */
const entered = (times: number) =>
  vi.waitFor(() => {
    expect(lines.filter((line) => line.includes('已登录短信中心'))).toHaveLength(times)
  })

let sent = 0
const send = (text: string) => gateway.send(messageOf(text))
function messageOf(text: string) {
  return { id: `d${++sent}`, receiver: TO, text, template: { name: 'ANSWER' as const, text } }
}
const LONG = '喀左县气象局发布暴雨橙色预警。'.repeat(10)

beforeEach(async () => {
  receipts = []
  texts = []
  lines.length = 0
  refuse = false
  centre = await openSmppCentre()
  gateway = open()
  gateway.start({
    receipt: (receipt) => {
      if (refuse) return Promise.reject(new Error('the database is away'))
      receipts.push(receipt)
      return Promise.resolve()
    },
    text: (text) => {
      texts.push(text)
      return Promise.resolve()
    },
  })
  await entered(1)
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
  await centre.close()
})

describe('what is sent', () => {
  test('arrives as it was, from the county’s number, with a receipt asked for', async () => {
    expect(await send('【喀左政务公开】𠮷日')).toEqual({ outcome: 'SENT', reference: 'm1' })
    expect(centre.inbox).toEqual([{ to: TO, text: '【喀左政务公开】𠮷日' }])
    expect(centre.submitted[0]).toMatchObject({
      source_addr: '10690421',
      destination_addr: TO,
      data_coding: 8,
      registered_delivery: 1,
      esm_class: 0,
    })
  })

  test('is put together from its parts when it is long; the reference is that of the last', async () => {
    expect(await send(LONG)).toEqual({ outcome: 'SENT', reference: 'm3' })
    expect(centre.inbox).toEqual([{ to: TO, text: LONG }])
    expect(centre.submitted.map(({ esm_class }) => esm_class)).toEqual([0x40, 0x40, 0x40])
  })

  test('two long texts to one telephone are not mixed up', async () => {
    const other = `另${LONG}`
    await Promise.all([send(LONG), send(other)])
    expect(centre.inbox.map(({ text }) => text).toSorted()).toEqual([LONG, other].toSorted())
  })

  test('never more wait for an answer than the window holds', async () => {
    const narrow = open({ window: 3 })
    narrow.start(deaf)
    await entered(2)
    centre.slow(100)
    const results = await Promise.all(
      Array.from({ length: 12 }, () => narrow.send(messageOf('短信'))),
    )
    expect(results.every(({ outcome }) => outcome === 'SENT')).toBe(true)
    expect(centre.most).toBe(3)
  })
})

describe('a centre that is at fault', () => {
  test.each([
    ['throttles', [THROTTLED], { outcome: 'WAIT', code: 'ESME_RTHROTTLED', seconds: 5 }],
    ['is full', [QUEUE_FULL], { outcome: 'WAIT', code: 'ESME_RMSGQFUL', seconds: 5 }],
    [
      'does not know the number',
      [BAD_NUMBER],
      { outcome: 'FAILED', code: 'SMPP_0x0000000b', permanent: true },
    ],
    [
      'has an error of its own',
      [SYSTEM_ERROR],
      { outcome: 'FAILED', code: 'SMPP_0x00000008', permanent: false },
    ],
    ['says nothing', ['silent'], { outcome: 'UNKNOWN', code: 'SILENT' }],
    ['takes it and says nothing', ['take silently'], { outcome: 'UNKNOWN', code: 'SILENT' }],
    ['ends the connection', ['drop'], { outcome: 'UNKNOWN', code: 'LOST' }],
  ] as const)('%s', async (_, manners, expected) => {
    centre.behave(...manners)
    expect(await send('短信')).toEqual(expected)
    expect(centre.submitted).toHaveLength(1)
  })

  test('is slow, and is waited for', async () => {
    centre.slow(150)
    expect(await send('短信')).toMatchObject({ outcome: 'SENT' })
  })

  test('goes away in the middle of a window: all in it are unknown, and none is sent again', async () => {
    centre.slow(100)
    const waiting = Promise.all([send('一'), send('二'), send('三')])
    await vi.waitFor(() => expect(centre.submitted).toHaveLength(3))
    centre.drop()
    const lost = { outcome: 'UNKNOWN', code: 'LOST' }
    expect(await waiting).toEqual([lost, lost, lost])
    await entered(2)
    expect(lines.filter((line) => line.includes('已断开'))).toHaveLength(1)
    expect(centre.submitted).toHaveLength(3)
    centre.slow(0)
    expect(await send('四')).toMatchObject({ outcome: 'SENT' })
  })

  test('answers no enquiry: the connection is given up and made again', async () => {
    centre.answerEnquiries(false)
    open({ times: { ...TIMES, answer: 40, enquiry: 20 } }).start(deaf)
    await vi.waitFor(() => expect(centre.binds).toBeGreaterThanOrEqual(3))
  })

  test('refuses the password: nothing is sent, and it is asked again after longer and longer', async () => {
    const stranger = open({ password: 'wrong' })
    stranger.start(deaf)
    await vi.waitFor(() => expect(centre.binds).toBeGreaterThanOrEqual(3))
    expect(await stranger.send(messageOf('短信'))).toEqual({
      outcome: 'WAIT',
      code: 'UNSENT',
      seconds: 10,
    })
    expect(lines.join('')).not.toContain('wrong')
  })
})

describe('a text of which a part is refused', () => {
  test('is finished when the centre was only busy', async () => {
    centre.behave('take', THROTTLED, QUEUE_FULL)
    expect(await send(LONG)).toMatchObject({ outcome: 'SENT' })
    expect(centre.inbox).toEqual([{ to: TO, text: LONG }])
  })

  test.each([
    ['stays busy', [THROTTLED, THROTTLED, THROTTLED, THROTTLED], 'PARTIAL:ESME_RTHROTTLED'],
    ['refuses it', [BAD_NUMBER], 'PARTIAL:SMPP_0x0000000b'],
    ['says nothing', ['silent'], 'PARTIAL:SILENT'],
  ] as const)(
    'is unknown when the centre %s: its beginning may have arrived',
    async (_, then, code) => {
      centre.behave('take', ...then)
      expect(await send(LONG)).toEqual({ outcome: 'UNKNOWN', code })
      expect(centre.inbox).toEqual([])
    },
  )
})

describe('receipts', () => {
  const delivered = (id: string | null, reference: string) => ({
    id,
    reference,
    outcome: 'DELIVERED',
    code: 'DELIVRD:000',
  })

  test('name the delivery, also twice, also for what nobody here sent', async () => {
    const { id } = messageOf('')
    await gateway.send({ ...messageOf('短信'), id })
    for (const one of ['m1', 'm1', 'of before the restart']) {
      expect(await centre.receipt(one.split(' ')[0] ?? '', 'DELIVRD')).toBe(0)
    }
    expect(receipts).toEqual([delivered(id, 'm1'), delivered(id, 'm1'), delivered(null, 'of')])
  })

  test('a long text has arrived when its last part has, in whatever order', async () => {
    await send(LONG)
    for (const id of ['m3', 'm1']) await centre.receipt(id, 'DELIVRD')
    expect(receipts).toEqual([])
    await centre.receipt('m2', 'DELIVRD')
    expect(receipts).toEqual([delivered(`d${sent}`, 'm3')])
  })

  test.each(['UNDELIV', 'EXPIRED', 'REJECTD', 'DELETED'])('%s has failed', async (stat) => {
    await send('短信')
    await centre.receipt('m1', stat)
    expect(receipts).toMatchObject([{ outcome: 'FAILED', code: `${stat}:000` }])
  })

  test.each(['ENROUTE', 'ACCEPTD', 'UNKNOWN'])('%s says nothing yet', async (stat) => {
    await send('短信')
    expect(await centre.receipt('m1', stat)).toBe(0)
    expect(receipts).toEqual([])
  })

  test('the fields of the standard are believed before the text', async () => {
    await send('短信')
    await centre.deliver({
      esm_class: 4,
      source_addr: TO,
      short_message: 'id:other stat:UNDELIV',
      receipted_message_id: 'm1',
      message_state: 2,
    })
    expect(receipts).toMatchObject([{ reference: 'm1', outcome: 'DELIVERED' }])
  })

  test.each(['', 'stat:DELIVRD', 'id: stat:', '\u0000\u0001', 'x'.repeat(250)])(
    'a malformed one (%j) is acknowledged, told to the log and dropped',
    async (text) => {
      expect(await centre.receipt('m1', 'DELIVRD', text)).toBe(0)
      expect(receipts).toEqual([])
      expect(lines.join('')).toContain('无法辨认')
    },
  )

  test('one that could not be recorded is asked for again', async () => {
    await send('短信')
    refuse = true
    expect(await centre.receipt('m1', 'DELIVRD')).toBe(0x64)
    refuse = false
    expect(await centre.receipt('m1', 'DELIVRD')).toBe(0)
    expect(receipts).toHaveLength(1)
  })
})

describe('what people write', () => {
  test('arrives in Chinese, and in GB18030 as some operators write it', async () => {
    expect(await centre.say(TO, 'ＣＸ 低保 公营子镇')).toBe(0)
    const gbk = Buffer.from([0xb5, 0xcd, 0xb1, 0xa3])
    await centre.deliver({ source_addr: TO, data_coding: 15, short_message: { message: gbk } })
    expect(texts).toEqual([
      { id: null, from: TO, text: 'ＣＸ 低保 公营子镇' },
      { id: null, from: TO, text: '低保' },
    ])
  })

  test('a long one is answered once, by its first part', async () => {
    for (const part of [1, 2]) {
      await centre.deliver({
        source_addr: TO,
        esm_class: 0x40,
        data_coding: 8,
        short_message: {
          udh: Buffer.from([5, 0, 3, 7, 2, part]),
          message: Buffer.from(part === 1 ? 'CX 低保' : '其余', 'utf16le').swap16(),
        },
      })
    }
    expect(texts.map(({ text }) => text)).toEqual(['CX 低保'])
  })
})

test('numbers and texts are in no line of the log', async () => {
  centre.behave('take', 'silent', 'drop')
  for (const text of ['一号短信', '二号短信', '三号短信']) await send(text)
  await entered(2)
  await centre.say(TO, 'CX 低保')
  expect(lines.join('')).not.toMatch(/13900000000|短信'|低保|secret99/)
})
