import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { App } from './app.ts'
import type { Exchange } from './graphql/exchange.ts'
import { GRAPHQL_PATH } from './graphql/yoga.ts'
import type { Route } from './http/route.ts'
import { routeTo } from './http/routes.ts'
import { answerStored } from './http/stored-reads.ts'
import { answerRead, trustedRead } from './http/trusted-reads.ts'
import type { Config } from './platform/config.ts'
import { answer, callerAddress, pathOf, refuse, secure } from './platform/http.ts'
import type { Logger } from './platform/log.ts'

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

type Settings = Pick<Config, 'host' | 'port' | 'trustProxy'>

const URL_LIMIT = 8_192

/** Slow senders lose their connection. Idle ones are kept longer than proxies do, so that these end them first. */
const LIMITS = { headersTimeout: 15_000, requestTimeout: 900_000, keepAliveTimeout: 75_000 }

const CLOSE_GRACE_MS = 3_000

/** Serves the application over HTTP. */
export async function startServer(app: App, settings: Settings, log: Logger): Promise<Server> {
  let closing = false
  const health: Route[] = [
    { path: '/livez', handle: (_app, _, response) => answer(response, 200, { status: 'ok' }) },
    {
      path: '/readyz',
      async handle(_app, _, response) {
        const ready = !closing && (await app.ready())
        answer(response, ready ? 200 : 503, { status: ready ? 'ready' : 'unready' })
      },
    },
  ]
  const serve = async (
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
  ): Promise<void> => {
    const short = (request.url ?? '').length <= URL_LIMIT
    const path = short ? pathOf(request) : null
    // Most requests. Their headers are their own, set all at once.
    const read = path === GRAPHQL_PATH ? trustedRead(app, request) : null
    if (read) return answerRead(app, read, request, response, exchange)
    begin(response, exchange)
    if (!short) return refuse(response, 414, 'URI_TOO_LONG', '请求地址过长')
    if (path === null) return refuse(response, 400, 'BAD_REQUEST', '请求地址无效')
    const route = health.find((one) => one.path === path) ?? routeTo(path)
    if (!route) return refuse(response, 404, 'NOT_FOUND', '没有这个地址')
    await route.handle(app, request, response, exchange)
  }

  const server = createServer(LIMITS)
  server.on('request', (request, response) => {
    if (!closing && answerStored(app, request, response)) return
    const exchange = exchangeOf(request, settings)
    response.once('finish', () => {
      if (closing) server.closeIdleConnections()
    })
    serve(request, response, exchange).catch((error: unknown) => {
      // A caller that hung up is no fault of ours.
      if (request.destroyed && !request.complete) return
      log.error({ requestId: exchange.requestId, err: error }, '处理请求时出错')
      if (response.headersSent) return response.destroy()
      begin(response, exchange)
      refuse(response, 500, 'INTERNAL_SERVER_ERROR', '服务器内部错误')
    })
  })
  await listen(server, settings)

  const { port } = server.address() as AddressInfo
  return {
    port,
    url: addressOf(settings.host, port),
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

function exchangeOf(request: IncomingMessage, { trustProxy }: Settings): Exchange {
  return {
    requestId: randomUUID(),
    caller: {
      address: callerAddress(request, trustProxy),
      userAgent: request.headers['user-agent'] ?? null,
    },
    cookies: [],
    personal: false,
  }
}

/** What every answer has that says nothing else. */
function begin(response: ServerResponse, { requestId }: Exchange): void {
  response.setHeader('X-Request-Id', requestId)
  secure(response, 'data')
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

/** Where a server is reached from this machine: one that listens on all interfaces, through loopback. */
export function addressOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
