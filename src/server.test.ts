import { expect, test } from 'vitest'
import type { App } from './app.ts'
import type { Exchange } from './graphql/exchange.ts'
import { createLog } from './platform/log.ts'
import { assertListenable, ListenError, startServer } from './server.ts'

const log = createLog({ level: 'silent' })
const free = { host: '127.0.0.1', port: 0, trustProxy: false }

/** A server whose GraphQL endpoint answers when the test lets it, and tells whom it saw calling. */
async function slowServer(settings: Partial<typeof free> = {}) {
  const gate = Promise.withResolvers<void>()
  const entered = Promise.withResolvers<string>()
  // Nothing else plays a part here.
  const app = {
    async graphql(_request: unknown, _response: unknown, { caller }: Exchange) {
      entered.resolve(caller.address)
      await gate.promise
      return new Response('{"data":{}}', { headers: { 'content-type': 'application/json' } })
    },
    ready: () => Promise.resolve(true),
    stored: { store: null },
    isAnonymous: () => false,
  } as unknown as App
  const server = await startServer(app, { ...free, ...settings }, log)
  return { server, answer: gate.resolve, entered: entered.promise }
}

test('closing lets what is under way finish and accepts nothing more', async () => {
  const { server, answer, entered } = await slowServer()
  const underWay = fetch(`${server.url}/graphql`)
  await entered
  const closed = server.close()
  await expect(fetch(`${server.url}/livez`)).rejects.toThrow('fetch failed')
  answer()
  expect((await underWay).status).toBe(200)
  await closed
})

test('closing does not wait for idle connections', async () => {
  const { server } = await slowServer()
  await (await fetch(`${server.url}/livez`)).text()
  const start = performance.now()
  await server.close()
  expect(performance.now() - start).toBeLessThan(1_000)
})

test('what takes longer than the grace is cut off', async () => {
  const { server, answer, entered } = await slowServer()
  const underWay = fetch(`${server.url}/graphql`)
  await entered
  await Promise.all([server.close(50), expect(underWay).rejects.toThrow('fetch failed')])
  answer()
})

test('the caller is who connects or, behind a trusted proxy, whom the proxy saw', async () => {
  const headers = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2' }
  for (const [trustProxy, expected] of [
    [false, '127.0.0.1'],
    [true, '2.2.2.2'],
  ] as const) {
    const { server, answer, entered } = await slowServer({ trustProxy })
    answer()
    await (await fetch(`${server.url}/graphql`, { headers })).text()
    expect(await entered).toBe(expected)
    await server.close()
  }
})

test('a port in use is refused with one line', async () => {
  const { server } = await slowServer()
  const taken = { ...free, port: server.port }
  await expect(assertListenable(taken)).rejects.toThrow(ListenError)
  await expect(assertListenable(taken)).rejects.toThrow(`端口 ${server.port} 已被占用`)
  await server.close()
  await assertListenable(taken)
})
