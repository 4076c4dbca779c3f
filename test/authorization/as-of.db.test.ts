import { encodeGlobalID } from '@pothos/plugin-relay'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Edition } from '../../src/modules/disclosure/model.ts'
import { withdrawDisclosure } from '../../src/modules/publication/commands/withdraw-disclosure.ts'
import { publish, published, revisedAndApproved } from '../support/editions.ts'
import { acceptRosters, ROSTER, rosterRows } from '../support/rosters.ts'
import { openStaffApi, type StaffApi } from '../support/staff-api.ts'
import { openStage, type Stage, TODAY } from '../support/stage.ts'
import { actorsOf, TARGET } from './cells.ts'

// What was public for everyone at TODAY and is closed to everyone now, each for another reason.

let stage: Stage
let api: StaffApi
let over: Edition
let narrowed: Edition
let purged: Edition
let open: Edition

beforeAll(async () => {
  stage = await openStage()
  api = await openStaffApi(stage)
  await acceptRosters(stage)
  const content = { ...ROSTER, displayTo: '2026-03-04', recipients: rosterRows(2) }
  over = await published(stage, { body: TARGET, kind: 'RecipientRoster', content })
  narrowed = await published(stage, { body: TARGET })
  purged = await published(stage, { body: TARGET })
  open = await published(stage, { body: TARGET })
  stage.clock.set('2026-03-03T05:00:00.000Z')
  const next = await revisedAndApproved(stage, narrowed)
  await stage.rewrite(next.id, `content || '{"audience": "AREA", "audienceName": "甲村"}'`)
  await publish(stage, next)
  await withdrawDisclosure(stage.platform, stage.county.person(TARGET, 'APPROVER'), {
    indexNumber: purged.indexNumber ?? '',
    type: 'PRIVACY',
    reason: '涉及个人信息',
  })
})

afterAll(async () => {
  await api.close()
  await stage.close()
})

const everyone = () => [
  ...actorsOf(stage.county),
  { role: 'anonymous', relation: 'nobody', actor: null },
]
const variables = () => ({
  over: over.indexNumber,
  narrowed: narrowed.indexNumber,
  purged: purged.indexNumber,
  open: open.indexNumber,
  asOf: TODAY,
})
const VARIABLES =
  '$over: String!, $narrowed: String!, $purged: String!, $open: String!, $asOf: DateTime!'
const ROWS = '... on RecipientRoster { recipients { totalCount edges { node { name } } } }'

test('nobody meets on the public side what is closed now by going back to when it was not', async () => {
  const leaks: string[] = []
  for (const { role, relation, actor } of everyone()) {
    const { text } = await api.ask(
      actor,
      `query (${VARIABLES}) {
         over: disclosure(indexNumber: $over, asOf: $asOf) { title ${ROWS} }
         narrowed: disclosure(indexNumber: $narrowed, asOf: $asOf) { title }
         purged: disclosure(indexNumber: $purged, asOf: $asOf) { title }
         open: disclosure(indexNumber: $open, asOf: $asOf) { title status }
         disclosures(first: 100, asOf: $asOf) { totalCount edges { node { indexNumber } } } }`,
      variables(),
    )
    const { data } = JSON.parse(text) as { data: unknown }
    const readable = {
      over: null,
      narrowed: null,
      purged: null,
      open: { title: open.title, status: 'PUBLISHED' },
      disclosures: { totalCount: 1, edges: [{ node: { indexNumber: open.indexNumber } }] },
    }
    if (JSON.stringify(data) !== JSON.stringify(readable))
      leaks.push(`${role} ${relation}: ${text}`)
  }
  expect(leaks).toEqual([])
})

test('the office and the auditors of the organization read displays that are over, nobody else; PRIVACY nobody', async () => {
  const wrong: string[] = []
  for (const { role, relation, actor } of everyone()) {
    const { data, text } = await api.ask(
      actor,
      `query (${VARIABLES}) { viewer {
         over: disclosureAsOf(indexNumber: $over, asOf: $asOf) { ${ROWS} }
         narrowed: disclosureAsOf(indexNumber: $narrowed, asOf: $asOf) { audience }
         purged: disclosureAsOf(indexNumber: $purged, asOf: $asOf) { title }
         open: disclosureAsOf(indexNumber: $open, asOf: $asOf) { title } } }`,
      variables(),
    )
    const may =
      ['OFFICE', 'AUDITOR'].includes(role) && ['own', 'above, with subtree'].includes(relation)
    const viewer = data?.['viewer'] as Record<string, unknown> | null | undefined
    // Masked, as it was when it was public.
    const names = rosterRows(2).map(({ name }) => ({ node: { name: `${name.charAt(0)}*` } }))
    const expected = may
      ? {
          over: { recipients: { totalCount: 2, edges: names } },
          narrowed: { audience: 'SOCIETY' },
          purged: null,
          open: { title: open.title },
        }
      : { over: null, narrowed: null, purged: null, open: null }
    const right = actor
      ? JSON.stringify(viewer) === JSON.stringify(expected)
      : !text.includes(rosterRows(1)[0]?.name ?? '?')
    if (!right) wrong.push(`${role} ${relation}: ${text}`)
  }
  expect(wrong).toEqual([])
})

test('a moment that has not come is refused, and a cursor is good for its own moment only', async () => {
  const office = stage.county.person('county', 'OFFICE')
  const ask = (source: string, asOf: string) =>
    api.ask(office, `query ($asOf: DateTime!) { ${source} }`, { asOf })
  const FUTURE = '2026-03-03T05:00:00.001Z'
  const number = `indexNumber: "${open.indexNumber}"`
  for (const source of [
    `disclosure(${number}, asOf: $asOf) { title }`,
    'disclosures(asOf: $asOf) { edges { node { title } } }',
    `viewer { disclosureAsOf(${number}, asOf: $asOf) { title } }`,
  ]) {
    expect((await ask(source, FUTURE)).codes).toEqual(['IN_FUTURE'])
  }
  const list = (after: string, asOf: string) =>
    ask(`disclosures(asOf: $asOf, first: 1${after}) { pageInfo { endCursor } }`, asOf)
  const { data } = await list('', TODAY)
  const { endCursor } = (data as { disclosures: { pageInfo: { endCursor: string } } }).disclosures
    .pageInfo
  const after = `, after: "${endCursor}"`
  expect((await list(after, TODAY)).codes).toEqual([])
  expect((await list(after, '2026-03-03T04:00:00.001Z')).codes).toEqual(['INVALID_CURSOR'])
})

test('the global id of what is read of the past is that of the record today', async () => {
  const { data } = await api.ask(
    null,
    `query ($open: String!, $asOf: DateTime!) {
       disclosure(indexNumber: $open, asOf: $asOf) { ... on Node { id } } }`,
    { open: open.indexNumber, asOf: TODAY },
  )
  expect(data).toEqual({ disclosure: { id: encodeGlobalID('Notice', open.indexNumber ?? '') } })
})
