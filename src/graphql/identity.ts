import type { IncomingMessage } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Actor, Client } from '../modules/identity/model.ts'
import { ForbiddenError } from '../platform/errors.ts'
import type { Exchange } from './exchange.ts'

/** Who stands behind a request. */
export interface Identity {
  readonly actor: Actor | null
  readonly sessionToken: string | null
  readonly client: Client | null
}

/** How tokens and secrets are looked up; null for what is unknown, expired or revoked. */
export interface Credentials {
  actorOf(sessionToken: string): Promise<Actor | null>
  clientOf(secret: string): Promise<Client | null>
  /** The session token of a Cookie header, or null. */
  tokenFromCookie(header: string): string | null
  /** The Set-Cookie header that removes the session cookie. */
  readonly emptyCookie: string
}

/** A header that no other site can make a browser send: its presence lets the session cookie count. */
export const CSRF_HEADER = 'x-gongkai-csrf'

/** Whoever says not who they are. */
export const NOBODY: Identity = { actor: null, sessionToken: null, client: null }
const SESSION_PREFIX = 'gks_'
const CLIENT_PREFIX = 'gkc_'

/**
 * Identifies the caller by bearer token or, for POST alone, by session cookie. GET with a cookie is anonymous, so that
 * a link on another site shows nobody's data.
 */
export async function identify(
  credentials: Credentials,
  { method, headers }: Pick<Request, 'method' | 'headers'>,
  exchange: Exchange,
): Promise<Identity> {
  const authorization = headers.get('authorization')
  if (authorization !== null) {
    exchange.personal = true
    return byBearer(credentials, authorization)
  }
  const cookie = method === 'POST' ? headers.get('cookie') : null
  const token = cookie && credentials.tokenFromCookie(cookie)
  if (!token) return NOBODY
  exchange.personal = true
  if (!headers.has(CSRF_HEADER)) {
    throw refusal(403, 'CSRF', `用 Cookie 登录的请求须带 ${CSRF_HEADER} 请求头`)
  }
  const actor = await credentials.actorOf(token)
  if (actor) return { actor, sessionToken: token, client: null }
  // Refusing an old cookie, as an old bearer token is refused, would keep the browser from signing in again.
  exchange.cookies.push(credentials.emptyCookie)
  return NOBODY
}

/** The same for requests beside GraphQL, whose refusals are the domain's own errors. */
export async function identifyRequest(
  credentials: Credentials,
  { method = '', headers }: IncomingMessage,
  exchange: Exchange,
): Promise<Identity> {
  const sent = new Headers()
  for (const name of ['authorization', 'cookie', CSRF_HEADER]) {
    const value = headers[name]
    if (value !== undefined) sent.set(name, String(value))
  }
  try {
    return await identify(credentials, { method, headers: sent }, exchange)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    throw new ForbiddenError(error.message, String(error.extensions['code']))
  }
}

async function byBearer(credentials: Credentials, authorization: string): Promise<Identity> {
  const token = /^Bearer +([\w.~+/=-]{1,200})$/i.exec(authorization)?.[1] ?? ''
  if (token.startsWith(SESSION_PREFIX)) {
    const actor = await credentials.actorOf(token)
    if (actor) return { actor, sessionToken: token, client: null }
  }
  if (token.startsWith(CLIENT_PREFIX)) {
    const client = await credentials.clientOf(token)
    if (client) return { actor: null, sessionToken: null, client }
  }
  throw refusal(401, 'UNAUTHENTICATED', '登录已失效或密钥无效，请重新登录', {
    'WWW-Authenticate': 'Bearer error="invalid_token"',
  })
}

function refusal(status: number, code: string, message: string, headers?: Record<string, string>) {
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } })
}
