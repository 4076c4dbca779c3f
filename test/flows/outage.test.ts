import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { noticeOf, publishedOver, searchFor } from '../support/editorial.ts'
import { ownMeilisearch, type OwnMeilisearch } from '../support/own-meilisearch.ts'

// The engine dies and comes back while the server runs; what people do goes on.

let engine: OwnMeilisearch
let app: TestApp

beforeAll(async () => {
  engine = await ownMeilisearch()
  await engine.start()
  app = await startTestApp({ search: engine })
  await answeredBy('MEILISEARCH')
})

afterAll(async () => {
  await app.close()
  await engine.close()
})

test('without the engine people still publish and find; when it is back it has what it missed', async () => {
  const before = await publishedOver(app.signIn, { content: noticeOf('停电之前的停水通知') })
  await vi.waitUntil(async () => (await found('停水')).includes(before), { timeout: 20_000 })

  await engine.kill()
  const during = await publishedOver(app.signIn, { content: noticeOf('停电期间的停水通知') })
  const degraded = await app.anonymous.query<{ search: { engine: string; degraded: boolean } }>(
    '{ search(query: "停水") { engine degraded } }',
  )
  expect(degraded.search).toEqual({ engine: 'DATABASE', degraded: true })
  expect((await found('停水')).toSorted()).toEqual([before, during].toSorted())

  await engine.start()
  await answeredBy('MEILISEARCH')
  await vi.waitUntil(async () => (await found('停水')).length === 2, { timeout: 20_000 })
  expect((await searchFor(app.anonymous, '停水')).search.engine).toBe('MEILISEARCH')
})

async function found(query: string): Promise<string[]> {
  const { search } = await searchFor(app.anonymous, query)
  return search.edges.map(({ node }) => node.indexNumber)
}

async function answeredBy(engineName: string): Promise<void> {
  const current = async () => (await searchFor(app.anonymous, '')).search.engine
  await vi.waitUntil(async () => (await current()) === engineName, { timeout: 20_000 })
}
