import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import type * as Gongkai from '../../clients/wechat/gongkai.js'
import type { WechatApi } from '../../clients/wechat/gongkai.js'

const FOLDER = join(import.meta.dirname, '..', '..', 'clients', 'wechat')

/**
 * The client as a mini-program loads it: CommonJS, in an engine that knows neither `fetch` nor modules nor anything else
 * of Node or of browsers.
 */
export function clientModule(): typeof Gongkai {
  const load = (name: string): Record<string, unknown> => {
    const exports: Record<string, unknown> = {}
    const source = readFileSync(join(FOLDER, name), 'utf8')
    runInNewContext(source, { exports, require: (path: string) => load(path.replace('./', '')) })
    return exports
  }
  return load('gongkai.js') as unknown as typeof Gongkai
}

/** The API of WeChat that the client uses, over real HTTP. */
export interface Wx extends WechatApi {
  /** Everything that was asked: method and path. */
  readonly asked: string[]
  /** The next requests fail as without a network: before they arrive, or after. */
  failNext(when: 'BEFORE' | 'AFTER'): void
  /** What people answer to the question for consent. */
  answers: Record<string, string>
  /** Bytes of the last answer. */
  readonly lastSize: number
}

/** A telephone of somebody, whose codes of `wx.login` say who they are. */
export function openWx(who: string): Wx {
  const stored = new Map<string, unknown>()
  const asked: string[] = []
  let code = 0
  let failing: 'BEFORE' | 'AFTER' | null = null
  let lastSize = 0
  const send: (options: Parameters<WechatApi['request']>[0]) => Promise<void> = async ({
    url,
    method,
    header,
    data,
    success,
    fail,
  }) => {
    asked.push(`${method} ${new URL(url).pathname}`)
    const failed = failing
    failing = null
    if (failed === 'BEFORE') return fail({ errMsg: 'request:fail' })
    const response = await fetch(url, { method, headers: header, body: data ?? null })
    const text = await response.text()
    lastSize = Buffer.byteLength(text)
    if (failed === 'AFTER') return fail({ errMsg: 'request:fail timeout' })
    const headers = Object.fromEntries(response.headers)
    success({ statusCode: response.status, data: JSON.parse(text) as unknown, header: headers })
  }
  return {
    asked,
    answers: {},
    get lastSize() {
      return lastSize
    },
    failNext(when) {
      failing = when
    },
    request: (options) => void send(options),
    login: ({ success }) => success({ code: `code-${who}-${++code}` }),
    requestSubscribeMessage({ success }) {
      success({ ...this.answers, errMsg: 'requestSubscribeMessage:ok' })
    },
    getStorageSync: (key) => stored.get(key) ?? '',
    setStorageSync: (key, value) => void stored.set(key, value),
    removeStorageSync: (key) => void stored.delete(key),
  }
}
