import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidOf } from '../../src/graphql/global-id.ts'
import { replaceRows } from '../../src/modules/disclosure/commands/replace-rows.ts'
import type { Actor } from '../../src/modules/identity/model.ts'
import { actorOf } from '../../src/modules/identity/session.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import {
  approveOver,
  draftOver,
  type EditionAnswer,
  foundBy,
  publishOver,
  refer,
} from '../support/editorial.ts'
import { ASSESSMENT } from '../support/editions.ts'
import { ROSTER, type RosterRow, rosterRow, rosterRows, secretsOf } from '../support/rosters.ts'

// A roster of 2,000 rows on its whole way: from rows such as a file has them to the masked table that everyone reads.

const TOWN = { organization: 't104', itemCode: '2.1' }
const ROWS = rosterRows(2_000)

let app: TestApp
let editor: Actor
let indexNumber: string

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE' })
  const { token } = await app.tokenOf('t104.editor')
  const found = await actorOf(app.app.services.platform, token)
  if (!found) throw new Error('nobody is signed in')
  editor = found
  const approver = await app.signIn('t104.approver')
  const { programme } = ROSTER
  const assessment = { ...ASSESSMENT, organizationCode: 't104', programme }
  await approver.succeed('recordImpactAssessment', assessment, 'impactAssessment { version }')
  const draft = await draftOver(app.signIn, { ...TOWN, content: { recipientRoster: ROSTER } })
  indexNumber = await publishOver(app.signIn, await approveRows(draft, ROWS), 't104')
})

afterAll(() => app.close())

async function approveRows(draft: EditionAnswer, rows: readonly RosterRow[]) {
  const { platform } = app.app.services
  const reference = { ...refer(draft), editionId: uuidOf('Edition', draft.id) }
  const { version } = await replaceRows(platform, editor, {
    ...reference,
    field: 'recipients',
    rows,
  })
  return approveOver(app.signIn, { ...draft, version }, 't104')
}

interface Rows {
  readonly totalCount: number
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean }
  readonly nodes: readonly Record<string, unknown>[]
}

const TABLE = `query ($indexNumber: String!, $first: Int, $after: String, $filter: RecipientFilter) {
  disclosure(indexNumber: $indexNumber) { ... on RecipientRoster {
    recipients(first: $first, after: $after, filter: $filter) {
      totalCount pageInfo { endCursor hasNextPage }
      nodes { name idNumber phone address category members amount outcome } } } } }`

async function rowsOf(variables: object = {}): Promise<Rows> {
  const { disclosure } = await app.anonymous.query<{ disclosure: { recipients: Rows } }>(TABLE, {
    indexNumber,
    ...variables,
  })
  return disclosure.recipients
}

async function refusalOf(variables: object): Promise<unknown> {
  const { errors } = await app.anonymous.request(TABLE, { indexNumber, ...variables })
  return errors?.[0]?.extensions?.code
}

describe('the public table', () => {
  test('does it show every row once, in order and masked?', async () => {
    const seen: Record<string, unknown>[] = []
    for (let after: string | null = null, more = true; more;) {
      const { nodes, pageInfo } = await rowsOf({ first: 100, after })
      seen.push(...nodes)
      after = pageInfo.endCursor
      more = pageInfo.hasNextPage
    }
    expect(seen).toHaveLength(2_000)
    expect(seen.map(({ amount, members }) => [amount, members])).toEqual(
      ROWS.map(({ amount, members }) => [amount, members]),
    )
    const { idNumber } = rosterRow(1)
    expect(seen[0]).toEqual({
      name: '钱*',
      idNumber: `${idNumber.slice(0, 2)}${'*'.repeat(13)}${idNumber.slice(-3)}`,
      phone: '138****1007',
      address: '喀左县公营子镇****',
      category: 'B类',
      members: 2,
      amount: '601.00',
      outcome: 'PASSED',
    })
  })

  test('is it narrowed by what its declaration names, all conditions together?', async () => {
    const refused = await rowsOf({ filter: { outcome: ['NOT_PASSED'] } })
    expect(refused.totalCount).toBe(200)
    expect(refused.nodes).toHaveLength(20)
    const both = await rowsOf({ filter: { outcome: ['NOT_PASSED'], category: 'a' } })
    expect(both.totalCount).toBe(66)
    expect(new Set(both.nodes.map(({ category }) => category))).toEqual(new Set(['A类']))
    expect((await rowsOf({ filter: { outcome: [], category: '' } })).totalCount).toBe(2_000)
    expect((await rowsOf({ filter: { category: '%' } })).nodes).toEqual([])
  })

  test('does a page go on where the filtered one before it ended?', async () => {
    const filter = { outcome: ['NOT_PASSED'] }
    const first = await rowsOf({ first: 100, filter })
    const second = await rowsOf({ first: 100, filter, after: first.pageInfo.endCursor })
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
    expect([...first.nodes, ...second.nodes]).toHaveLength(200)
  })

  test('are pages over 100 and cursors of other lists refused?', async () => {
    expect(await refusalOf({ first: 101 })).toBe('PAGE_SIZE')
    expect(await refusalOf({ after: 'eyJ.x' })).toBe('INVALID_CURSOR')
    const { disclosures } = await app.anonymous.query<{
      disclosures: { pageInfo: { endCursor: string } }
    }>('{ disclosures(first: 1) { pageInfo { endCursor } } }')
    expect(await refusalOf({ after: disclosures.pageInfo.endCursor })).toBe('INVALID_CURSOR')
  })
})

test('do staff page through the rows of the edition, and nobody else?', async () => {
  const [edition] = await app.sql(
    `SELECT edition_id FROM publication WHERE index_number = $1 AND valid_to IS NULL`,
    [indexNumber],
  )
  const id = Buffer.from(`Edition:${String(edition?.['edition_id'])}`).toString('base64')
  const document = `query ($id: ID!, $after: String) { node(id: $id) { ... on Edition { content
    tables { field rowCount }
    rows(field: "recipients", first: 2, after: $after) { nodes { no content } pageInfo { endCursor } } } } }`
  interface Answer {
    node: {
      content: object
      tables: object[]
      rows: { nodes: { no: number; content: object }[]; pageInfo: { endCursor: string } }
    } | null
  }
  const staff = await app.signIn('t104.reviewer')
  const { node } = await staff.query<Answer>(document, { id })
  expect(node?.tables).toEqual([{ field: 'recipients', rowCount: 2_000 }])
  expect(node?.content).not.toHaveProperty('recipients')
  const after = node?.rows.pageInfo.endCursor
  const next = await staff.query<Answer>(document, { id, after })
  expect(next.node?.rows.nodes.map(({ no }) => no)).toEqual([3, 4])
  for (const stranger of [app.anonymous, await app.signIn('wjj.editor')]) {
    expect(await stranger.query<Answer>(document, { id })).toEqual({ node: null })
  }
})

describe('after the publication', () => {
  test('does search find it by no secret of a row?', async () => {
    const secrets = secretsOf(rosterRow(7))
    for (const secret of secrets) expect(await foundBy(app.anonymous, secret)).toEqual([])
    expect(await foundBy(app.anonymous, ROSTER.title)).toEqual([indexNumber])
  })

  test('do the rows of a superseded edition stay, and only the new ones show?', async () => {
    const { pageInfo } = await rowsOf({ first: 2 })
    const staff = await app.signIn('t104.editor')
    const { edition } = await staff.succeed<{ edition: EditionAnswer }>(
      'reviseDisclosure',
      { indexNumber },
      'edition { id version state }',
    )
    const before = await rowsOf()
    await publishOver(app.signIn, await approveRows(edition, ROWS.slice(0, 50)), 't104')
    expect(before.totalCount).toBe(2_000)
    expect((await rowsOf()).totalCount).toBe(50)
    expect(await refusalOf({ after: pageInfo.endCursor })).toBe('INVALID_CURSOR')
    const [{ count } = {}] = await app.sql('SELECT count(*)::int AS count FROM publication_row')
    expect(count).toBe(2_050)
  })

  test('does a withdrawn record show none?', async () => {
    const approver = await app.signIn('t104.approver')
    const input = { indexNumber, type: 'ERROR', reason: '名单有误' }
    await approver.succeed('withdrawDisclosure', input, '__typename')
    expect(await rowsOf()).toMatchObject({ totalCount: 0, nodes: [] })
  })

  test('is none of the secrets in anything that the public side can read?', async () => {
    const columns = await app.sql(
      `SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'ARRAY')
          AND (table_name LIKE 'publication%' OR table_name IN ('search_state', 'audit_event'))`,
    )
    expect(columns.length).toBeGreaterThan(15)
    const texts = columns.map(
      ({ table_name: table, column_name: column }) =>
        `SELECT coalesce(string_agg(${String(column)}::text, ' '), '') AS text FROM ${String(table)}`,
    )
    const found = await app.sql(texts.join(' UNION ALL '))
    const readable = found.map(({ text }) => String(text)).join('\n')
    expect(readable).toContain('钱*')
    const leaked = ROWS.flatMap(secretsOf).filter((secret) => readable.includes(secret))
    expect(leaked).toEqual([])
  })
})
