import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import { useNonce } from '../modules/channel/commands/use-nonce.ts'
import { SmsDeferredError } from '../modules/channel/sms-desk.ts'
import { mobileOf } from '../modules/channel/sms-request.ts'
import { callFault, jsonOf, readCall, sameSecret } from '../modules/channel/sms-call.ts'
import { DomainError, NotFoundError, ValidationError } from '../platform/errors.ts'
import { answer, refuse } from '../platform/http.ts'
import { receivedBody } from '../platform/http-body.ts'
import { refuseSent } from '../platform/http-refusal.ts'
import type { Route } from './route.ts'

type InboundApp = Pick<App, 'sms'>

/** Where texts that people wrote are brought by whoever shares a secret with us and signs. */
export const smsInbound: Route = { path: '/sms/inbound', handle: inbound }

/** Where providers post who cannot sign: the secret is the last part of the address. */
export const smsPosts: Route = { path: '/sms/posts/', handle: posted }

/** Bytes of one call. */
const LIMIT = 1024 * 1024

async function inbound(
  { sms }: InboundApp,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { secret, listener, desk } = sms
  const { platform } = desk
  if (!isPost(request, response)) return
  if (secret === undefined) return refuseSent(request, response, closed())
  const header = (name: string) => String(request.headers[`x-gongkai-${name}`] ?? '')
  await taken(request, response, async (body) => {
    const call = {
      timestamp: header('timestamp'),
      nonce: header('nonce'),
      signature: header('signature'),
    }
    const fault = callFault(call, body, secret, platform.clock.now())
    if (fault) return refuse(response, 401, `SIGNATURE_${fault}`, '签名无效或已过期')
    const text = readCall(body)
    if (!text) return refuse(response, 422, 'VALIDATION', '须有 messageId、from 和 text')
    if (!mobileOf(text.from))
      return refuse(response, 422, 'NO_MOBILE', 'from 不是手机号码，无法答复')
    if (!(await useNonce(platform, call.nonce))) {
      return refuse(response, 409, 'REPLAYED', '该请求已经收到过')
    }
    await listener.text(text)
    answer(response, 200, { accepted: true })
  })
}

async function posted(
  { sms }: InboundApp,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { secret, listener, desk } = sms
  if (!isPost(request, response)) return
  const key = new URL(request.url ?? '', 'http://localhost').pathname.slice(smsPosts.path.length)
  const { posts } = desk.gateway
  if (secret === undefined || !posts || !sameSecret(key, secret)) {
    return refuseSent(request, response, closed())
  }
  await taken(request, response, async (body) => {
    const read = posts.read(jsonOf(body))
    if (!read) return refuse(response, 422, 'VALIDATION', '内容的格式不对')
    for (const receipt of read.receipts) await listener.receipt(receipt)
    for (const text of read.texts) await listener.text(text)
    answer(response, 200, posts.thanks)
  })
}

/** Without a secret nobody could be believed, so that there is nothing here. */
function closed(): NotFoundError {
  return new NotFoundError('没有这个地址')
}

function isPost({ method }: IncomingMessage, response: ServerResponse): boolean {
  if (method === 'POST') return true
  response.setHeader('Allow', 'POST')
  refuse(response, 405, 'METHOD_NOT_ALLOWED', '只接受 POST 请求')
  return false
}

async function taken(
  request: IncomingMessage,
  response: ServerResponse,
  take: (body: Buffer) => Promise<void>,
): Promise<void> {
  try {
    const tooBig = () => ValidationError.of('', 'FILE_TOO_LARGE', '请求内容不得超过 1 MB')
    await take(await receivedBody(request, LIMIT, tooBig))
  } catch (error) {
    if (error instanceof DomainError) return refuseSent(request, response, error)
    if (!(error instanceof SmsDeferredError)) throw error
    response.setHeader('Retry-After', error.seconds)
    refuse(response, 503, 'BUSY', '短信网关繁忙，请稍后重送')
  }
}
