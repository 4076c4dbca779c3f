import { afterAll, beforeAll, expect, test } from 'vitest'
import { readManifest } from '../../src/graphql/trusted.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { graphqlClient } from '../support/client.ts'

// What callers who do not say who they are may ask with documents of their own.

let limited: TestApp
let closed: TestApp

beforeAll(async () => {
  const options = { search: 'DATABASE', worker: false } as const
  limited = await startTestApp({ ...options, env: { AD_HOC_POINTS: '3000' } })
  closed = await startTestApp({ ...options, env: { AD_HOC_QUERIES: 'closed' } })
})

afterAll(async () => {
  await limited.close()
  await closed.close()
})

const AREAS = '{ areas { code } }'
const [areasId] = Object.entries(readManifest()).find(([, { name }]) => name === 'Areas') ?? []
const fields = (count: number) =>
  Array.from({ length: count }, (_, i) => `a${i}: areas { code }`).join(' ')

function codesOf({ errors }: { errors?: readonly { extensions?: { code?: string } }[] }) {
  return errors?.map(({ extensions }) => extensions?.code)
}

async function byId({ url }: TestApp): Promise<number> {
  return (await fetch(`${url}/graphql?documentId=${areasId}`)).status
}

test('an answer tells what its query costs and what one may cost', async () => {
  const answer = await closed.signIn('office').then((office) => office.request(AREAS))
  expect(answer).toMatchObject({ extensions: { cost: { complexity: 6, limit: 4000 } } })
  expect(await limited.anonymous.request(AREAS)).toMatchObject({
    extensions: { cost: { complexity: 6, limit: 3000 } },
  })
})

test('anonymous callers have tighter limits than staff', async () => {
  const deep = `{ organizations { ${'parent { '.repeat(9)} code ${'}'.repeat(9)} } }`
  const office = await limited.signIn('office')
  for (const query of [`{ ${fields(16)} }`, deep]) {
    const { status, errors } = await limited.anonymous.request(query)
    expect({ status, codes: codesOf({ errors }) }).toEqual({
      status: 400,
      codes: ['QUERY_TOO_COMPLEX'],
    })
    expect((await office.request(query)).errors).toBeUndefined()
  }
})

test('who asks for too much in a minute has to wait; documents by id and staff do not', async () => {
  const costly = '{ organizations { owes { area { items { owedBy { code } } } } } }'
  const first = await limited.anonymous.request(costly)
  expect(first.errors).toBeUndefined()
  let last = first
  for (let asked = 0; asked < 10 && last.status === 200; asked++) {
    last = await limited.anonymous.request(costly)
  }
  expect({ status: last.status, codes: codesOf(last) }).toEqual({
    status: 429,
    codes: ['RATE_LIMITED'],
  })
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await byId(limited)).toBe(200)
  const office = await limited.signIn('office')
  expect((await office.request(AREAS)).errors).toBeUndefined()
})

test('closed, anonymous callers read by documents of the front ends alone, and may sign in', async () => {
  const { status, errors } = await closed.anonymous.request(AREAS)
  expect({ status, codes: codesOf({ errors }) }).toEqual({ status: 403, codes: ['AD_HOC_CLOSED'] })
  expect(await byId(closed)).toBe(200)
  const bearer = { authorization: `Bearer ${(await closed.tokenOf('office')).token}` }
  expect((await graphqlClient(closed.url, bearer).request(AREAS)).status).toBe(200)
})
