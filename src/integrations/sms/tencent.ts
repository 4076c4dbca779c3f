import { z } from 'zod'
import type { SmsGateway, SmsListener, SmsResult } from '../../modules/channel/sms-ports.ts'
import type { Clock } from '../../platform/clock.ts'
import { ask, type Asked } from '../http-answer.ts'
import { parametersOf, type TemplateOptions } from './template.ts'
import { replyId, tencentPosts } from './tencent-posts.ts'
import { signedTencent } from './tencent-signature.ts'

export interface TencentOptions extends TemplateOptions {
  readonly region: string
  /** SmsSdkAppId. */
  readonly application: string
  readonly ratePerSecond: number
}

const VERSION = '2021-01-11'

const refused = z.object({ Error: z.object({ Code: z.string() }) })
const answerOf = <T extends z.ZodType>(shape: T) =>
  z.object({ Response: z.union([refused, shape]) })

const sent = answerOf(
  z.object({
    SendStatusSet: z.tuple([z.object({ Code: z.string(), SerialNo: z.string() })]),
  }),
)

const status = z.object({
  SerialNo: z.string(),
  ReportStatus: z.string(),
  Description: z.string().default(''),
  SessionContext: z.string().optional(),
})
const statuses = answerOf(z.object({ PullSmsSendStatusSet: z.array(status) }))

const replies = answerOf(
  z.object({
    PullSmsReplyStatusSet: z.array(
      z.object({
        PhoneNumber: z.string(),
        ReplyContent: z.string(),
        ReplyTime: z.number().optional(),
        ReplyUnixTime: z.number().optional(),
      }),
    ),
  }),
)

const BUSY = /^(LimitExceeded|RequestLimitExceeded|FailedOperation\.InsufficientBalance)/
const UNSURE = /^InternalError/

const BUSY_SECONDS = 60
const UNREACHED_SECONDS = 15
const WINDOW = 8
const PAGE = 100
const DAY_SECONDS = 86_400

/** Tencent Cloud's short messages. A request is never repeated here. */
export function tencentGateway(
  options: TencentOptions,
  clock: Clock,
  timeoutMs = 10_000,
): SmsGateway {
  const { endpoint, key, region, application } = options
  let listener: SmsListener | null = null

  const call = <T>(shape: z.ZodType<T>, action: string, parameters: object) => {
    const body = JSON.stringify({ SmsSdkAppId: application, ...parameters })
    const request = { service: 'sms', action, version: VERSION, region, body }
    const headers = signedTencent(endpoint, key, request, clock.now())
    return ask(endpoint, { method: 'POST', headers, body }, shape, timeoutMs)
  }

  return {
    ratePerSecond: options.ratePerSecond,
    window: WINDOW,
    async send({ id, receiver, template }) {
      const { code, parameters } = parametersOf(options, template)
      return resultOf(
        await call(sent, 'SendSms', {
          SignName: options.signature,
          TemplateId: code,
          TemplateParamSet: Object.values(parameters),
          PhoneNumberSet: [`+86${receiver}`],
          SessionContext: id,
        }),
      )
    },
    async reconcile({ id, receiver, reference, sentAt }) {
      const from = Math.floor(sentAt.getTime() / 1000)
      const asked = await call(statuses, 'PullSmsSendStatusByPhoneNumber', {
        BeginTime: from - 60,
        EndTime: from + DAY_SECONDS,
        Offset: 0,
        Limit: PAGE,
        PhoneNumber: `+86${receiver}`,
      })
      const response = responseOf(asked)
      if (!response || 'Error' in response) return null
      const found = response.PullSmsSendStatusSet.find(
        ({ SerialNo, SessionContext }) => SessionContext === id || SerialNo === reference,
      )
      if (!found) return null
      const { SerialNo, ReportStatus, Description } = found
      return ReportStatus === 'SUCCESS'
        ? { outcome: 'DELIVERED', reference: SerialNo }
        : { outcome: 'FAILED', code: Description.slice(0, 100), permanent: true }
    },
    start(given) {
      listener = given
    },
    async fetch() {
      const told = responseOf(await call(statuses, 'PullSmsSendStatus', { Limit: PAGE }))
      if (told && !('Error' in told)) {
        for (const one of told.PullSmsSendStatusSet) await listener?.receipt(receiptOf(one))
      }
      const written = responseOf(await call(replies, 'PullSmsReplyStatus', { Limit: PAGE }))
      if (!written || 'Error' in written) return
      for (const {
        PhoneNumber: from,
        ReplyContent: text,
        ...time
      } of written.PullSmsReplyStatusSet) {
        const seconds = time.ReplyUnixTime ?? time.ReplyTime ?? 0
        await listener?.text({ id: replyId(from, text, seconds), from, text })
      }
    },
    posts: tencentPosts,
    close: () => Promise.resolve(),
  }
}

function resultOf(asked: Asked<z.output<typeof sent>>): SmsResult {
  if ('failed' in asked) {
    const { failed: code } = asked
    return code === 'UNREACHED'
      ? { outcome: 'WAIT', code, seconds: UNREACHED_SECONDS }
      : { outcome: 'UNKNOWN', code }
  }
  const { Response: response } = asked.answer
  if ('Error' in response) return refusal(response.Error.Code)
  const [{ Code, SerialNo }] = response.SendStatusSet
  return Code === 'Ok' ? { outcome: 'SENT', reference: SerialNo || null } : refusal(Code)
}

function responseOf<T>(asked: Asked<{ readonly Response: T }>): T | null {
  return 'failed' in asked ? null : asked.answer.Response
}

function receiptOf({
  SerialNo,
  ReportStatus,
  Description,
  SessionContext,
}: z.output<typeof status>) {
  return {
    id: SessionContext || null,
    reference: SerialNo,
    outcome: ReportStatus === 'SUCCESS' ? ('DELIVERED' as const) : ('FAILED' as const),
    code: Description.slice(0, 100),
  }
}

function refusal(code: string): SmsResult {
  if (BUSY.test(code)) return { outcome: 'WAIT', code, seconds: BUSY_SECONDS }
  if (UNSURE.test(code)) return { outcome: 'UNKNOWN', code }
  return { outcome: 'FAILED', code, permanent: true }
}
