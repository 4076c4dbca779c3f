import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { App } from './app.ts'
import type { Exchange } from './graphql/exchange.ts'
import { BODY_LIMIT } from './graphql/limits.ts'
import { GRAPHQL_PATH } from './graphql/yoga.ts'
import { EXPORTS_PATH, exportTable } from './exports.ts'
import { download, FILES_PATH } from './files.ts'
import { IMPORTS_PATH, importTable } from './imports.ts'
import type { Config } from './platform/config.ts'
import { answer, callerAddress, pathOf, refuse, secure } from './platform/http.ts'
import type { Logger } from './platform/log.ts'
import { upload, UPLOADS_PATH } from './uploads.ts'

/** The port cannot be listened on; the message is the one line to print before exiting with 1. */
export class ListenError extends Error {}

/** A server that answers. */
export interface Server {
  readonly port: number
  /** Where it is reached from this machine. */
  readonly url: string
  /** Accepts nothing more, lets what is under way finish, and after `graceMs` cuts it off. */
  close(graceMs?: number): Promise<void>
}

/** What of the application a server needs. */
type HttpApp = Pick<App, 'graphql' | 'ready' | 'services' | 'files' | 'identify'>
type Settings = Pick<Config, 'host' | 'port' | 'trustProxy'>
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void

const URL_LIMIT = 8_192

/** Bytes of a refused body that are read for the sake of the answer. */
const DISCARD_LIMIT = 32 * 1024 * 1024

/** Slow senders lose their connection. Idle ones are kept longer than proxies do, so that these end them first. */
const LIMITS = { headersTimeout: 15_000, requestTimeout: 900_000, keepAliveTimeout: 75_000 }

/** Only files may take longer to arrive: the largest one at 64 kB a second. */
const LONGEST_ARRIVAL_MS = 30_000

const CLOSE_GRACE_MS = 3_000

/** Serves the application over HTTP. */
export async function startServer(app: HttpApp, settings: Settings, log: Logger): Promise<Server> {
  let closing = false
  const routes: Readonly<Record<string, Handler>> = {
    '/livez': (_, response) => answer(response, 200, { status: 'ok' }),
    async '/readyz'(_, response) {
      const ready = !closing && (await app.ready())
      answer(response, ready ? 200 : 503, { status: ready ? 'ready' : 'unready' })
    },
    [GRAPHQL_PATH](request, response) {
      hurry(request)
      return graphql(app, request, response, exchangeOf(request, response, settings))
    },
    [UPLOADS_PATH]: (request, response) =>
      upload(app, request, response, exchangeOf(request, response, settings)),
    [FILES_PATH]: (request, response) =>
      download(app, request, response, exchangeOf(request, response, settings)),
    [IMPORTS_PATH]: (request, response) =>
      importTable(app, request, response, exchangeOf(request, response, settings)),
    [EXPORTS_PATH]: (request, response) => exportTable(app, request, response),
  }

  const server = createServer(LIMITS)
  server.on('request', (request, response) => {
    const requestId = randomUUID()
    response.setHeader('X-Request-Id', requestId)
    secure(response, 'data')
    response.once('finish', () => {
      if (closing) server.closeIdleConnections()
    })
    route(routes, request, response).catch((error: unknown) => {
      // A caller that hung up is no fault of ours.
      if (request.destroyed && !request.complete) return
      log.error({ requestId, err: error }, '处理请求时出错')
      if (!response.headersSent) refuse(response, 500, 'INTERNAL_SERVER_ERROR', '服务器内部错误')
      else response.destroy()
    })
  })
  await listen(server, settings)

  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://${reachable(settings.host)}:${port}`,
    async close(graceMs = CLOSE_GRACE_MS) {
      closing = true
      const cutOff = setTimeout(() => server.closeAllConnections(), graceMs)
      const closed = once(server, 'close')
      server.close()
      await closed
      clearTimeout(cutOff)
    },
  }
}

async function route(
  routes: Readonly<Record<string, Handler>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if ((request.url ?? '').length > URL_LIMIT) {
    return refuse(response, 414, 'URI_TOO_LONG', '请求地址过长')
  }
  const path = pathOf(request)
  if (path === null) return refuse(response, 400, 'BAD_REQUEST', '请求地址无效')
  // Every file and every table has an address of its own.
  const known = [FILES_PATH, EXPORTS_PATH].find((prefix) => path.startsWith(prefix)) ?? path
  const handler = Object.hasOwn(routes, known) ? routes[known] : undefined
  if (!handler) return refuse(response, 404, 'NOT_FOUND', '没有这个地址')
  await handler(request, response)
}

function exchangeOf(
  request: IncomingMessage,
  response: ServerResponse,
  { trustProxy }: Settings,
): Exchange {
  return {
    requestId: response.getHeader('x-request-id') as string,
    caller: {
      address: callerAddress(request, trustProxy),
      userAgent: request.headers['user-agent'] ?? null,
    },
    cookies: [],
    personal: false,
  }
}

/** Whoever is still sending when the time is up loses the connection. */
function hurry(request: IncomingMessage): void {
  const late = setTimeout(() => request.destroy(), LONGEST_ARRIVAL_MS)
  for (const event of ['end', 'close']) request.once(event, () => clearTimeout(late))
}

async function graphql(
  app: HttpApp,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
): Promise<void> {
  // Only JSON: a form on another site could send the other types without being asked for permission first.
  const mediaType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (request.method === 'POST' && mediaType !== 'application/json') {
    return refuse(response, 415, 'UNSUPPORTED_MEDIA_TYPE', '请求内容须为 application/json')
  }
  if (Number(request.headers['content-length']) > BODY_LIMIT) {
    await discard(request)
    return refuse(response, 413, 'REQUEST_ENTITY_TOO_LARGE', `请求内容不得超过 ${BODY_LIMIT} 字节`)
  }
  const result = await app.graphql(request, response, exchange)
  const body = await result.text()
  if (response.destroyed) return
  if (body === '' && result.status >= 400) {
    return refuse(response, result.status, 'BAD_REQUEST', '请求无法处理')
  }
  response.setHeaders(result.headers)
  if (result.headers.get('content-type')?.startsWith('text/html')) secure(response, 'page')
  // Without a caller's own data a copy may be kept, but not used unasked.
  const storable = request.method === 'GET' && !exchange.personal
  response.setHeader('Cache-Control', storable ? 'no-cache' : 'no-store')
  response.appendHeader('Vary', 'Authorization')
  if (exchange.cookies.length > 0) response.setHeader('Set-Cookie', exchange.cookies)
  response.writeHead(result.status).end(body)
}

/** Reads on and throws away: whoever is still sending would see a broken connection instead of the answer. */
async function discard(request: IncomingMessage): Promise<void> {
  let received = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    received += chunk.length
    if (received > DISCARD_LIMIT) return
  }
}

/** Finds out before the long part of a start whether the port can be listened on. */
export async function assertListenable(settings: Settings): Promise<void> {
  const probe = createServer()
  await listen(probe, settings)
  probe.close()
  await once(probe, 'close')
}

async function listen(server: ReturnType<typeof createServer>, { port, host }: Settings) {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new ListenError(`端口 ${port} 已被占用，请停止占用它的程序，或另设 PORT`, {
        cause: error,
      })
    }
    throw new ListenError(`无法在 ${host}:${port} 监听（${code}），请检查 HOST 和 PORT`, {
      cause: error,
    })
  }
}

/** An address that stands for all interfaces is reached through loopback. */
function reachable(host: string): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return name.includes(':') ? `[${name}]` : name
}
