import { getNamedType, type GraphQLNamedType, isLeafType, isObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { readManifest } from '../../src/graphql/trusted.ts'
import { kinds } from '../../src/modules/disclosure/kind/registry.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { refsIn } from '../../src/seed/marked-content.ts'
import { seedRecords } from '../../src/seed/seed-records.ts'
import { countySeed } from '../../src/seeding.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

// Every document of the front ends answers by its id what its text answers: data, errors, statuses.

interface Answer {
  readonly status: number
  readonly data?: unknown
  readonly errors?: readonly object[]
  readonly extensions?: { readonly cost?: { readonly complexity: number } }
}

const documents = Object.entries(readManifest()).map(([id, entry]) => ({ id, ...entry }))
const seed = countySeed(parseConfig({ NODE_ENV: 'test' }))

/** One of every kind, and one that was withdrawn. */
const records = [...kinds.keys()].flatMap((kind) => {
  const own = seed.records.filter((one) => one.kind === kind && refsIn(one.content).length === 0)
  return own.find(({ revised, withdrawn }) => !revised && !withdrawn) ?? []
})
const withdrawn = seed.records.find(
  (one) => one.withdrawn !== null && refsIn(one.content).length === 0,
)

let app: TestApp
let numbers: readonly { readonly indexNumber: string; readonly kind: string }[]

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE', worker: false, env: { AD_HOC_POINTS: '0' } })
  await seedRecords(app.app.services.platform, {
    ...seed,
    records: [...records, ...(withdrawn ? [withdrawn] : [])],
  })
  numbers = (await app.sql(
    `SELECT index_number "indexNumber", kind FROM publication WHERE valid_to IS NULL`,
  )) as unknown as typeof numbers
}, 120_000)

afterAll(() => app.close())

function documentOf(name: string) {
  const found = documents.find((document) => document.name === name)
  if (!found) throw new Error(`no document ${name}`)
  return found
}

async function get(parameters: Record<string, string>, headers = {}): Promise<Answer> {
  const response = await fetch(`${app.url}/graphql?${new URLSearchParams(parameters)}`, { headers })
  return { status: response.status, ...((await response.json()) as object) }
}

async function post(body: object, headers = {}): Promise<Answer> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, ...((await response.json()) as object) }
}

/** The same question in every way there is; the first answer after proof that the others equal it. */
async function askedInEveryWay(
  { id, text }: (typeof documents)[number],
  variables: object,
): Promise<Answer> {
  const { extensions: _, ...adHoc } = await post({ query: text, variables })
  const byGet = await get({ documentId: id, variables: JSON.stringify(variables) })
  expect(byGet).toEqual(adHoc)
  expect(await post({ documentId: id, variables })).toEqual(adHoc)
  const { token } = await app.tokenOf('office')
  const authorization = `Bearer ${token}`
  expect(await post({ documentId: id, variables }, { authorization })).toEqual(adHoc)
  return adHoc
}

function questionsOf(name: string): object[] {
  const detail = /^(\w+)Detail$/.exec(name)?.[1]
  if (name === 'RecipientPage') return recordsOf('RecipientRoster')
  if (name === 'Rows')
    return numbers.map(({ indexNumber }) => ({ indexNumber, table: 'recipients', first: 3 }))
  if (name === 'DisclosureDetail') return numbers.map(({ indexNumber }) => ({ indexNumber }))
  if (detail) return recordsOf(detail)
  if (name === 'Record' || name === 'RecordFrame')
    return numbers.map(({ indexNumber }) => ({ indexNumber }))
  if (name === 'Neighbours')
    return numbers.map(({ indexNumber }) => ({ indexNumber, column: 'tzgg' }))
  if (name === 'ColumnPage') return [{ code: 'tzgg', first: 3 }, { code: 'none' }]
  if (name === 'Preview') return [{ token: 'gkp_none' }]
  if (name === 'Search' || name === 'Find')
    return [{ query: '低保' }, { query: '', filter: { kinds: ['Notice'] } }]
  if (name === 'ItemPage' || name === 'Topic') return [{ code: '2.1' }, { code: 'none' }]
  if (name === 'OrganizationPage' || name === 'Publisher')
    return [{ code: 'mzj' }, { code: 'none' }]
  if (name === 'CardsOf') return [{ filter: { organizationCodes: ['mzj'] } }, { filter: {} }]
  if (name === 'DisclosureFilteredList') {
    const filter = { organizationCodes: ['mzj'], publishedFrom: '2020-01-01' }
    return [{ filter }, { filter: { itemCodes: [] }, first: 3, orderBy: 'PUBLISHED_ASC' }]
  }
  return [{}, { first: 100 }]
}

function recordsOf(kind: string): object[] {
  const own = numbers.filter((one) => one.kind === kind)
  return [...own.map(({ indexNumber }) => ({ indexNumber })), { indexNumber: 'none' }]
}

test.each(documents)('$client/$name answers by its id what its text answers', async (document) => {
  for (const variables of questionsOf(document.name)) {
    const { status, errors } = await askedInEveryWay(document, variables)
    expect({ status, errors }).toEqual({ status: 200 })
  }
})

const TOGETHER = 6

test('a field asked for alone has the value that it has among all others', async () => {
  type Nodes = Record<string, unknown>[]
  const nodesOf = async (kind: string, fields: string) => {
    const query = `query ($filter: DisclosureFilter) { disclosures(filter: $filter, first: 100) {
      nodes { indexNumber ... on ${kind} { ${fields} } } } }`
    const { disclosures } = await app.anonymous.query<{ disclosures: { nodes: Nodes } }>(query, {
      filter: { kinds: [kind] },
    })
    return disclosures.nodes
  }
  let compared = 0
  for (const kind of kinds.keys()) {
    const type = schema.getType(kind)
    if (!isObjectType(type)) throw new Error(`no type ${kind}`)
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const selection = selectionOf(getNamedType(field.type))
      return selection === null ? [] : [[field.name, `${field.name} ${selection}`] as const]
    })
    // All at once would cost more than any caller may ask.
    const parts: Nodes[] = []
    for (let start = 0; start < fields.length; start += TOGETHER) {
      const some = fields.slice(start, start + TOGETHER).map(([, asked]) => asked)
      parts.push(await nodesOf(kind, some.join(' ')))
    }
    const whole = (parts[0] ?? []).map((_, index) =>
      parts.reduce<Nodes[number]>((node, nodes) => ({ ...node, ...nodes[index] }), {}),
    )
    for (const [name, asked] of fields) {
      const alone = await nodesOf(kind, asked)
      expect(alone).toEqual(
        whole.map((node) => ({ indexNumber: node['indexNumber'], [name]: node[name] })),
      )
      compared += alone.length
    }
  }
  expect(compared).toBeGreaterThan(500)
}, 120_000)

/** All leaves of a type; null for pages and for what lies deeper. */
function selectionOf(type: GraphQLNamedType): string | null {
  if (isLeafType(type)) return ''
  if (!isObjectType(type) || type.name.endsWith('Connection')) return null
  const leaves = Object.values(type.getFields()).filter((field) =>
    isLeafType(getNamedType(field.type)),
  )
  return leaves.length === 0 ? null : `{ ${leaves.map(({ name }) => name).join(' ')} }`
}

describe('errors are the same', () => {
  test.each([
    ['a page that is too large', 'DisclosureList', { first: 101 }],
    ['a forged cursor', 'DisclosureList', { after: 'WzFd.AAAAAAAAAAAAAAAA' }],
    ['a value of the wrong type', 'DisclosureList', { first: 'many' }],
    ['an unknown choice', 'DisclosureList', { orderBy: 'PUBLISHED_DESK' }],
    ['a missing variable', 'DisclosureDetail', {}],
    ['null for what must be there', 'DisclosureDetail', { indexNumber: null }],
    ['a date that is none', 'DisclosureFilteredList', { filter: { publishedFrom: 'tomorrow' } }],
    ['an unknown field of an input', 'DisclosureFilteredList', { filter: { place: ['x'] } }],
  ])('%s', async (_, name, variables) => {
    const { errors } = await askedInEveryWay(documentOf(name), variables)
    expect(errors).toHaveLength(1)
  })

  test('a defect is masked and logged under the id that the caller is told', async () => {
    const { id } = documentOf('DisclosureList')
    await app.sql('ALTER TABLE publication RENAME TO hidden')
    // A question that nobody has asked yet: what is known is answered without the database.
    const variables = encodeURIComponent('{"first":7}')
    const response = await fetch(`${app.url}/graphql?documentId=${id}&variables=${variables}`)
    await app.sql('ALTER TABLE hidden RENAME TO publication')

    const requestId = response.headers.get('x-request-id') ?? '-'
    const answer = (await response.json()) as Answer
    expect({ answer, status: response.status }).toMatchObject({
      status: 200,
      answer: {
        data: null,
        errors: [
          { message: '服务器内部错误', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } },
        ],
      },
    })
    expect(app.logged().filter((line) => line.includes(requestId))).toEqual([
      expect.stringContaining('publication'),
    ])
  })
})

describe('what is no plain read by id', () => {
  const { id } = documentOf('Areas')

  test('an unknown id is 404', async () => {
    for (const answer of [await get({ documentId: 'none' }), await post({ documentId: 'none' })]) {
      expect(answer).toMatchObject({
        status: 404,
        errors: [{ extensions: { code: 'UNKNOWN_DOCUMENT' } }],
      })
    }
  })

  test('an id and a text at once are refused', async () => {
    const query = '{ areas { code } }'
    const both = { documentId: id, query }
    expect((await get(both)).status).toBe(400)
    expect((await post(both)).status).toBe(400)
  })

  test.each([['{x'], ['[]'], ['1']])('variables that are no object: %s', async (variables) => {
    const answer = await get({ documentId: id, variables })
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] })
  })

  test('a token that does not hold is refused as ever', async () => {
    const answer = await get({ documentId: id }, { authorization: 'Bearer x' })
    expect(answer.status).toBe(401)
  })

  test('the type of the answer is the one that was asked for', async () => {
    for (const accept of ['application/graphql-response+json', 'application/json']) {
      const response = await fetch(`${app.url}/graphql?documentId=${id}`, { headers: { accept } })
      expect(response.headers.get('content-type')).toBe(`${accept}; charset=utf-8`)
    }
    const headers = { accept: 'image/png' }
    expect((await fetch(`${app.url}/graphql?documentId=${id}`, { headers })).status).toBe(406)
  })
})
