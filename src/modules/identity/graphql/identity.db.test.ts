import { graphql, type GraphQLSchema } from 'graphql'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PASSWORD, type SmallCounty, smallCounty } from '../../../../test/support/small-county.ts'
import { builder } from '../../../graphql/builder.ts'
import type { Context } from '../../../graphql/context.ts'
import { cursorSigner } from '../../../graphql/cursor.ts'
import '../../../graphql/errors.ts'
import '../../../graphql/scalars.ts'
import { clientOf } from '../client-secret.ts'
import { actorOf, tokenFromCookie } from '../session.ts'
import './api-client.ts'
import './grants.ts'
import './session.ts'

let county: SmallCounty
let schema: GraphQLSchema
/** Cookies set by the last request. */
let cookies: string[]

beforeAll(async () => {
  county = await smallCounty()
  schema = builder.toSchema()
})
afterAll(() => county.close())
beforeEach(() => county.platform.database.rateLimiterFlexible.deleteMany())

interface Caller {
  readonly as?: string
  readonly token?: string
  readonly secret?: string
}

async function run(
  source: string,
  caller: Caller = {},
  variableValues: Record<string, unknown> = {},
) {
  const { platform } = county
  const sessionToken = caller.token ?? (caller.as ? await county.tokenOf(caller.as) : null)
  cookies = []
  const contextValue: Partial<Context> = {
    platform,
    cursors: cursorSigner('test'),
    actor: await actorOf(platform, sessionToken),
    sessionToken,
    client: caller.secret === undefined ? null : await clientOf(platform, caller.secret),
    caller: { address: '192.0.2.1', userAgent: 'test/1.0' },
    setCookie: (cookie) => void cookies.push(cookie),
  }
  const { data, errors = [] } = await graphql({ schema, source, contextValue, variableValues })
  const codes = errors.map(({ message, originalError }) =>
    originalError && 'code' in originalError ? originalError.code : message,
  )
  return { data: JSON.parse(JSON.stringify(data ?? null)) as unknown, codes }
}

/** The answer of a mutation. */
async function mutate(name: string, input: object, selection: string, caller: Caller = {}) {
  const type = name.charAt(0).toUpperCase() + name.slice(1)
  const { data, codes } = await run(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) {
       ... on Error { code }
       ... on ValidationError { problems { path } }
       ... on ${type}Success { ${selection} } } }`,
    caller,
    { input },
  )
  expect(codes).toEqual([])
  return (data as Record<string, Record<string, unknown>>)[name] ?? {}
}

const ME =
  'user { username displayName } grants { role organizationCode } sessions { current userAgent }'

describe('signing in', () => {
  test('answers with token, viewer and cookie, though the request was anonymous', async () => {
    const input = { username: 'mzj.admin', password: PASSWORD }
    const answer = await mutate('signIn', input, `token expiresAt viewer { ${ME} }`)
    expect(answer).toMatchObject({
      viewer: {
        user: { username: 'mzj.admin', displayName: 'mzj.admin（测试）' },
        grants: [
          { role: 'ORG_ADMIN', organizationCode: 'mzj' },
          { role: 'EDITOR', organizationCode: 'mzj' },
        ],
        sessions: [{ current: true, userAgent: 'test/1.0' }],
      },
    })
    const token = String(answer['token'])
    expect(cookies.map((cookie) => tokenFromCookie(cookie))).toEqual([token])

    const { data } = await run(`{ viewer { ${ME} } }`, { token })
    expect(data).toEqual({ viewer: answer['viewer'] })
    expect(await mutate('signOut', { everywhere: false }, 'signedOut', { token })).toEqual({
      signedOut: true,
    })
    expect(cookies).toEqual([expect.stringContaining('Max-Age=0')])
    expect(await run('{ viewer { user { username } } }', { token })).toMatchObject({
      data: { viewer: null },
    })
  })

  test('a refusal sets no cookie', async () => {
    const input = { username: 'mzj.admin', password: 'wrong password' }
    expect(await mutate('signIn', input, 'token')).toEqual({ code: 'INVALID_CREDENTIALS' })
    expect(cookies).toEqual([])
  })

  test('many under aliases in one request count one by one', async () => {
    const attempt = `signIn(input: { username: "mzj.editor", password: "wrong password" }) { ... on Error { code } }`
    const { data } = await run(
      `mutation { ${Array.from({ length: 12 }, (_, at) => `a${at}: ${attempt}`).join(' ')} }`,
    )
    const codes = Object.values(data as Record<string, { code: string }>).map(({ code }) => code)
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5)
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(7)
  })

  test('signing out without input, and of nobody, is fine', async () => {
    const signOut = 'mutation { signOut { ... on SignOutSuccess { signedOut } } }'
    expect(await run(signOut)).toEqual({ data: { signOut: { signedOut: false } }, codes: [] })
    expect(await run(signOut, { as: 'lent' })).toMatchObject({
      data: { signOut: { signedOut: true } },
    })
  })

  test('a session is ended by the id it is listed under', async () => {
    const token = await county.tokenOf('jzz.editor')
    const listed = await run('{ viewer { sessions { id current } } }', { token })
    const { sessions } = (
      listed.data as { viewer: { sessions: { id: string; current: boolean }[] } }
    ).viewer
    const other = await county.tokenOf('jzz.editor')
    const sessionId = sessions.find(({ current }) => current)?.id
    const revoke = (caller: Caller) =>
      mutate('revokeSession', { sessionId }, 'sessions { current }', caller)
    expect(await revoke({})).toEqual({ code: 'UNAUTHENTICATED' })
    expect(await revoke({ as: 'lent' })).toEqual({ code: 'NOT_FOUND' })
    expect(await revoke({ token: other })).toEqual({ sessions: [{ current: true }] })
    expect(await actorOf(county.platform, token)).toBeNull()
  })
})

describe('what is not for everyone', () => {
  const reads = [
    'users { edges { node { username } } }',
    'user(username: "office") { username }',
    'apiClients { name }',
  ]

  test.each(reads)('nobody reads %s', async (read) => {
    const { data, codes } = await run(`{ ${read} }`)
    expect(codes).toEqual(['UNAUTHENTICATED'])
    expect(JSON.stringify(data)).not.toContain('office')
  })

  test.each(reads)('an editor does not read %s', async (read) => {
    expect(await run(`{ ${read} }`, { as: 'mzj.editor' })).toMatchObject({ codes: ['FORBIDDEN'] })
  })

  const writes: [name: string, input: object][] = [
    [
      'createUser',
      { username: 'x1', displayName: 'x', organizationCode: 'mzj', password: PASSWORD },
    ],
    ['disableUser', { username: 'mzj.approver' }],
    ['grantRole', { username: 'mzj.editor', role: 'APPROVER', organizationCode: 'mzj' }],
    ['revokeRole', { username: 'mzj.editor', role: 'EDITOR', organizationCode: 'mzj' }],
    ['createApiClient', { name: 'x', channel: 'SMS' }],
    ['revokeApiClient', { name: 'x' }],
  ]

  test.each(writes)('%s takes a role', async (name, input) => {
    expect(await mutate(name, input, '__typename')).toEqual({ code: 'UNAUTHENTICATED' })
    for (const as of ['mzj.editor', 'auditor']) {
      expect(await mutate(name, input, '__typename', { as })).toEqual({ code: 'FORBIDDEN' })
    }
  })

  test('a global id finds an account only for who may see it', async () => {
    const own = await run('{ viewer { user { id } } }', { as: 'jyj.editor' })
    const { id } = (own.data as { viewer: { user: { id: string } } }).viewer.user
    const none = Buffer.from('User:018f0000-0000-7000-8000-000000000000').toString('base64')
    const bad = Buffer.from('User:1 OR true').toString('base64')
    const find = (globalId: string, caller: Caller) =>
      run('query ($id: ID!) { node(id: $id) { id ... on User { username } } }', caller, {
        id: globalId,
      })
    for (const as of ['jyj.editor', 'jyj.admin', 'office', 'auditor']) {
      expect(await find(id, { as })).toEqual({
        data: { node: { id, username: 'jyj.editor' } },
        codes: [],
      })
    }
    for (const caller of [{}, { as: 'mzj.admin' }, { as: 'mzj.editor' }]) {
      for (const globalId of [id, none, bad]) {
        expect(await find(globalId, caller)).toEqual({ data: { node: null }, codes: [] })
      }
    }
  })

  test('nothing in the schema carries a password or a hash out', () => {
    const outputs = Object.values(schema.getTypeMap()).flatMap((type) =>
      'getFields' in type && !('isOneOf' in type) ? Object.keys(type.getFields()) : [],
    )
    expect(outputs).toContain('username')
    expect(outputs.filter((name) => /password|hash/i.test(name))).toEqual([])
    expect(outputs.filter((name) => name === 'token' || name === 'secret')).toHaveLength(2)
  })
})

describe('lists of accounts', () => {
  const LIST = `query ($first: Int, $after: String) { users(first: $first, after: $after) {
    edges { cursor node { username grants { role } } } pageInfo { hasNextPage endCursor } } }`
  interface Listed {
    users: {
      edges: { node: { username: string; grants: { role: string }[] } }[]
      pageInfo: { hasNextPage: boolean; endCursor: string }
    }
  }

  test('go page by page to the end, each account once', async () => {
    const seen: string[] = []
    let after: string | null = null
    for (let more = true; more;) {
      const { data } = await run(LIST, { as: 'mzj.admin' }, { first: 2, after })
      const { edges, pageInfo }: Listed['users'] = (data as Listed).users
      seen.push(...edges.map(({ node }) => node.username))
      after = pageInfo.endCursor
      more = pageInfo.hasNextPage
    }
    expect(seen).toEqual(['jzz.editor', 'lent', 'mzj.admin', 'mzj.approver', 'mzj.editor'])
  })

  test.each([
    [{ first: 101 }, 'PAGE_SIZE'],
    [{ first: 0 }, 'PAGE_SIZE'],
    [{ after: 'forged' }, 'INVALID_CURSOR'],
    [{ after: cursorSigner('test').encode('drafts', ['a']) }, 'INVALID_CURSOR'],
    [{ after: cursorSigner('other').encode('users', ['a']) }, 'INVALID_CURSOR'],
  ])('%j is refused', async (variables, code) => {
    expect((await run(LIST, { as: 'office' }, variables)).codes).toEqual([code])
  })

  test('an account by name is null for who may not see it, as if it were not', async () => {
    const read = (username: string) =>
      run(
        'query ($u: String!) { user(username: $u) { username } }',
        { as: 'mzj.admin' },
        { u: username },
      )
    expect((await read('LENT')).data).toEqual({ user: { username: 'lent' } })
    for (const username of ['jyj.editor', 'nobody.here', '']) {
      expect(await read(username)).toEqual({ data: { user: null }, codes: [] })
    }
  })
})

describe('managing', () => {
  const as = 'office'

  test('an account from opening to closing', async () => {
    const names = { username: 'Life.Long', displayName: '长' }
    const input = { ...names, organizationCode: 'mzj', password: PASSWORD }
    expect(
      await mutate('createUser', { ...input, password: 'short' }, '__typename', { as }),
    ).toEqual({
      code: 'VALIDATION',
      problems: [{ path: 'password' }],
    })
    expect(
      await mutate('createUser', input, 'user { username disabledAt grants { role } }', { as }),
    ).toEqual({
      user: { username: 'life.long', disabledAt: null, grants: [] },
    })
    const role = { username: 'life.long', role: 'EDITOR', organizationCode: 'mzj' }
    const granted = await mutate(
      'grantRole',
      { ...role, validTo: '2999-01-01T00:00:00Z' },
      'user { username } grant { id role subtree validTo }',
      { as },
    )
    expect(granted).toMatchObject({
      user: { username: 'life.long' },
      grant: { role: 'EDITOR', subtree: false, validTo: '2999-01-01T00:00:00.000Z' },
    })
    const { id: grantId } = granted['grant'] as { id: string }
    const left = 'user { grants { role } }'
    expect(await mutate('revokeRole', { grantId }, left, { as })).toEqual({ user: { grants: [] } })
    expect(await mutate('revokeRole', role, left, { as })).toEqual({ code: 'NOT_FOUND' })
    const closed = await mutate('disableUser', { username: 'life.long' }, 'user { disabledAt }', {
      as,
    })
    expect(closed).toMatchObject({ user: { disabledAt: expect.stringMatching(/Z$/) as string } })
  })

  test('a front end from registration to revocation', async () => {
    const registered = await mutate(
      'createApiClient',
      { name: '县政府网站', channel: 'WEBSITE' },
      'secret client { id name channel }',
      { as },
    )
    const secret = String(registered['secret'])
    const itself = { data: { client: { name: '县政府网站', channel: 'WEBSITE' } }, codes: [] }
    expect(await run('{ client { name channel } }', { secret })).toEqual(itself)
    expect(await run('{ client { name channel } }')).toEqual({ data: { client: null }, codes: [] })
    const { data } = await run('{ apiClients { id name revokedAt } }', { as })
    const { id: clientId } = registered['client'] as { id: string }
    expect(data).toEqual({ apiClients: [{ id: clientId, name: '县政府网站', revokedAt: null }] })
    const revoked = await mutate('revokeApiClient', { clientId }, 'client { name }', { as })
    expect(revoked).toEqual({ client: { name: '县政府网站' } })
    expect(await clientOf(county.platform, secret)).toBeNull()
  })
})
