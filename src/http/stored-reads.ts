import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import { namesPlainJson } from '../graphql/hardening.ts'
import { secureHeaders } from '../platform/http.ts'
import { encodingOf, type MediaType, mediaTypeOf, namesTag } from '../platform/negotiation.ts'
import type { StoredResponse } from '../platform/stored-response.ts'

type StoredApp = Pick<App, 'isAnonymous' | 'stored'>

/** Headers that every public answer has, names and values in turn. What answers a preflight is not asked here. */
const SHARED = [
  ['Access-Control-Allow-Origin', '*'],
  ['Vary', 'Accept, Accept-Encoding, Authorization'],
].flat()

/** How content is to be treated. Whoever has it already was told this with it (RFC 9110, 15.4.5). */
const OF_CONTENT = secureHeaders('data')

/**
 * Answers from memory what was asked in the same words before, and tells whether it has. Nothing that names who asks
 * is ever answered from there.
 */
export function answerStored(
  app: StoredApp,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { store } = app.stored
  if (!store || request.method !== 'GET' || !app.isAnonymous(request.headers)) return false
  const mediaType = mediaTypeOf(request.headers.accept)
  const found = mediaType && store.get(storedName(request, mediaType))
  if (!found) return false
  sendPublic(app.stored, found, request, response)
  return true
}

/** The words of a request, under which its answer is found without understanding them. */
export function storedName({ url = '' }: IncomingMessage, mediaType: MediaType): string {
  return `${mediaType} ${url}`
}

/**
 * Sends an answer that is the same for everyone: packed as the caller can read it, or that they have it already. One
 * that was made just now names its request as the log does.
 */
export function sendPublic(
  stored: App['stored'],
  answer: StoredResponse,
  { headers }: IncomingMessage,
  response: ServerResponse,
  requestId?: string,
): void {
  const sent = answer.in(encodingOf(headers['accept-encoding']))
  const own = [...SHARED, 'Cache-Control', stored.cacheControl(answer.expires), 'ETag', sent.etag]
  if (requestId) {
    own.push('X-Request-Id', requestId, 'Access-Control-Expose-Headers', 'X-Request-Id')
  }
  if (namesTag(headers['if-none-match'], sent.etag)) {
    response.writeHead(304, own).end()
    return
  }
  own.push(...OF_CONTENT)
  own.push('Content-Type', answer.contentType, 'Content-Length', String(sent.length))
  if (answer.surrogateKey) own.push('Surrogate-Key', answer.surrogateKey)
  if (sent.encoding) own.push('Content-Encoding', sent.encoding)
  // 400 are wrong variables alone.
  const lenient = answer.status === 400 && namesPlainJson(headers.accept)
  response.writeHead(lenient ? 200 : answer.status, own).end(sent.body)
}
