import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type GraphQLClient, graphqlClient } from '../support/client.ts'

const PASSWORD = 'a password of the flow test'
const VIEWER =
  '{ viewer { user { username } grants { role organizationCode } sessions { current } } }'

let app: TestApp
let office: GraphQLClient
let serial = 0

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE', worker: false })
  office = await app.signIn('office')
})
afterAll(() => app.close())

const bearer = (token: string) => graphqlClient(app.url, { authorization: `Bearer ${token}` })

interface Viewer {
  readonly viewer: {
    readonly user: { readonly username: string }
    readonly grants: readonly { readonly role: string; readonly organizationCode: string }[]
    readonly sessions: readonly { readonly current: boolean }[]
  } | null
}

/** A new member of staff of the civil affairs bureau. */
async function newcomer(): Promise<string> {
  const username = `flow.${++serial}`
  const input = { username, displayName: '新同事', organizationCode: 'mzj', password: PASSWORD }
  await office.succeed('createUser', input, 'user { username }')
  return username
}

async function signIn(username: string): Promise<string> {
  const input = { username, password: PASSWORD }
  return (await app.anonymous.succeed<{ token: string }>('signIn', input, 'token')).token
}

/** HTTP status and viewer of a token. */
async function seenAs(token: string): Promise<[status: number, username: string | undefined]> {
  const { status, data } = await bearer(token).request<Viewer>(VIEWER)
  return [status, data?.viewer?.user.username]
}

test('a browser signs in by cookie, is known by it and signs out', async () => {
  const username = await newcomer()
  const ask = async (query: string, cookie = '') => {
    const headers = { 'content-type': 'application/json', 'x-gongkai-csrf': '1', cookie }
    const body = JSON.stringify({ query })
    const response = await fetch(`${app.url}/graphql`, { method: 'POST', headers, body })
    return { set: response.headers.getSetCookie(), text: await response.text() }
  }
  const signedIn = await ask(
    `mutation { signIn(input: { username: "${username}", password: "${PASSWORD}" }) { __typename } }`,
  )
  expect(signedIn.set).toHaveLength(1)
  const [cookie = '', ...attributes] = (signedIn.set[0] ?? '').split('; ')
  expect(attributes).toEqual(
    expect.arrayContaining(['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']),
  )
  expect((await ask(VIEWER, cookie)).text).toContain(`"${username}"`)

  const signedOut = await ask('mutation { signOut { __typename } }', cookie)
  expect(signedOut.set[0]).toMatch(/^__Host-gongkai=;.*Max-Age=0/)
  expect(JSON.parse((await ask(VIEWER, cookie)).text)).toMatchObject({ data: { viewer: null } })
})

test('a new sign-in ends the session that was shown', async () => {
  const username = await newcomer()
  const first = await signIn(username)
  const input = { username, password: PASSWORD }
  const { token } = await bearer(first).succeed<{ token: string }>('signIn', input, 'token')
  expect(token).not.toBe(first)
  expect(await seenAs(first)).toEqual([401, undefined])
  expect(await seenAs(token)).toEqual([200, username])
})

test('roles count from the next sign-in, and disabling ends all at once', async () => {
  const username = await newcomer()
  const tokens = [await signIn(username), await signIn(username)]
  expect(await Promise.all(tokens.map(seenAs))).toEqual([
    [200, username],
    [200, username],
  ])
  const role = { username, role: 'EDITOR', organizationCode: 'mzj' }
  await office.succeed('grantRole', role, 'grant { id }')
  expect(await Promise.all(tokens.map(seenAs))).toEqual([
    [401, undefined],
    [401, undefined],
  ])

  const token = await signIn(username)
  const { viewer } = await bearer(token).query<Viewer>(VIEWER)
  expect(viewer).toMatchObject({
    grants: [{ role: 'EDITOR', organizationCode: 'mzj' }],
    sessions: [{ current: true }],
  })
  await office.succeed('disableUser', { username }, 'user { disabledAt }')
  expect(await seenAs(token)).toEqual([401, undefined])
  const again = await app.anonymous.mutate('signIn', { username, password: PASSWORD }, 'token')
  expect(again).toMatchObject({ __typename: 'ForbiddenError', code: 'INVALID_CREDENTIALS' })
})

test('guessing is cut short, in one request or in many', async () => {
  const username = await newcomer()
  const attempt = `signIn(input: { username: "${username}", password: "a wrong guess" }) { ... on Error { code } }`
  const guesses = `mutation { ${Array.from({ length: 8 }, (_, at) => `a${at}: ${attempt}`).join(' ')} }`
  const { anonymous } = app
  const answers = await Promise.all(
    [1, 2, 3].map(() => anonymous.query<Record<string, { code: string }>>(guesses)),
  )
  const codes = answers.flatMap((answer) => Object.values(answer).map(({ code }) => code))
  expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5)
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(19)
  const input = { username, password: PASSWORD }
  expect(await anonymous.mutate('signIn', input, 'token')).toMatchObject({ code: 'RATE_LIMITED' })
})

test('a front end reads under its secret until it is revoked', async () => {
  const input = { name: '流程测试站点', channel: 'WEBSITE' }
  const { secret } = await office.succeed<{ secret: string }>('createApiClient', input, 'secret')
  const frontEnd = bearer(secret)
  expect(await frontEnd.query('{ client { name } viewer { user { username } } }')).toEqual({
    client: { name: '流程测试站点' },
    viewer: null,
  })
  const { errors } = await frontEnd.request('{ apiClients { name } }')
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  await office.succeed('revokeApiClient', { name: input.name }, 'client { revokedAt }')
  expect((await frontEnd.request('{ client { name } }')).status).toBe(401)
})

test('nothing that opens anything is logged', async () => {
  const username = await newcomer()
  const token = await signIn(username)
  const input = { username, password: `${PASSWORD}, mistyped` }
  await app.anonymous.mutate('signIn', input, 'token')
  const logged = app.logged().join('')
  expect(logged).toContain('登录失败')
  for (const secret of [PASSWORD, token, token.slice(4), username]) {
    expect(logged).not.toContain(secret)
  }
})
