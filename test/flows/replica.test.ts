import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readManifest } from '../../src/graphql/trusted.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { countyDatabase, type TestDatabase } from '../support/database.ts'
import { publishedOver } from '../support/editorial.ts'

// A database that never hears of changes plays a replica that is behind: whatever is answered from it is easily told.

let replica: TestDatabase
let app: TestApp

beforeAll(async () => {
  replica = await countyDatabase()
  app = await startTestApp({
    search: 'DATABASE',
    worker: false,
    env: { DATABASE_URL: replica.url, DATABASE_REPLICA_URL: replica.url },
  })
})

afterAll(async () => {
  await app.close()
  await replica.drop()
})

const [listId] =
  Object.entries(readManifest()).find(([, { name }]) => name === 'DisclosureList') ?? []

test('staff read what they have just written, everyone else from the replica', async () => {
  await vi.waitFor(() => expect(app.app.stored.expiry()).not.toBeNull())
  await publishedOver(app.signIn)
  const query = '{ disclosures { nodes { indexNumber } } }'
  interface Listed {
    readonly disclosures: { readonly nodes: readonly object[] }
  }
  const office = await app.signIn('office')
  expect((await office.query<Listed>(query)).disclosures.nodes).toHaveLength(1)
  expect((await app.anonymous.query<Listed>(query)).disclosures.nodes).toEqual([])
  const stored = await fetch(`${app.url}/graphql?documentId=${listId}`)
  expect(await stored.json()).toMatchObject({ data: { disclosures: { nodes: [] } } })
})
