import { request as httpRequest } from 'node:http'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphqlClient } from '../support/client.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})

afterAll(() => app.close())

interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
  return reply(await fetch(`${app.url}${path}`, { headers }))
}

async function post(body: string, headers: Record<string, string> = {}): Promise<Reply> {
  const type = { 'content-type': 'application/json' }
  return reply(
    await fetch(`${app.url}/graphql`, { method: 'POST', body, headers: { ...type, ...headers } }),
  )
}

async function reply(response: Response): Promise<Reply> {
  return { status: response.status, headers: response.headers, text: await response.text() }
}

function codes({ text }: Reply): (string | undefined)[] {
  const { errors = [] } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] }
  return errors.map(({ extensions }) => extensions?.code)
}

const sent = (query: string, variables?: object) => JSON.stringify({ query, variables })
const address = (query: string) => `/graphql?query=${encodeURIComponent(query)}`

const SECRET = '211324199003071014'

describe('endpoints', () => {
  test('livez and readyz', async () => {
    expect((await get('/livez')).status).toBe(200)
    expect(await get('/readyz')).toMatchObject({ status: 200, text: '{"status":"ready"}' })
  })

  test('an unknown address is a typed 404', async () => {
    const answer = await get('/admin')
    expect(answer.status).toBe(404)
    expect(codes(answer)).toEqual(['NOT_FOUND'])
  })

  test('every answer forbids sniffing and framing and names its request', async () => {
    for (const { headers } of [await get('/livez'), await get(address('{ areas { code } }'))]) {
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
    }
  })

  test('browsers get GraphiQL', async () => {
    const { status, headers, text } = await get('/graphql', { accept: 'text/html' })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('text/html')
    expect(text).toContain('政务公开')
  })

  test('other sites may read, but never with a cookie', async () => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.org',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-gongkai-csrf',
      },
    })
    expect(response.headers.get('access-control-allow-origin')).toBe('https://example.org')
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
    expect(response.headers.get('access-control-allow-headers')).not.toMatch(/csrf/i)
  })
})

describe('bad requests', () => {
  test.each([
    ['broken JSON', '{"query":'],
    ['a list of operations', `[${sent('{ areas { code } }')}]`],
    ['no query', '{}'],
    ['a query that is no text', '{"query":1}'],
    ['variables that are no object', '{"query":"{ areas { code } }","variables":"x"}'],
    ['an unknown parameter', '{"query":"{ areas { code } }","more":1}'],
  ])('%s', async (_, body) => {
    const answer = await post(body)
    expect(answer.status).toBe(400)
    expect(codes(answer)).toEqual(['BAD_REQUEST'])
    expect(answer.text).not.toContain('SyntaxError')
  })

  test.each([
    ['a syntax error', '{ areas {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ areaz { code } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['200 aliases', `{ ${aliases(200, '__typename')} }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['10,000 tokens', `{ ${'__typename '.repeat(10_000)} }`, 'GRAPHQL_PARSE_FAILED'],
    ['depth 50', nested('organizations { ', 'parent { ', 50), 'QUERY_TOO_COMPLEX'],
    [
      'depth 50 in introspection',
      nested('__type(name: "Query") { ', 'ofType { ', 50),
      'QUERY_TOO_COMPLEX',
    ],
  ])('%s', async (_, query, code) => {
    const answer = await post(sent(query))
    expect(answer.status).toBe(400)
    expect(codes(answer)).toEqual([code])
  })

  test('depth 50 through fragments, and fragments in a circle', async () => {
    const chain = Array.from({ length: 50 }, (_, i) => {
      return `fragment F${i} on Organization { parent { code ${i < 49 ? `...F${i + 1}` : ''} } }`
    })
    expect(codes(await post(sent(`{ organizations { ...F0 } } ${chain.join(' ')}`)))).toEqual([
      'QUERY_TOO_COMPLEX',
    ])
    const circle = 'fragment A on Organization { ...B } fragment B on Organization { ...A }'
    expect((await post(sent(`{ organizations { ...A } } ${circle}`))).status).toBe(400)
  })

  test('unknown names and wrong values are answered without suggestions', async () => {
    const wrong = 'query ($kind: OrganizationKind) { organizations(kind: $kind) { cod } }'
    const named = await post(sent(wrong))
    const valued = await post(sent(wrong.replace('cod', 'code'), { kind: 'BUREAUX' }))
    expect([named.status, valued.status]).toEqual([400, 400])
    expect(codes(valued)).toEqual(['BAD_USER_INPUT'])
    expect(named.text + valued.text).not.toContain('Did you mean')
  })

  // An ID number in the wrong field would otherwise come back in an error, and stay in logs of clients and proxies.
  test.each([
    ['a date', 'Date', 'organizations(asOf: $value) { code }', SECRET],
    ['a choice', 'OrganizationKind', 'organizations(kind: $value) { code }', SECRET],
    [
      'a choice that speaks',
      'OrganizationKind',
      'organizations(kind: $value) { code }',
      `" at "x"; ${SECRET}; `,
    ],
    ['a number', 'Int', 'disclosures(first: $value) { totalCount }', SECRET],
    ['a small number', 'Int', 'disclosures(first: $value) { totalCount }', Number(SECRET)],
    ['a text', 'String!', 'item(code: $value) { code }', { id: SECRET }],
    [
      'a list in an object',
      'DisclosureFilter',
      'disclosures(filter: $value) { totalCount }',
      { kinds: ['Notice', SECRET] },
    ],
  ])('what was sent is not repeated in the place of %s', async (_, type, field, value) => {
    const answer = await post(sent(`query ($value: ${type}) { ${field} }`, { value }))
    expect(codes(answer)).toEqual(['BAD_USER_INPUT'])
    expect(answer.text).toMatch(/Variable \\"\$value\\" got invalid value( at \\"[\w.[\]]+\\")?; /)
    expect(answer.text).not.toContain(SECRET.slice(0, 12))
  })

  test('nor is it when it stands in the document', async () => {
    const query = `{ organizations(kind: "${SECRET}", asOf: "${SECRET}") { code } disclosures(first: "${SECRET}") { totalCount } item(code: ${SECRET}) { code } }`
    const answer = await post(sent(query))
    expect(codes(answer)).toEqual(Array(4).fill('GRAPHQL_VALIDATION_FAILED'))
    expect(answer.text).not.toContain(SECRET)
  })

  test('the usual introspection query is within the limits', async () => {
    const answer = await post(sent(getIntrospectionQuery()))
    expect(answer.status).toBe(200)
    expect(codes(answer)).toEqual([])
  })

  test('a query of 5 MB is 413, announced or in chunks', async () => {
    const body = sent(`{ areas { code } } #${'x'.repeat(5_000_000)}`)
    const announced = await post(body)
    const chunked = await postInChunks(body)
    for (const answer of [announced, chunked]) {
      expect(answer.status).toBe(413)
      expect(codes(answer)).toEqual(['REQUEST_ENTITY_TOO_LARGE'])
    }
    expect((await post(sent('{ areas { code } }'))).status).toBe(200)
  })

  test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    '%s, which a form on another site can send, is 415',
    async (type) => {
      const answer = await post('query=mutation{signOut{__typename}}', { 'content-type': type })
      expect(answer.status).toBe(415)
      expect(codes(answer)).toEqual(['UNSUPPORTED_MEDIA_TYPE'])
    },
  )

  test('a very long address is 414', async () => {
    expect((await get(address(`{ areas { code } } #${'x'.repeat(9_000)}`))).status).toBe(414)
  })
})

describe('GET', () => {
  test('reads', async () => {
    const { status, headers } = await get(address('{ areas { code } }'))
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-cache')
  })

  test('never runs a mutation', async () => {
    const answer = await get(address('mutation { signOut { __typename } }'))
    expect(answer.status).toBe(405)
    expect(answer.headers.get('set-cookie')).toBeNull()
  })

  test('refuses variables that are no JSON', async () => {
    const answer = await get(`${address('{ areas { code } }')}&variables=%7Bx`)
    expect(answer.status).toBe(400)
    expect(codes(answer)).toEqual(['BAD_REQUEST'])
  })
})

describe('who calls', () => {
  const WHO = sent('{ viewer { user { username } } }')
  const nobody = '{"data":{"viewer":null}'

  test('an unknown or malformed token is 401', async () => {
    for (const token of [`gks_${'a'.repeat(40)}`, `gkc_${'a'.repeat(43)}`, 'x', '']) {
      const answer = await post(WHO, { authorization: `Bearer ${token}` })
      expect(answer.status).toBe(401)
      expect(codes(answer)).toEqual(['UNAUTHENTICATED'])
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    }
  })

  test('a bearer token speaks for its holder, and nobody stores the answer', async () => {
    const { token } = await app.tokenOf('office')
    const answer = await post(WHO, { authorization: `Bearer ${token}` })
    expect(answer.text).toContain('"office"')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const read = await get(address('{ viewer { user { username } } }'), {
      authorization: `Bearer ${token}`,
    })
    expect(read.headers.get('cache-control')).toBe('no-store')
  })

  test('a cookie counts only with the header that no other site can send', async () => {
    const { cookie } = await app.tokenOf('office')
    const bare = await post(WHO, { cookie })
    expect(bare.status).toBe(403)
    expect(codes(bare)).toEqual(['CSRF'])
    const guarded = await post(WHO, { cookie, 'x-gongkai-csrf': '1' })
    expect(guarded.text).toContain('"office"')
    const read = await get(address('{ viewer { user { username } } }'), { cookie })
    expect(read.text).toContain(nobody)
  })

  test('an old cookie is taken away and does not keep anyone from signing in', async () => {
    const cookie = `__Host-gongkai=gks_${'a'.repeat(40)}`
    const answer = await post(WHO, { cookie, 'x-gongkai-csrf': '1' })
    expect(answer.text).toContain(nobody)
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-gongkai=;/)
  })
})

describe('errors', () => {
  test('a refusal in a query says why', async () => {
    const query = '{ disclosures(first: 101) { totalCount } }'
    const { errors } = await graphqlClient(app.url).request(query)
    expect(errors).toMatchObject([
      { message: '每页条数须在1至100之间', extensions: { code: 'PAGE_SIZE' } },
    ])
  })

  test('a forged cursor is refused', async () => {
    const query = '{ disclosures(after: "WzFd.AAAAAAAAAAAAAAAA") { totalCount } }'
    expect(codes(await post(sent(query)))).toEqual(['INVALID_CURSOR'])
  })

  test('readyz fails while a migration is missing', async () => {
    await app.sql('ALTER TABLE _prisma_migrations RENAME TO hidden')
    expect((await get('/readyz')).status).toBe(503)
    expect((await get('/livez')).status).toBe(200)
    await app.sql('ALTER TABLE hidden RENAME TO _prisma_migrations')
    expect((await get('/readyz')).status).toBe(200)
  })

  test('a defect is masked and logged under the id that the caller is told', async () => {
    await app.sql('ALTER TABLE publication RENAME TO hidden')
    const { headers, text } = await post(sent('{ disclosures { totalCount edges { cursor } } }'))
    await app.sql('ALTER TABLE hidden RENAME TO publication')

    const requestId = headers.get('x-request-id')
    expect(JSON.parse(text)).toMatchObject({
      errors: [
        { message: '服务器内部错误', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } },
      ],
    })
    expect(text).not.toMatch(/publication|SELECT|relation|stack|node_modules|\.ts|\//)
    expect(app.logged().filter((line) => line.includes(requestId ?? '-'))).toEqual([
      expect.stringContaining('publication'),
    ])
  })
})

function aliases(count: number, field: string): string {
  return Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ')
}

function nested(outer: string, inner: string, depth: number): string {
  return `{ ${outer}${inner.repeat(depth)} __typename ${'}'.repeat(depth + 1)} }`
}

/** Without Content-Length, so that only counting can find out. */
function postInChunks(body: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    })
    request.once('error', reject).once('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: new Headers(), text })
      })
    })
    for (let at = 0; at < body.length; at += 65_536) request.write(body.slice(at, at + 65_536))
    request.end()
  })
}
