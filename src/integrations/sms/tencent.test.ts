import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Answer,
  KEY,
  openProvider,
  type Provider,
  readers,
} from '../../../test/support/sms-provider.ts'
import type { InboundText, SmsGateway, SmsReceipt } from '../../modules/channel/sms-ports.ts'
import { tencentGateway } from './tencent.ts'
import { tencentPosts } from './tencent-posts.ts'

const NOW = new Date('2026-03-03T23:59:59.900Z')
const TO = '13900000000'
const LINK = 'https://gk.example/s/Ab3dE9xK'

let provider: Provider
let gateway: SmsGateway
let receipts: SmsReceipt[]
let texts: InboundText[]

const listener = {
  receipt: (receipt: SmsReceipt) => Promise.resolve(void receipts.push(receipt)),
  text: (text: InboundText) => Promise.resolve(void texts.push(text)),
}
const message = {
  id: 'd1',
  receiver: TO,
  text: '【喀左政务公开】暴雨',
  template: { name: 'RECORD' as const, line: '暴雨橙色预警', link: LINK },
}

const gatewayOf = ({ endpoint }: Provider, timeoutMs = 10_000) =>
  tencentGateway(
    {
      endpoint,
      key: KEY,
      region: 'ap-beijing',
      application: '1400006666',
      signature: '喀左政务公开',
      templates: { RECORD: '1001', ANSWER: '1002' },
      ratePerSecond: 10,
    },
    { now: () => NOW },
    timeoutMs,
  )
/** Nobody waits long for an answer that does not come. */
const timeFor = (answer: Answer) => (answer === 'HANG' ? 1_000 : 10_000)

beforeEach(async () => {
  receipts = []
  texts = []
  provider = await openProvider(readers.tencent)
  gateway = gatewayOf(provider)
  gateway.start(listener)
})

afterEach(() => provider.close())

const taken = (Code: string, SerialNo = '') => ({
  Response: { RequestId: 'r', SendStatusSet: [{ Code, SerialNo, PhoneNumber: `+86${TO}` }] },
})
const error = (Code: string) => ({ Response: { RequestId: 'r', Error: { Code, Message: '略' } } })

test('a text goes as a template with its variables in order, signed, under our id, once', async () => {
  provider.answer(taken('Ok', '2433:1'))
  expect(await gateway.send(message)).toEqual({ outcome: 'SENT', reference: '2433:1' })
  expect(provider.asked).toEqual([
    {
      action: 'SendSms',
      fault: null,
      parameters: {
        SmsSdkAppId: '1400006666',
        SignName: '喀左政务公开',
        TemplateId: '1001',
        TemplateParamSet: ['暴雨橙色预警', LINK],
        PhoneNumberSet: [`+86${TO}`],
        SessionContext: 'd1',
      },
    },
  ])
})

describe('answers', () => {
  test.each([
    [taken('LimitExceeded.PhoneNumberDailyLimit'), 'WAIT'],
    [error('RequestLimitExceeded'), 'WAIT'],
    [taken('FailedOperation.InsufficientBalanceInSmsPackage'), 'WAIT'],
    [taken('FailedOperation.SignatureIncorrectOrUnapproved'), 'FAILED'],
    [error('AuthFailure.SignatureFailure'), 'FAILED'],
    [taken('InternalError.Timeout'), 'UNKNOWN'],
    [error('InternalError'), 'UNKNOWN'],
    [{ Response: { SendStatusSet: [] } }, 'UNKNOWN'],
    [{}, 'UNKNOWN'],
    ['<html>', 'UNKNOWN'],
    ['HANG', 'UNKNOWN'],
    ['CUT', 'UNKNOWN'],
  ])('%j is %s, and nothing is sent again', async (answer, outcome) => {
    provider.answer(answer)
    expect(await gatewayOf(provider, timeFor(answer)).send(message)).toMatchObject({ outcome })
    expect(provider.asked).toHaveLength(1)
  })
})

const status = (more: object) => ({
  CountryCode: '86',
  PhoneNumber: `+86${TO}`,
  SerialNo: '2433:1',
  ReportStatus: 'SUCCESS',
  Description: 'DELIVRD',
  SessionContext: 'd1',
  ...more,
})

describe('what became of an attempt that nobody knows of', () => {
  const attempt = { id: 'd1', receiver: TO, reference: null, sentAt: NOW }
  const found = (more: object) => ({ Response: { PullSmsSendStatusSet: [status(more)] } })

  test.each([
    [found({}), { outcome: 'DELIVERED', reference: '2433:1' }],
    [
      found({ ReportStatus: 'FAIL', Description: 'UNDELIV' }),
      { outcome: 'FAILED', code: 'UNDELIV', permanent: true },
    ],
    [found({ SessionContext: 'd2' }), null],
    [error('InternalError'), null],
    ['HANG', null],
  ])('%j', async (answer, expected) => {
    provider.answer(answer)
    const patient = gatewayOf(provider, timeFor(answer))
    expect(await patient.reconcile?.(attempt)).toEqual(expected)
    expect(provider.asked).toMatchObject([
      { action: 'PullSmsSendStatusByPhoneNumber', fault: null },
    ])
  })
})

test('receipts and replies that wait are fetched; the same reply has the same id as a posted one', async () => {
  const written = { ReplyContent: 'CX 低保', ReplyUnixTime: 1_772_553_600, PhoneNumber: `+86${TO}` }
  provider.answer(
    { Response: { PullSmsSendStatusSet: [status({ ReportStatus: 'FAIL' })] } },
    { Response: { PullSmsReplyStatusSet: [written] } },
  )
  await gateway.fetch?.()
  expect(receipts).toEqual([{ id: 'd1', reference: '2433:1', outcome: 'FAILED', code: 'DELIVRD' }])
  const posted = { nationcode: '86', mobile: TO, text: 'CX 低保', sign: '略', time: 1_772_553_600 }
  const [same] = tencentPosts.read(posted)?.texts ?? []
  expect(texts).toEqual([{ id: same?.id, from: `+86${TO}`, text: 'CX 低保' }])
})

test.each([error('UnauthorizedOperation'), 'HANG', '[]'])(
  'what cannot be fetched (%j) is left for another time',
  async (answer) => {
    provider.answer(answer)
    const patient = gatewayOf(provider, timeFor(answer))
    patient.start(listener)
    await patient.fetch?.()
    expect([receipts, texts]).toEqual([[], []])
  },
)

test('receipts that it posts are read; anything else is not', () => {
  const report = { sid: '2433:1', report_status: 'SUCCESS', errmsg: 'DELIVRD', ext: 'd1' }
  expect(tencentPosts.read([report])).toEqual({
    texts: [],
    receipts: [{ id: 'd1', reference: '2433:1', outcome: 'DELIVERED', code: 'DELIVRD' }],
  })
  for (const body of [null, [], {}, [{}], { mobile: TO }]) {
    expect(tencentPosts.read(body)).toBeNull()
  }
})
