import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import type { Exchange } from '../graphql/exchange.ts'
import { BODY_LIMIT } from '../graphql/limits.ts'
import { GRAPHQL_PATH } from '../graphql/yoga.ts'
import { ValidationError } from '../platform/errors.ts'
import { refuse, secure } from '../platform/http.ts'
import { receivedBody } from '../platform/http-body.ts'
import type { Route } from './route.ts'

type GraphQLApp = Pick<App, 'graphql'>

/** The API, but for reads by the id of a document (trusted-reads.ts). */
export const graphql: Route = { path: GRAPHQL_PATH, handle: ask }

/** Bytes of a refused body that are read for the sake of the answer. */
const DISCARD_LIMIT = 32 * 1024 * 1024

/** Only files may take longer to arrive: the largest one at 64 kB a second. */
const LONGEST_ARRIVAL_MS = 30_000

async function ask(
  app: GraphQLApp,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
): Promise<void> {
  hurry(request)
  // Only JSON: a form on another site could send the other types without being asked for permission first.
  const mediaType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (request.method === 'POST' && mediaType !== 'application/json') {
    return refuse(response, 415, 'UNSUPPORTED_MEDIA_TYPE', '请求内容须为 application/json')
  }
  const sent = request.method === 'POST' ? await bodyOf(request) : undefined
  if (sent === null) {
    return refuse(response, 413, 'REQUEST_ENTITY_TOO_LARGE', `请求内容不得超过 ${BODY_LIMIT} 字节`)
  }
  const result = await app.graphql(request, sent, exchange)
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
  // What is read here is for pages; drafts in a preview are for nobody's index.
  response.setHeader('X-Robots-Tag', 'noindex')
  if (exchange.cookies.length > 0) response.setHeader('Set-Cookie', exchange.cookies)
  response.writeHead(result.status).end(body)
}

/** What was posted, or null when it is too long. Read whole here: as a stream it would cost more than many answers. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const tooLong = () => ValidationError.of('', 'REQUEST_ENTITY_TOO_LARGE', '请求内容过长')
  try {
    return (await receivedBody(request, BODY_LIMIT, tooLong)).toString()
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    await discard(request)
    return null
  }
}

/** Reads on and throws away: whoever is still sending would see a broken connection instead of the answer. */
async function discard(request: IncomingMessage): Promise<void> {
  let received = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    received += chunk.length
    if (received > DISCARD_LIMIT) return
  }
}

/** Whoever is still sending when the time is up loses the connection. */
function hurry(request: IncomingMessage): void {
  const late = setTimeout(() => request.destroy(), LONGEST_ARRIVAL_MS)
  for (const event of ['end', 'close']) request.once(event, () => clearTimeout(late))
}
