import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { meilisearchEngine } from './engine.ts'

const asked: { readonly headers: IncomingHttpHeaders; readonly body: unknown }[] = []
const server = createServer((request, response) => {
  void json(request).then((body) => {
    asked.push({ headers: request.headers, body })
    response.end('{"hits":[],"facetDistribution":{}}')
  })
})
beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)))
afterAll(() => new Promise((closed) => server.close(closed)))

test('a search asks for an answer in one piece, and for no long text to be split into words', async () => {
  const { port } = server.address() as AddressInfo
  const engine = meilisearchEngine({ url: `http://127.0.0.1:${port}`, indexPrefix: 'test' })
  await engine.search({ text: '低保', filter: {}, without: [], offset: 0, limit: 21 })
  expect(asked).toMatchObject([
    {
      headers: { 'accept-encoding': 'identity' },
      body: { q: '低保', limit: 21, attributesToHighlight: ['title', 'summary'] },
    },
  ])
})
