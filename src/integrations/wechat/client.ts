import { z } from 'zod'
import type { WechatAnswer, WechatClient } from '../../modules/channel/wechat-ports.ts'
import { ask } from '../http-answer.ts'

export interface WechatOptions {
  /** Base address. */
  readonly endpoint: string
  readonly appId: string
  readonly secret: string
  readonly timeoutMs?: number
}

/** A message may need two tokens and two tries, and has half a minute for all of it. */
const TIMEOUT_MS = 5_000
/** The second version of msg_sec_check. */
const CHECK_VERSION = 2

const refused = z.object({ errcode: z.int().refine((code) => code !== 0) })

const shapes = {
  // What else comes, the session key above all, is left behind here.
  session: z.object({ openid: z.string().regex(/^[\w-]{16,64}$/) }),
  token: z.object({
    access_token: z.string().min(1).max(2_048),
    expires_in: z.int().positive().max(86_400),
  }),
  phone: z.object({
    phone_info: z.object({
      purePhoneNumber: z.string().max(32),
      countryCode: z.string().max(8),
      watermark: z.object({ appid: z.string().max(64) }),
    }),
  }),
  judgement: z.object({ result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }) }),
  sent: z.object({
    errcode: z.literal(0),
    msgid: z.union([z.int(), z.string().max(64)]).optional(),
  }),
}

/** The server API of the WeChat platform, over HTTP. */
export function wechatClient(options: WechatOptions): WechatClient {
  const { endpoint, appId, secret, timeoutMs = TIMEOUT_MS } = options
  const asked = async <T, U>(
    path: string,
    { query, body }: { query?: Record<string, string>; body?: object },
    shape: z.ZodType<T>,
    read: (answer: T) => U,
  ): Promise<WechatAnswer<U>> => {
    const url = `${endpoint}${path}${query ? `?${new URLSearchParams(query)}` : ''}`
    const init = body
      ? {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }
      : {}
    const result = await ask(url, init, z.union([refused, shape]), timeoutMs)
    if ('failed' in result) return result
    const { answer } = result
    return isRefusal(answer) ? { errcode: answer.errcode } : { ok: read(answer) }
  }
  return {
    appId,
    openidOf: (code) =>
      asked(
        '/sns/jscode2session',
        { query: { appid: appId, secret, js_code: code, grant_type: 'authorization_code' } },
        shapes.session,
        ({ openid }) => openid,
      ),
    accessToken: (force) =>
      asked(
        '/cgi-bin/stable_token',
        { body: { grant_type: 'client_credential', appid: appId, secret, force_refresh: force } },
        shapes.token,
        ({ access_token: token, expires_in: seconds }) => ({ token, seconds }),
      ),
    phoneOf: (access_token, code) =>
      asked(
        '/wxa/business/getuserphonenumber',
        { query: { access_token }, body: { code } },
        shapes.phone,
        ({ phone_info: { purePhoneNumber: number, countryCode, watermark } }) => ({
          number,
          countryCode,
          appId: watermark.appid,
        }),
      ),
    judge: (access_token, { openid, text: content, scene }) =>
      asked(
        '/wxa/msg_sec_check',
        { query: { access_token }, body: { version: CHECK_VERSION, scene, openid, content } },
        shapes.judgement,
        ({ result: { suggest } }) => suggest,
      ),
    send: (access_token, { openid, templateId, page, values }) => {
      const data = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, { value }]),
      )
      return asked(
        '/cgi-bin/message/subscribe/send',
        {
          query: { access_token },
          body: { touser: openid, template_id: templateId, page, data, lang: 'zh_CN' },
        },
        shapes.sent,
        ({ msgid }) => (msgid === undefined ? null : String(msgid)),
      )
    },
  }
}

function isRefusal(answer: unknown): answer is z.output<typeof refused> {
  return refused.safeParse(answer).success
}
