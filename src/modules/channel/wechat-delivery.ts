import { calendarDate, dayEnd } from '../../platform/clock.ts'
import type { Gateway, OutgoingMessage, SendResult } from './ports.ts'
import type { WechatDesk } from './wechat-desk.ts'
import type { WechatTemplate } from './wechat-ports.ts'
import { templateFor, valuesOf } from './wechat-template.ts'

/** What subscription messages are sent with, beside the desk. */
export interface WechatDeliveryOptions {
  /** Page of the mini-program for a record, with `{indexNumber}` in it. */
  readonly page: string
  readonly ratePerSecond: number
  /** The platform says that they have not agreed, or no longer. */
  readonly refused: (openid: string, templateId: string) => Promise<void>
  /** The platform knows nobody of this openid. */
  readonly gone: (openid: string) => Promise<void>
}

const WINDOW = 10
const UNREACHED_SECONDS = 15
const NO_TOKEN_SECONDS = 60
const BUSY_SECONDS = 30

/** The platform does not take what we have made: somebody has to mend a template, a page or the program. */
export const DEFECTS = [40037, 41030, 47003] as const

/** The way of publications to the mini-program: subscription messages, each with a consent of its receiver. */
export function wechatDeliveries(desk: WechatDesk, options: WechatDeliveryOptions): Gateway {
  const { page, ratePerSecond } = options
  const { platform, client, tokens, templates } = desk
  const { clock } = platform
  let quotaAgainAt = new Date(0)

  const send = async (message: OutgoingMessage): Promise<SendResult> => {
    const { address: openid, payload } = message
    const template = templateFor(
      templates,
      payload.records.map(({ kind }) => kind),
    )
    if (!template) return { outcome: 'FAILED', code: 'NO_TEMPLATE', permanent: true }
    if (clock.now() < quotaAgainAt) return untilTomorrow()
    const { id: templateId } = template
    const values = valuesOf(template, payload)
    const to = page.replace('{indexNumber}', encodeURIComponent(payload.records[0].indexNumber))
    const answer = await tokens.use((token) =>
      client.send(token, { openid, templateId, page: to, values }),
    )
    if ('ok' in answer) return { outcome: 'SENT', reference: answer.ok }
    if ('failed' in answer) return unanswered(answer.failed)
    return refusal(answer.errcode, message, template)
  }

  /** All servers find out by themselves; a day's quota is counted from midnight. */
  const untilTomorrow = (): SendResult => {
    const now = clock.now()
    quotaAgainAt = dayEnd(calendarDate(now))
    const seconds = Math.ceil((quotaAgainAt.getTime() - now.getTime()) / 1_000)
    return { outcome: 'WAIT', seconds, code: codeOf(45009) }
  }

  const refusal = async (
    errcode: number,
    { deliveryId, address }: OutgoingMessage,
    { id: templateId }: WechatTemplate,
  ): Promise<SendResult> => {
    const failed = { outcome: 'FAILED', code: codeOf(errcode), permanent: true } as const
    if (DEFECTS.some((defect) => defect === errcode)) {
      platform.log.error(
        { errcode, templateId, deliveryId },
        '微信不接受本系统生成的订阅消息，须检查模板',
      )
      return failed
    }
    switch (errcode) {
      case -1:
        return { outcome: 'WAIT', seconds: BUSY_SECONDS, code: codeOf(errcode) }
      case 45009:
        return untilTomorrow()
      case 43101:
        await options.refused(address, templateId)
        return failed
      case 40003:
        await options.gone(address)
        return failed
      default:
        return failed
    }
  }

  return {
    channel: 'WECHAT',
    ratePerSecond,
    window: WINDOW,
    // The platform sends as often as it is asked, and cannot be asked what it has sent.
    idempotent: false,
    ordered: false,
    dailyLimit: null,
    templateOf: (kinds) => templateFor(templates, kinds)?.id ?? null,
    send,
    close: () => Promise.resolve(),
  }
}

/** As the office sees it. */
export function codeOf(errcode: number): string {
  return `WECHAT_${errcode}`
}

function unanswered(
  code: 'UNREACHED' | 'TIMEOUT' | 'BROKEN' | 'WRONG_SHAPE' | 'NO_TOKEN',
): SendResult {
  if (code === 'UNREACHED') return { outcome: 'WAIT', seconds: UNREACHED_SECONDS, code }
  if (code === 'NO_TOKEN') return { outcome: 'WAIT', seconds: NO_TOKEN_SECONDS, code }
  return { outcome: 'UNKNOWN', code }
}
