import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { SmsAttempt, SmsGateway, SmsResult } from '../../modules/channel/sms-ports.ts'
import { type Clock, calendarDate } from '../../platform/clock.ts'
import { type AliyunCall, signedAliyun } from './aliyun-signature.ts'
import { aliyunPosts } from './aliyun-posts.ts'
import { ask, type Asked } from '../http-answer.ts'
import { parametersOf, type TemplateOptions } from './template.ts'

export interface AliyunOptions extends TemplateOptions {
  readonly ratePerSecond: number
}

const VERSION = '2017-05-25'

const sent = z.object({ Code: z.string(), BizId: z.string().optional() })

const details = z.object({
  Code: z.literal('OK'),
  SmsSendDetailDTOs: z.object({
    SmsSendDetailDTO: z.array(
      z.object({
        OutId: z.string().optional(),
        /** 1 on its way, 2 failed, 3 arrived. */
        SendStatus: z.int(),
        ErrCode: z.string().optional(),
      }),
    ),
  }),
})

/** Too fast, or too much for this hour or number. */
const BUSY = /^(Throttling|isv\.BUSINESS_LIMIT_CONTROL|isv\.DAY_LIMIT_CONTROL)/
/** Refused for a reason that the county can mend. */
const PASSING = /^isv\.(AMOUNT_NOT_ENOUGH|OUT_OF_SERVICE|ACCOUNT_ABNORMAL)/
/** The service says that it does not know itself. */
const UNSURE = /^(isp\.SYSTEM_ERROR|InternalError|ServiceUnavailable|SystemError)/

const BUSY_SECONDS = 60
const UNREACHED_SECONDS = 15
const WINDOW = 8

/** Aliyun's short messages. Its requests are not idempotent, so none is ever repeated here. */
export function aliyunGateway(
  options: AliyunOptions,
  clock: Clock,
  timeoutMs = 10_000,
): SmsGateway {
  const call = <T>(shape: z.ZodType<T>, request: Omit<AliyunCall, 'version'>) => {
    const signing = { at: clock.now(), nonce: randomUUID() }
    const { key, endpoint } = options
    const { url, headers } = signedAliyun(endpoint, key, { ...request, version: VERSION }, signing)
    return ask(url, { method: 'POST', headers }, shape, timeoutMs)
  }
  return {
    ratePerSecond: options.ratePerSecond,
    window: WINDOW,
    async send({ id, receiver, template }) {
      const { code, parameters } = parametersOf(options, template)
      return resultOf(
        await call(sent, {
          action: 'SendSms',
          parameters: {
            PhoneNumbers: receiver,
            SignName: options.signature,
            TemplateCode: code,
            TemplateParam: JSON.stringify(parameters),
            OutId: id,
          },
        }),
      )
    },
    async reconcile({ id, receiver, reference, sentAt }: SmsAttempt) {
      const asked = await call(details, {
        action: 'QuerySendDetails',
        parameters: {
          PhoneNumber: receiver,
          SendDate: calendarDate(sentAt).replaceAll('-', ''),
          PageSize: '50',
          CurrentPage: '1',
          ...(reference !== null && { BizId: reference }),
        },
      })
      if ('failed' in asked) return null
      const found = asked.answer.SmsSendDetailDTOs.SmsSendDetailDTO.find(
        ({ OutId }) => OutId === id,
      )
      if (!found) return null
      if (found.SendStatus === 3) return { outcome: 'DELIVERED', reference }
      if (found.SendStatus === 2)
        return { outcome: 'FAILED', code: found.ErrCode ?? 'FAILED', permanent: true }
      return { outcome: 'SENT', reference }
    },
    start() {
      // All that Aliyun tells by itself it posts.
    },
    posts: aliyunPosts,
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
  const { Code: code, BizId } = asked.answer
  if (code === 'OK') return { outcome: 'SENT', reference: BizId ?? null }
  if (BUSY.test(code)) return { outcome: 'WAIT', code, seconds: BUSY_SECONDS }
  if (UNSURE.test(code)) return { outcome: 'UNKNOWN', code }
  return { outcome: 'FAILED', code, permanent: !PASSING.test(code) }
}
