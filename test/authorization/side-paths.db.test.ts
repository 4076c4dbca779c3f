import { encodeGlobalID } from '@pothos/plugin-relay'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commentOnEdition } from '../../src/modules/disclosure/commands/comment-on-edition.ts'
import { createTemplate } from '../../src/modules/disclosure/commands/create-template.ts'
import { disclosurePolicy } from '../../src/modules/disclosure/policy.ts'
import type { Edition } from '../../src/modules/disclosure/model.ts'
import { placeOf } from '../support/county.ts'
import { draft, publish, published, refer, revisedAndApproved } from '../support/editions.ts'
import { updateDraft } from '../../src/modules/disclosure/commands/update-draft.ts'
import { reviseDisclosure } from '../../src/modules/disclosure/commands/revise-disclosure.ts'
import { openStaffApi, type StaffApi } from '../support/staff-api.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { actorsOf, TARGET } from './cells.ts'

let stage: Stage
let api: StaffApi
let live: Edition
let revision: Edition

const SECRET = '尚未公开的话'

// A public record with a revision that is not public, remarked on and kept as a template.
beforeAll(async () => {
  stage = await openStage()
  api = await openStaffApi(stage)
  const { platform, county } = stage
  const editor = county.person(TARGET, 'EDITOR')
  live = await publish(stage, await revisedAndApproved(stage, await published(stage)))
  const indexNumber = live.indexNumber ?? ''
  const begun = await reviseDisclosure(platform, editor, { indexNumber })
  const content = { title: SECRET, bodyMarkdown: SECRET }
  revision = await updateDraft(platform, editor, { ...refer(begun), kind: 'Notice', content })
  await commentOnEdition(platform, editor, { editionId: revision.id, text: SECRET })
  const template = { organizationCode: TARGET, name: SECRET, editionId: revision.id }
  await createTemplate(platform, editor, template)
})

afterAll(async () => {
  await api.close()
  await stage.close()
})

/** Every way beside the edition itself by which something of it is read. */
const PATHS: Readonly<Record<string, string>> = {
  comments: `node(id: $to) { ... on Edition { comments { edges { node { text } } } } }`,
  'edit lock': `node(id: $to) { ... on Edition { editLock { by { username } } title } }`,
  'difference to the live edition': `viewer { editionDiff(from: $from, to: $to) {
      html fields { before after parts { text } html } tables { rows { nodes { after } } } addedFiles { name } } }`,
  'difference from the revision': `viewer { editionDiff(from: $to, to: $from) { html } }`,
  'history by number': `viewer { disclosureHistory(indexNumber: $number) {
      editions { title } history { edges { node { action details } } } } }`,
  'history by edition': `viewer { disclosureHistory(editionId: $to) { editions { title } } }`,
  templates: `viewer { templates(first: 100) { edges { node { name content } } } }`,
}

test.each(Object.keys(PATHS))(
  'the %s is read by whoever may read the edition, and nobody else',
  async (path) => {
    const wrong: string[] = []
    const variables = {
      from: encodeGlobalID('Edition', live.id),
      to: encodeGlobalID('Edition', revision.id),
      number: live.indexNumber,
    }
    const declared = Object.keys(variables).filter((name) => PATHS[path]?.includes(`$${name}`))
    const types = declared.map((name) => `$${name}: ${name === 'number' ? 'String' : 'ID'}!`)
    const document = `query (${types.join(', ')}) { ${PATHS[path]} }`.replace('query ()', 'query')
    for (const { role, relation, actor } of [
      ...actorsOf(stage.county),
      { role: 'anonymous', relation: '-', actor: null },
    ]) {
      const { text } = await api.ask(actor, document, variables)
      const mayRead = disclosurePolicy.can(actor, 'edition.read', { place: placeOf(TARGET) })
      if (text.includes(SECRET) !== mayRead)
        wrong.push(`${role} ${relation}: ${text.slice(0, 200)}`)
    }
    expect(wrong).toEqual([])
  },
)

test('a difference needs the right to read both editions', async () => {
  const elsewhere = await draft(stage, { body: 'hbj', itemCode: '5.1', content: { title: SECRET } })
  const variables = {
    from: encodeGlobalID('Edition', elsewhere.id),
    to: encodeGlobalID('Edition', revision.id),
  }
  const document = `query ($from: ID!, $to: ID!) { viewer { editionDiff(from: $from, to: $to) { html } } }`
  const { data } = await api.ask(stage.county.person(TARGET, 'EDITOR'), document, variables)
  expect(data).toEqual({ viewer: { editionDiff: null } })
})

test('the history tells drafts, signatures and publications with their authors, the latest first', async () => {
  const document = `query ($number: String!) { viewer { disclosureHistory(indexNumber: $number) {
    commentCount editions { number state } history(first: 100) {
      edges { node { action role editionNumber actor { username } } } pageInfo { hasNextPage } } } } }`
  const variables = { number: live.indexNumber }
  const { data } = await api.ask(stage.county.person(TARGET, 'AUDITOR'), document, variables)
  const { disclosureHistory: file } = (data as { viewer: Record<string, never> }).viewer
  const { history, ...rest } = file as unknown as {
    history: { edges: { node: Record<string, unknown> }[] }
  }
  expect(rest).toEqual({
    commentCount: 1,
    editions: [
      { number: 1, state: 'SUPERSEDED' },
      { number: 2, state: 'PUBLISHED' },
      { number: 3, state: 'DRAFT' },
    ],
  })
  expect(history.edges.map(({ node }) => [node['editionNumber'], node['action']])).toEqual([
    [3, 'edition.comment'],
    [3, 'edition.update'],
    [3, 'disclosure.revise'],
    ...[2, 1].flatMap((number) => [
      [number, 'edition.publish'],
      [number, 'edition.review'],
      [number, 'edition.review'],
      [number, 'edition.submit'],
      [number, number === 1 ? 'edition.create' : 'disclosure.revise'],
    ]),
  ])
  expect(history.edges[0]?.node['actor']).toEqual({ username: 'mzj.editor.1' })
})
