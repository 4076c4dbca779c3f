import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A subscription message that was sent. */
export interface SentMessage {
  readonly touser: string
  readonly template_id: string
  readonly page: string
  readonly data: Readonly<Record<string, { readonly value: string }>>
}

/**
 * What a request gets instead of the usual answer: JSON, text that is none, nothing (`HANG`), nothing though it was done
 * (`DONE, HANG`), or the end of the connection (`CUT`).
 */
type Answer = object | 'HANG' | 'DONE, HANG' | 'CUT' | (string & {})

/** The WeChat platform on loopback, as its documents describe it. */
export interface WechatPlatform {
  readonly url: string
  /** Paths that were asked, in order. */
  readonly asked: readonly string[]
  /** Messages that their receivers got. */
  readonly sent: readonly SentMessage[]
  /** Texts that were judged. */
  readonly judged: readonly string[]
  /** How often a token was forced. */
  readonly forced: number
  /** The next answers of a path; a number is an errcode. After them it answers as usual. */
  answer(path: WechatPath, ...answers: readonly (Answer | number)[]): void
  /** Always answers so from now on; null: as usual. */
  always(path: WechatPath, answer: Answer | number | null): void
  /** The token that was given out holds no longer; unless so asked, the next one is another. */
  spoilToken(options?: { readonly givenOutAgain: boolean }): void
  /** What texts with these words are judged as. */
  judge(word: string, as: 'risky' | 'review'): void
  close(): Promise<void>
}

const PATHS = {
  login: '/sns/jscode2session',
  token: '/cgi-bin/stable_token',
  phone: '/wxa/business/getuserphonenumber',
  check: '/wxa/msg_sec_check',
  send: '/cgi-bin/message/subscribe/send',
} as const
export type WechatPath = keyof typeof PATHS

export const APP = { id: 'wx0123456789abcdef', secret: 'secret-of-the-mini-program' }

/** The settings with which the application uses it. */
export function wechatEnv({ url }: Pick<WechatPlatform, 'url'>): Record<string, string> {
  return { WECHAT_APP_ID: APP.id, WECHAT_APP_SECRET: APP.secret, WECHAT_ENDPOINT: url }
}

/** The openid behind a code of `wx.login`: `code-<who>-<n>`, each good for one use. */
export function openidOf(code: string): string {
  return `o_${(code.split('-')[1] ?? '').padEnd(26, '0')}`
}

/** Starts one. */
export async function openWechatPlatform(): Promise<WechatPlatform> {
  const asked: string[] = []
  const sent: SentMessage[] = []
  const judged: string[] = []
  const used = new Set<string>()
  const verdicts = new Map<string, 'risky' | 'review'>()
  const planned = new Map<WechatPath, (Answer | number)[]>()
  const standing = new Map<WechatPath, Answer | number>()
  let serial = 1
  let valid = true
  let forced = 0

  const usual: Readonly<Record<WechatPath, (input: Input) => object>> = {
    login({ query }) {
      if (query.get('appid') !== APP.id || query.get('secret') !== APP.secret) return refusal(40125)
      const code = query.get('js_code') ?? ''
      if (!/^code-\w+-\w+$/.test(code)) return refusal(40029)
      if (used.has(code)) return refusal(40163)
      used.add(code)
      return { openid: openidOf(code), session_key: 'c2Vzc2lvbi1rZXktbmV2ZXItdG9sZA==' }
    },
    token({ body }) {
      if (body['appid'] !== APP.id || body['secret'] !== APP.secret) return refusal(40125)
      if (body['force_refresh'] === true) {
        forced++
        serial++
        valid = true
      }
      return { access_token: tokenNow(), expires_in: 7200 }
    },
    phone({ body }) {
      const [, number = ''] = /^phone-(\d+)$/.exec(String(body['code'])) ?? []
      if (number === '') return refusal(40029)
      const watermark = { timestamp: 1, appid: number.startsWith('199') ? 'wxother' : APP.id }
      const phone_info = { phoneNumber: number, purePhoneNumber: number, countryCode: '86' }
      return { errcode: 0, phone_info: { ...phone_info, watermark } }
    },
    check({ body }) {
      const content = String(body['content'])
      judged.push(content)
      const [, suggest = 'pass'] =
        [...verdicts].find(([word]) => content.includes(word)) ?? ([] as string[])
      return { errcode: 0, errmsg: 'ok', result: { suggest, label: 100 } }
    },
    send({ body }) {
      sent.push(body as unknown as SentMessage)
      return { errcode: 0, errmsg: 'ok', msgid: sent.length }
    },
  }
  const tokenNow = () => `access-token-${serial}`

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', 'http://wechat')
    const path = (Object.keys(PATHS) as WechatPath[]).find((one) => PATHS[one] === url.pathname)
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    if (!path) return void response.writeHead(404).end()
    asked.push(path)
    const text = Buffer.concat(chunks).toString()
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
    const input = { query: url.searchParams, body }
    const held = url.searchParams.get('access_token')
    const needsToken = path !== 'login' && path !== 'token'
    const stale = needsToken && (held !== tokenNow() || !valid)
    const answer = planned.get(path)?.shift() ?? standing.get(path)
    if (answer === 'CUT') return void request.socket.destroy()
    if (answer === 'HANG') return
    if (answer === 'DONE, HANG') return void usual[path](input)
    const given =
      typeof answer === 'number'
        ? refusal(answer)
        : (answer ?? (stale ? refusal(40001) : usual[path](input)))
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
    response.end(typeof given === 'string' ? given : JSON.stringify(given))
  }
  const server = createServer((request, response) => void serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    sent,
    judged,
    get forced() {
      return forced
    },
    answer: (path, ...answers) =>
      void planned.set(path, [...(planned.get(path) ?? []), ...answers]),
    always: (path, answer) =>
      void (answer === null ? standing.delete(path) : standing.set(path, answer)),
    spoilToken({ givenOutAgain } = { givenOutAgain: false }) {
      if (givenOutAgain) valid = false
      else serial++
    },
    judge: (word, as) => void verdicts.set(word, as),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Input {
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
}

function refusal(errcode: number): object {
  return { errcode, errmsg: 'refused rid: 0000' }
}
