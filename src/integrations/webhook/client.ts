import { createHmac } from 'node:crypto'
import { lookup } from 'node:dns'
import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import type { SendResult, SignedCall, WebhookClient } from '../../modules/channel/ports.ts'
import type { Clock } from '../../platform/clock.ts'
import { isPrivateAddress, literalAddress } from '../../platform/private-address.ts'

/** What calls to endpoints are made with. */
export interface WebhookClientOptions {
  readonly clock: Clock
  /** Whether endpoints may be in the network of this machine. */
  readonly allowPrivate: boolean
  readonly timeoutMs?: number
}

/** From the first look-up to the status of the answer. */
const TIMEOUT_MS = 10_000
const LONGEST_WAIT_S = 600
const GONE = 410

/** Calls endpoints over HTTP: signed, without following redirects, and without reading more of an answer than its status. */
export function webhookClient(options: WebhookClientOptions): WebhookClient {
  const { clock, allowPrivate, timeoutMs = TIMEOUT_MS } = options
  return {
    post(call) {
      const url = new URL(call.url)
      const literal = literalAddress(url)
      if (literal !== null && !allowPrivate && isPrivateAddress(literal))
        return Promise.resolve(REFUSED)
      const request = (url.protocol === 'https:' ? https : http).request(url, {
        method: 'POST',
        headers: headersOf(call, clock.now()),
        agent: false,
        ...(allowPrivate ? {} : { lookup: publicOnly }),
      })
      return outcomeOf(request, call.body, timeoutMs)
    },
  }
}

const REFUSED: SendResult = { outcome: 'FAILED', code: 'ADDRESS_REFUSED', permanent: false }

function headersOf({ body, secret, id, type }: SignedCall, now: Date) {
  const t = Math.floor(now.getTime() / 1_000)
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'User-Agent': 'Gongkai-Webhook/1',
    'X-Gongkai-Event': type,
    'X-Gongkai-Delivery': id,
    'X-Gongkai-Signature': `t=${t},v1=${v1}`,
  }
}

/** Looks a host up for this one connection, so that it cannot mean another address a moment later. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, [])
    const hidden = addresses.some(({ address }) => isPrivateAddress(address))
    const refused = hidden || addresses.length === 0
    const failure = refused
      ? Object.assign(new Error('refused'), { code: 'ADDRESS_REFUSED' })
      : null
    const [first] = addresses
    if (options.all) return callback(failure, addresses)
    callback(failure, first?.address ?? '', first?.family)
  })
}

/** What became of the call. Until the connection stands nothing can have been taken; afterwards nobody knows. */
function outcomeOf(request: ClientRequest, body: string, timeoutMs: number): Promise<SendResult> {
  const { promise, resolve } = Promise.withResolvers<SendResult>()
  let connected = false
  request.on('socket', (socket) => {
    socket.once(
      socket instanceof Object && 'encrypted' in socket ? 'secureConnect' : 'connect',
      () => {
        connected = true
      },
    )
  })
  const end = (code: string) =>
    resolve(
      connected ? { outcome: 'UNKNOWN', code } : { outcome: 'FAILED', code, permanent: false },
    )
  const timer = setTimeout(() => {
    end('TIMEOUT')
    request.destroy()
  }, timeoutMs)
  request.on('response', (response) => {
    resolve(resultOf(response))
    response.destroy()
  })
  request.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'CONNECTION'))
  request.end(body)
  return promise.finally(() => clearTimeout(timer))
}

/** Only a status of success means that it was taken. */
function resultOf({ statusCode = 0, headers }: IncomingMessage): SendResult {
  const code = `HTTP_${statusCode}`
  if (statusCode >= 200 && statusCode < 300) return { outcome: 'DELIVERED', reference: null }
  const seconds = Number(headers['retry-after'])
  if ((statusCode === 429 || statusCode === 503) && seconds > 0) {
    return { outcome: 'WAIT', seconds: Math.min(seconds, LONGEST_WAIT_S), code }
  }
  return { outcome: 'FAILED', code, permanent: statusCode === GONE }
}
