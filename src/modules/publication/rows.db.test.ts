import { performance } from 'node:perf_hooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  draft,
  publish,
  published,
  refer,
  revisedAndApproved,
  signAll,
  submit,
  submitted,
} from '../../../test/support/editions.ts'
import { acceptRosters, ROSTER, rosterRow, rosterRows } from '../../../test/support/rosters.ts'
import { openStaffApi, type StaffApi } from '../../../test/support/staff-api.ts'
import { openStage } from '../../../test/support/stage.ts'
import { replaceRows } from '../disclosure/commands/replace-rows.ts'
import type { Content } from '../disclosure/kind/kind.ts'
import { summariesOf } from '../disclosure/kind/tables.ts'
import { publicationHash } from './content-hash.ts'

const stage = await openStage()
const { person } = stage.county
let api: StaffApi

beforeAll(async () => {
  await acceptRosters(stage)
  api = await openStaffApi(stage)
})

afterAll(async () => {
  await api.close()
  await stage.close()
})

const options = { kind: 'RecipientRoster', content: { ...ROSTER, recipients: rosterRows(3) } }

test('is a published row never changed, deleted or added to, even past the application?', async () => {
  const live = await published(stage, options)
  const next = await publish(stage, await revisedAndApproved(stage, live))
  const rows = `publication_id IN (SELECT id FROM publication WHERE disclosure_id = '${next.disclosureId}')`
  const kept = await stage.sql(
    `SELECT * FROM publication_row WHERE ${rows} ORDER BY publication_id, no`,
  )
  expect(kept).toHaveLength(6)
  const attempts = [
    `UPDATE publication_row SET content = '{}' WHERE ${rows}`,
    `DELETE FROM publication_row WHERE ${rows}`,
    `INSERT INTO publication_row SELECT publication_id, field, no + 10, content FROM publication_row WHERE ${rows}`,
  ]
  for (const attempt of [...attempts, 'TRUNCATE publication_row']) {
    await expect(stage.sql(attempt)).rejects.toMatchObject({ code: '23001' })
  }
})

test('is a row of what was submitted never changed, deleted or added to, even past the application?', async () => {
  const { id, state } = await submitted(stage, options)
  expect(state).toBe('IN_REVIEW')
  const attempts = [
    `UPDATE edition_row SET content = '{}' WHERE edition_id = '${id}'`,
    `DELETE FROM edition_row WHERE edition_id = '${id}' AND no = 3`,
    `INSERT INTO edition_row SELECT edition_id, field, no + 10, content FROM edition_row WHERE edition_id = '${id}'`,
    `UPDATE edition SET tables = '{}' WHERE id = '${id}'`,
    'TRUNCATE edition_row',
  ]
  for (const attempt of attempts) {
    await expect(stage.sql(attempt)).rejects.toMatchObject({ code: '23001' })
  }
})

test('does the hash of a publication hold every masked cell?', async () => {
  const { id } = await published(stage, options)
  const [stored] = await stage.sql(
    `SELECT to_jsonb(p) AS columns, (SELECT jsonb_agg(r.content ORDER BY r.no)
       FROM publication_row r WHERE r.publication_id = p.id) AS rows
       FROM publication p WHERE p.edition_id = $1`,
    [id],
  )
  const { columns, rows } = stored as { columns: Record<string, unknown>; rows: Content[] }
  const hashOf = (recipients: Content[]) => publicationHash(columns, summariesOf({ recipients }))
  expect(hashOf(rows)).toBe(columns['content_hash'])
  const [first, ...rest] = rows as [Content, ...Content[]]
  for (const cell of Object.keys(first)) {
    expect([cell, hashOf([{ ...first, [cell]: 'changed' }, ...rest])]).not.toEqual([
      cell,
      columns['content_hash'],
    ])
  }
})

test('do the staff of the area that a roster is for read its rows with full names, and nobody else?', async () => {
  const recipients = [{ ...rosterRow(1), name: '赵甲乙' }]
  const area = { audience: 'AREA', audienceName: '甲村', audienceOrganizations: ['gyz'] }
  const content = { ...ROSTER, ...area, recipients }
  const { indexNumber } = await published(stage, { ...options, content })
  const rows = '{ ... on RecipientRoster { recipients { totalCount nodes { name idNumber } } } }'
  const ask = (body: 'gyz' | 'nsj') =>
    api.ask(
      person(body, 'EDITOR'),
      `query ($indexNumber: String!) { disclosure(indexNumber: $indexNumber) ${rows}
         viewer { areaDisclosure(indexNumber: $indexNumber) ${rows} } }`,
      { indexNumber },
    )
  const { idNumber } = rosterRow(1)
  const masked = `${idNumber.slice(0, 2)}${'*'.repeat(13)}${idNumber.slice(-3)}`
  expect((await ask('gyz')).data).toEqual({
    disclosure: null,
    viewer: {
      areaDisclosure: {
        recipients: { totalCount: 1, nodes: [{ name: '赵甲乙', idNumber: masked }] },
      },
    },
  })
  expect((await ask('nsj')).text).not.toContain('赵甲乙')
})

const PAGE = `query ($indexNumber: String!, $after: String, $filter: RecipientFilter) {
  disclosure(indexNumber: $indexNumber) { ... on RecipientRoster {
    recipients(first: 100, after: $after, filter: $filter) {
      pageInfo { endCursor hasNextPage }
      nodes { name idNumber phone address category members amount payment outcome note } } } } }`

interface PageAnswer {
  readonly recipients: {
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean }
    readonly nodes: readonly object[]
  }
}

test('do 20,000 rows stay usable: published in 15 s, a page read in 50 ms?', async () => {
  const edition = await draft(stage, { kind: 'RecipientRoster', content: ROSTER })
  const input = { ...refer(edition), field: 'recipients', rows: rosterRows(20_000) }
  const [imported, importMs] = await timed(() =>
    replaceRows(stage.platform, person('mzj', 'EDITOR'), input),
  )
  const [waiting, submitMs] = await timed(() => submit(stage, imported))
  const approved = await signAll(stage, waiting)
  const [live, publishMs] = await timed(() => publish(stage, approved))

  const durations: number[] = []
  const read = async (variables: object) => {
    const [{ data, text }, ms] = await timed(() =>
      api.ask(null, PAGE, { indexNumber: live.indexNumber, ...variables }),
    )
    if (!data) throw new Error(text)
    durations.push(ms)
    return (data['disclosure'] as PageAnswer).recipients
  }
  let rows = 0
  for (let after: string | undefined, more = true; more;) {
    const { nodes, pageInfo } = await read({ after })
    rows += nodes.length
    after = pageInfo.endCursor
    more = pageInfo.hasNextPage
  }
  expect(rows).toBe(20_000)
  for (let time = 0; time < 20; time++) {
    await read({ filter: { outcome: ['NOT_PASSED'], category: 'A' } })
  }
  const median = durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)] ?? Infinity
  const told = { importMs, submitMs, publishMs, 'page, median': median }
  console.log(
    '20,000 rows, ms:',
    JSON.stringify(told, (_key, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 10) / 10 : value,
    ),
  )
  expect(publishMs).toBeLessThan(15_000)
  expect(median).toBeLessThan(50)
}, 120_000)

async function timed<T>(run: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now()
  const result = await run()
  return [result, performance.now() - start]
}
