import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import type { Exchange } from '../graphql/exchange.ts'
import { bindPhone } from '../modules/channel/commands/bind-phone.ts'
import { forgetCitizen } from '../modules/channel/commands/forget-citizen.ts'
import { recordConsents } from '../modules/channel/commands/record-consents.ts'
import { signInCitizen } from '../modules/channel/commands/sign-in-citizen.ts'
import { signOutCitizen } from '../modules/channel/commands/sign-out-citizen.ts'
import { subscribeCitizen } from '../modules/channel/commands/subscribe-citizen.ts'
import { unsubscribe } from '../modules/channel/commands/unsubscribe.ts'
import { citizenProfile } from '../modules/channel/queries/citizen.ts'
import { jsonOf } from '../modules/channel/sms-call.ts'
import { type WechatDesk, WechatUnavailableError } from '../modules/channel/wechat-desk.ts'
import { bodies } from '../modules/channel/wechat-request.ts'
import { type Citizen, citizenOf } from '../modules/channel/wechat-session.ts'
import { countCall } from '../modules/identity/limits.ts'
import { DomainError, ForbiddenError, NotFoundError, ValidationError } from '../platform/errors.ts'
import { answer, refuse } from '../platform/http.ts'
import { receivedBody } from '../platform/http-body.ts'
import { refuseSent } from '../platform/http-refusal.ts'
import { parseInput } from '../platform/problems.ts'
import { noteRefused } from './refused.ts'
import type { Route } from './route.ts'

type WechatApp = Pick<App, 'wechat' | 'services' | 'identify'>

/** What the mini-program does beside reading: everything under it belongs to citizens, and nothing to staff. */
export const wechat: Route = { path: '/wechat/', handle }

/** Bytes of one request. */
const LIMIT = 16 * 1024
/** Calls of one citizen. */
const CALLS = { attempts: 120, seconds: 600 }

/** What an address does: with the body of the shape it takes, for the citizen whose token was sent. */
interface Call {
  readonly desk: WechatDesk
  readonly citizen: Citizen
  readonly token: string
  /** After the address, where it has a part that varies. */
  readonly id: string
  readonly body: unknown
}

const calls: Readonly<Record<string, (call: Call) => Promise<unknown>>> = {
  'GET me': ({ desk, citizen }) => citizenProfile(desk, citizen),
  'DELETE me': ({ desk, citizen }) => forgetCitizen(desk.platform, citizen.openid),
  'POST logout': ({ desk, citizen, token }) => signOutCitizen(desk.platform, citizen, token),
  'POST phone': ({ desk, citizen, body }) =>
    bindPhone(desk, citizen, parseInput(bodies.code, body).code),
  'POST consents': ({ desk, citizen, body }) =>
    recordConsents(desk, citizen, parseInput(bodies.consents, body)),
  async 'POST subscriptions'({ desk, citizen, body }) {
    const { subscriptionId } = await subscribeCitizen(
      desk,
      citizen,
      parseInput(bodies.subscription, body),
    )
    return { id: subscriptionId }
  },
  async 'DELETE subscriptions/'({ desk, citizen: { openid: address }, id: subscriptionId }) {
    await unsubscribe(desk.platform, { channel: 'WECHAT', address, subscriptionId })
  },
}

async function handle(
  app: WechatApp,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
): Promise<void> {
  // Nothing of it may be kept anywhere.
  exchange.personal = true
  try {
    answer(response, 200, (await done(app, request, exchange)) ?? {})
  } catch (error) {
    if (error instanceof WechatUnavailableError) {
      response.setHeader('Retry-After', error.seconds)
      return refuse(response, 503, `WECHAT_${error.code}`, '微信服务暂不可用，请稍后重试')
    }
    if (!(error instanceof DomainError)) throw error
    await noteRefused(app, request, exchange, { action: wechat.path, error })
    refuseSent(request, response, error)
  }
}

async function done(app: WechatApp, request: IncomingMessage, { caller }: Exchange) {
  const { wechat: desk } = app
  const { method = '' } = request
  const [name, id] = pathOf(request)
  if (!desk) throw new NotFoundError('没有这个地址')
  if (`${method} ${name}` === 'POST login') {
    const { code } = parseInput(bodies.code, await bodyOf(request))
    return signInCitizen(desk, { code, address: caller.address })
  }
  const call = calls[`${method} ${name}`]
  if (!call) throw new NotFoundError('没有这个地址')
  const token = /^Bearer +(\S{1,100})$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const citizen = await citizenOf(desk.platform, token)
  if (!citizen) throw new ForbiddenError('登录已失效，请重新进入小程序', 'UNAUTHENTICATED')
  await countCall(desk.platform.database, 'wechat:citizen', citizen.id, CALLS)
  const body = method === 'POST' ? await bodyOf(request) : undefined
  return call({ desk, citizen, token, id, body })
}

/** `subscriptions/<id>` is the address `subscriptions/` and an id. */
function pathOf({ url = '' }: IncomingMessage): [name: string, id: string] {
  const path = new URL(url, 'http://localhost').pathname.slice(wechat.path.length)
  const at = path.indexOf('/') + 1
  return at === 0 ? [path, ''] : [path.slice(0, at), path.slice(at)]
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const tooBig = () => ValidationError.of('', 'FILE_TOO_LARGE', '请求内容不得超过 16 KB')
  const bytes = await receivedBody(request, LIMIT, tooBig)
  if (bytes.length === 0) return {}
  const body = jsonOf(bytes)
  if (body === undefined) throw ValidationError.of('', 'INVALID_JSON', '请求内容应为 JSON')
  return body
}
