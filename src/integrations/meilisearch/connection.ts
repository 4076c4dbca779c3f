import * as http from 'node:http'
import * as https from 'node:https'
import { text } from 'node:stream/consumers'
import { MeilisearchApiError, type MeilisearchErrorResponse } from 'meilisearch'

// Less than the five seconds after which the engine closes a connection that nobody uses.
const OPTIONS = { keepAlive: true, timeout: 4_000 }

/**
 * Sends what the client asks through connections that stay open. `fetch` would do the same with streams and copies that
 * take a good part of the time of a short answer.
 */
export function keptConnections() {
  const plain = new http.Agent(OPTIONS)
  const secure = new https.Agent(OPTIONS)
  return async (input: string | URL | Request, init: RequestInit = {}): Promise<unknown> => {
    const url = new URL(input instanceof Request ? input.url : input)
    const isSecure = url.protocol === 'https:'
    const { method, signal } = init
    const headers = Object.fromEntries(new Headers(init.headers))
    // The client makes JSON of everything before it comes here; at once with its head, it is sent as one piece.
    const body = typeof init.body === 'string' ? Buffer.from(init.body) : Buffer.alloc(0)
    const options = {
      method,
      agent: isSecure ? secure : plain,
      signal: signal ?? undefined,
      headers: { ...headers, 'content-length': body.length },
    }
    try {
      const answer = await answerOf((isSecure ? https : http).request(url, options), body)
      const content: unknown = answer.body === '' ? undefined : JSON.parse(answer.body)
      if (answer.status < 200 || answer.status > 299) {
        // So the client itself tells what the engine says.
        const response = new Response(null, { status: answer.status })
        throw new MeilisearchApiError(response, content as MeilisearchErrorResponse | undefined)
      }
      return content
    } catch (error) {
      // The client knows its own time-out by the reason alone.
      signal?.throwIfAborted()
      throw error
    }
  }
}

async function answerOf(request: http.ClientRequest, body: Buffer) {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>()
  request.on('response', resolve)
  request.on('error', reject)
  request.end(body)
  const response = await promise
  return { status: response.statusCode ?? 0, body: await text(response) }
}
