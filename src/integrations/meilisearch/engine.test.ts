import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SearchEngine } from '../../modules/search/ports.ts'
import { meilisearchEngine } from './engine.ts'

const NOTHING = '{"hits":[],"facetDistribution":{}}'
const asked: { readonly headers: IncomingHttpHeaders; readonly body: unknown }[] = []
const sockets = new Set<Socket>()
let reply: (response: ServerResponse) => void
const server = createServer((request, response) => {
  sockets.add(request.socket)
  void json(request).then((body) => {
    asked.push({ headers: request.headers, body })
    reply(response)
  })
})
let engine: SearchEngine
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  engine = meilisearchEngine({ url, apiKey: 'key', indexPrefix: 'test', searchTimeoutMs: 200 })
})
beforeEach(() => {
  asked.length = 0
  reply = (response) => response.end(NOTHING)
})
afterAll(() => {
  server.closeAllConnections()
  return new Promise((closed) => server.close(closed))
})

const search = () => engine.search({ text: '低保', filter: {}, without: [], offset: 0, limit: 21 })

test('a search asks for an answer in one piece, and for no long text to be split into words', async () => {
  await search()
  expect(asked).toMatchObject([
    {
      headers: { 'accept-encoding': 'identity', authorization: 'Bearer key' },
      body: { q: '低保', limit: 21, attributesToHighlight: ['title', 'summary'] },
    },
  ])
})

test('searches one after the other go through one connection', async () => {
  sockets.clear()
  for (let n = 0; n < 3; n++) await search()
  expect(sockets.size).toBe(1)
})

test.each([
  [400, 'invalid_search_filter', 'REJECTED'],
  [403, 'invalid_api_key', 'UNAVAILABLE'],
  [503, 'too_many_search_requests', 'UNAVAILABLE'],
])('an answer of %i %s means %s', async (status, code, failure) => {
  reply = (response) =>
    response.writeHead(status).end(JSON.stringify({ message: '秘密', code, type: '', link: '' }))
  await expect(search()).rejects.toMatchObject({ name: 'SearchEngineError', code, failure })
})

test.each<[string, string, (response: ServerResponse) => void]>([
  ['silence', 'TIMEOUT', () => undefined],
  ['half an answer', 'TIMEOUT', (response) => response.writeHead(200).write('{"hits"')],
  ['a broken connection', 'UNREACHABLE', (response) => response.destroy()],
  ['what is no JSON', 'UNREACHABLE', (response) => response.end('<html>')],
])('%s means that the engine is not there: %s', async (_what, code, replied) => {
  reply = replied
  await expect(search()).rejects.toMatchObject({ failure: 'UNAVAILABLE', code })
})
