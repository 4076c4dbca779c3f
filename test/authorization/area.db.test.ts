import { encodeGlobalID } from '@pothos/plugin-relay'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Edition } from '../../src/modules/disclosure/model.ts'
import { type Actor, ROLES } from '../../src/modules/identity/model.ts'
import { withdrawDisclosure } from '../../src/modules/publication/commands/withdraw-disclosure.ts'
import { published } from '../support/editions.ts'
import { openStaffApi, type StaffApi } from '../support/staff-api.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { actorsOf, TARGET } from './cells.ts'

// A record for a named area: of the target, and for the town gyz beside it.

let stage: Stage
let api: StaffApi
let live: Edition
let gone: Edition

const content = (title: string) => ({
  title,
  bodyMarkdown: '村内公示。',
  audience: 'AREA',
  audienceName: '甲村',
  audienceOrganizations: ['gyz'],
})
const LIVE = '甲村名单公示'
const GONE = '甲村撤回的名单'

beforeAll(async () => {
  stage = await openStage()
  api = await openStaffApi(stage)
  live = await published(stage, { body: TARGET, content: content(LIVE) })
  gone = await published(stage, { body: TARGET, content: content(GONE) })
  await withdrawDisclosure(stage.platform, stage.county.person(TARGET, 'APPROVER'), {
    indexNumber: gone.indexNumber ?? '',
    type: 'REVOKED',
    reason: '名单有变化',
  })
})

afterAll(async () => {
  await api.close()
  await stage.close()
})

interface Person {
  readonly role: string
  readonly relation: string
  readonly actor: Actor | null
}

/** Everyone of the matrix, the staff of the town that is named and of one that is not, and nobody. */
function everyone(): Person[] {
  const towns = (['gyz', 'nsj'] as const).flatMap((body) =>
    ROLES.map((role) => ({ role, relation: body, actor: stage.county.person(body, role) })),
  )
  return [
    ...actorsOf(stage.county),
    ...towns,
    { role: 'anonymous', relation: 'nobody', actor: null },
  ]
}

const READERS = ['own', 'above, with subtree', 'gyz']

test('its staff, the staff of the area that is named, and the office read it; nobody else', async () => {
  const wrong: string[] = []
  for (const { role, relation, actor } of everyone()) {
    const { data, text } = await api.ask(
      actor,
      `query ($live: String!, $gone: String!) { viewer {
         live: areaDisclosure(indexNumber: $live) { title audience audienceName bodyText audienceOrganizations { code } }
         gone: areaDisclosure(indexNumber: $gone) { title bodyText withdrawal { reason } }
         areaDisclosures(first: 100) { edges { node { title } } } } }`,
      { live: live.indexNumber, gone: gone.indexNumber },
    )
    const viewer = data?.['viewer'] as Record<string, unknown> | null | undefined
    const expected = READERS.includes(relation)
      ? {
          live: {
            title: LIVE,
            audience: 'AREA',
            audienceName: '甲村',
            bodyText: '村内公示。',
            audienceOrganizations: [{ code: 'gyz' }],
          },
          gone: { title: GONE, bodyText: null, withdrawal: { reason: '名单有变化' } },
          areaDisclosures: { edges: [{ node: { title: LIVE } }] },
        }
      : { live: null, gone: null, areaDisclosures: { edges: [] } }
    const right = actor
      ? JSON.stringify(viewer) === JSON.stringify(expected)
      : !text.includes('甲村')
    if (!right) wrong.push(`${role} ${relation}: ${text}`)
  }
  expect(wrong).toEqual([])
})

test('on the public side nobody meets it, whoever they are: no record, list, count, facet, search or node', async () => {
  const leaks: string[] = []
  for (const { role, relation, actor } of everyone()) {
    const { text } = await api.ask(
      actor,
      `query ($live: String!, $gone: String!, $id: ID!, $goneId: ID!) {
         live: disclosure(indexNumber: $live) { title }
         gone: disclosure(indexNumber: $gone) { title }
         node(id: $id) { id }
         goneNode: node(id: $goneId) { id }
         disclosures(first: 100) { totalCount edges { node { title } } }
         some: search(query: "名单") { totalCount facets { values { count } } edges { node { title } } }
         all: search(query: "") { totalCount facets { values { count } } edges { node { title } } }
         byNumber: search(query: $live) { totalCount edges { node { title } } } }`,
      {
        live: live.indexNumber,
        gone: gone.indexNumber,
        id: encodeGlobalID('Notice', live.indexNumber ?? ''),
        goneId: encodeGlobalID('Notice', gone.indexNumber ?? ''),
      },
    )
    const { data } = JSON.parse(text) as { data: unknown }
    const empty = { totalCount: 0, edges: [] }
    const facets = Array.from({ length: 5 }, () => ({ values: [] }))
    const nothing = {
      live: null,
      gone: null,
      node: null,
      goneNode: null,
      disclosures: empty,
      some: { totalCount: 0, facets, edges: [] },
      all: { totalCount: 0, facets, edges: [] },
      byNumber: empty,
    }
    if (JSON.stringify(data) !== JSON.stringify(nothing)) leaks.push(`${role} ${relation}: ${text}`)
  }
  expect(leaks).toEqual([])
})

test('what is for everyone is not among the records for areas', async () => {
  const open = await published(stage)
  const office = stage.county.person('county', 'OFFICE')
  const { data } = await api.ask(
    office,
    `query ($number: String!) { viewer { areaDisclosure(indexNumber: $number) { title }
       areaDisclosures(first: 100) { edges { node { title } } } } }`,
    { number: open.indexNumber },
  )
  expect(data).toEqual({
    viewer: { areaDisclosure: null, areaDisclosures: { edges: [{ node: { title: LIVE } }] } },
  })
})

test('they come in pages, last published first', async () => {
  const more = ['第二份', '第三份']
  for (const title of more) await published(stage, { body: 'gyz', content: content(title) })
  const office = stage.county.person('county', 'OFFICE')
  const page = async (after: string | null) => {
    const { data } = await api.ask(
      office,
      `query ($after: String) { viewer { areaDisclosures(first: 2, after: $after) {
         edges { node { title } } pageInfo { hasNextPage endCursor } } } }`,
      { after },
    )
    const { viewer } = data as {
      viewer: {
        areaDisclosures: {
          edges: { node: { title: string } }[]
          pageInfo: { hasNextPage: boolean; endCursor: string }
        }
      }
    }
    return viewer.areaDisclosures
  }
  const first = await page(null)
  const second = await page(first.pageInfo.endCursor)
  const titles = [...first.edges, ...second.edges].map(({ node }) => node.title)
  expect(titles.toSorted()).toEqual([LIVE, ...more].toSorted())
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
})

test('the database keeps an area with its name, and everyone without one', async () => {
  const copy = (changes: object) =>
    stage.sql(
      `INSERT INTO publication SELECT r.* FROM publication t, jsonb_populate_record(t, $2::jsonb) r
        WHERE t.disclosure_id = $1 AND t.edition_id IS NULL`,
      [
        gone.disclosureId,
        { id: crypto.randomUUID(), version: 9, valid_to: '2030-01-01T00:00:00Z', ...changes },
      ],
    )
  await expect(copy({ audience_name: null })).rejects.toMatchObject({ code: '23514' })
  await expect(copy({ audience: 'SOCIETY', audience_name: null })).rejects.toMatchObject({
    code: '23514',
  })
  await expect(copy({})).resolves.toEqual([])
})
