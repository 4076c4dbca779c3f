import { auditServer } from 'graphql-http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'

// GraphQL over HTTP, as the working group of GraphQL audits it: what a server must do and what it should.

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE', worker: false })
})

afterAll(() => app.close())

test('every MUST and every SHOULD of GraphQL over HTTP holds', async () => {
  const results = await auditServer({ url: `${app.url}/graphql`, fetchFn: fetch })
  const failed = results.flatMap((result) =>
    result.status === 'ok' || result.name.startsWith('MAY')
      ? []
      : [`${result.id} ${result.name}: ${result.reason}`],
  )
  expect(results.length).toBeGreaterThan(50)
  expect(failed).toEqual([])
})
