import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Answer,
  KEY,
  openProvider,
  type Provider,
  readers,
} from '../../../test/support/sms-provider.ts'
import type { SmsGateway } from '../../modules/channel/sms-ports.ts'
import { aliyunGateway } from './aliyun.ts'
import { aliyunPosts } from './aliyun-posts.ts'
import { signedAliyun } from './aliyun-signature.ts'

const NOW = new Date('2026-03-03T16:30:00.123Z')
const TO = '13900000000'

let provider: Provider
let gateway: SmsGateway

const options = (endpoint: string) => ({
  endpoint,
  key: KEY,
  signature: '喀左政务公开',
  templates: { RECORD: 'SMS_1001', ANSWER: 'SMS_1002' },
  ratePerSecond: 10,
})
const LINK = 'https://gk.example/s/Ab3dE9xK'
const message = {
  id: 'd1',
  receiver: TO,
  text: '【喀左政务公开】暴雨橙色预警(二) 详情',
  template: { name: 'RECORD' as const, line: "暴雨橙色预警(二)*!'~", link: LINK },
}

const gatewayOf = ({ endpoint }: Provider, timeoutMs = 10_000) =>
  aliyunGateway(options(endpoint), { now: () => NOW }, timeoutMs)
/** Nobody waits long for an answer that does not come. */
const timeFor = (answer: Answer) => (answer === 'HANG' ? 1_000 : 10_000)

beforeEach(async () => {
  provider = await openProvider(readers.aliyun)
  gateway = gatewayOf(provider)
})

afterEach(() => provider.close())

test('a request is signed as the provider’s own example is', () => {
  const { headers } = signedAliyun(
    'https://ecs.cn-shanghai.aliyuncs.com',
    { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' },
    {
      action: 'RunInstances',
      version: '2014-05-26',
      parameters: {
        ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
        RegionId: 'cn-shanghai',
      },
    },
    { at: new Date('2023-10-26T10:22:32Z'), nonce: '3156853299f313e23d1673dc12e1703d' },
  )
  expect(headers['authorization']).toMatch(
    /Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0$/,
  )
})

test('a text goes as a template with its variables, signed, under our id, once', async () => {
  provider.answer({ Code: 'OK', Message: 'OK', RequestId: 'r', BizId: '9006^0' })
  expect(await gateway.send(message)).toEqual({ outcome: 'SENT', reference: '9006^0' })
  expect(provider.asked).toEqual([
    {
      action: 'SendSms',
      fault: null,
      parameters: {
        PhoneNumbers: TO,
        SignName: '喀左政务公开',
        TemplateCode: 'SMS_1001',
        TemplateParam: JSON.stringify({ line: message.template.line, link: LINK }),
        OutId: 'd1',
      },
    },
  ])
})

describe('answers', () => {
  test.each([
    ['isv.BUSINESS_LIMIT_CONTROL', { outcome: 'WAIT', seconds: 60 }],
    ['Throttling.User', { outcome: 'WAIT', seconds: 60 }],
    ['isv.MOBILE_NUMBER_ILLEGAL', { outcome: 'FAILED', permanent: true }],
    ['isv.SMS_SIGNATURE_ILLEGAL', { outcome: 'FAILED', permanent: true }],
    ['isv.AMOUNT_NOT_ENOUGH', { outcome: 'FAILED', permanent: false }],
    ['isp.SYSTEM_ERROR', { outcome: 'UNKNOWN' }],
    ['ServiceUnavailable', { outcome: 'UNKNOWN' }],
  ])('%s', async (Code, expected) => {
    provider.answer({ Code, Message: '略', RequestId: 'r' })
    expect(await gateway.send(message)).toEqual({ ...expected, code: Code })
  })

  test.each([
    ['no JSON', '<html>502 Bad Gateway</html>', 'WRONG_SHAPE'],
    ['another shape', { ok: true }, 'WRONG_SHAPE'],
    ['a list', [], 'WRONG_SHAPE'],
    ['far too long', JSON.stringify({ Code: 'OK', fill: 'x'.repeat(300_000) }), 'WRONG_SHAPE'],
    ['none in time', 'HANG', 'TIMEOUT'],
    ['the end of the connection', 'CUT', 'BROKEN'],
  ])('%s: nobody knows, and it is not sent again', async (_, answer, code) => {
    provider.answer(answer)
    const patient = gatewayOf(provider, timeFor(answer))
    expect(await patient.send(message)).toEqual({ outcome: 'UNKNOWN', code })
    expect(provider.asked).toHaveLength(1)
  })

  test('nobody there: surely not sent', async () => {
    await provider.close()
    expect(await gateway.send(message)).toEqual({
      outcome: 'WAIT',
      code: 'UNREACHED',
      seconds: 15,
    })
    provider = await openProvider(readers.aliyun)
  })
})

describe('what became of an attempt that nobody knows of', () => {
  const attempt = { id: 'd1', receiver: TO, reference: null, sentAt: NOW }
  const detail = (more: object) => ({
    Code: 'OK',
    SmsSendDetailDTOs: { SmsSendDetailDTO: [{ OutId: 'other', SendStatus: 3 }, more] },
  })

  test.each([
    ['arrived', { OutId: 'd1', SendStatus: 3 }, { outcome: 'DELIVERED', reference: null }],
    ['on its way', { OutId: 'd1', SendStatus: 1 }, { outcome: 'SENT', reference: null }],
    [
      'failed',
      { OutId: 'd1', SendStatus: 2, ErrCode: 'MK:0001' },
      { outcome: 'FAILED', code: 'MK:0001', permanent: true },
    ],
    ['not known there', { OutId: 'd2', SendStatus: 3 }, null],
  ])('%s', async (_, found, expected) => {
    provider.answer(detail(found))
    expect(await gateway.reconcile?.(attempt)).toEqual(expected)
    // The day is that of the county: half past midnight there.
    expect(provider.asked).toMatchObject([
      { action: 'QuerySendDetails', fault: null, parameters: { SendDate: '20260304' } },
    ])
  })

  test.each([[{ Code: 'isv.X' }], ['HANG'], ['CUT'], ['{']])('%j tells nothing', async (answer) => {
    provider.answer(answer)
    expect(await gatewayOf(provider, timeFor(answer)).reconcile?.(attempt)).toBeNull()
  })
})

describe('what it posts', () => {
  test('receipts, and texts that people wrote', () => {
    const report = { phone_number: TO, success: true, err_code: 'DELIVERED', biz_id: '9006^0' }
    expect(
      aliyunPosts.read([
        { ...report, out_id: 'd1' },
        { ...report, success: false },
      ]),
    ).toEqual({
      texts: [],
      receipts: [
        { id: 'd1', reference: '9006^0', outcome: 'DELIVERED', code: 'DELIVERED' },
        { id: null, reference: '9006^0', outcome: 'FAILED', code: 'DELIVERED' },
      ],
    })
    const up = { phone_number: TO, content: 'CX 低保', send_time: '2026-03-03 12:00:00' }
    expect(aliyunPosts.read([{ ...up, sequence_id: 12345 }])).toEqual({
      receipts: [],
      texts: [{ id: '12345', from: TO, text: 'CX 低保' }],
    })
  })

  test.each([null, {}, [], [{}], 'text', [{ phone_number: TO }]])('%j is none', (body) => {
    expect(aliyunPosts.read(body)).toBeNull()
  })
})
