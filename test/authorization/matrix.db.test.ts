import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeGlobalID } from '@pothos/plugin-relay'
import { schedulePublication } from '../../src/modules/publication/commands/create-release.ts'
import { withdrawDisclosure } from '../../src/modules/publication/commands/withdraw-disclosure.ts'
import { privacyFindings } from '../../src/modules/disclosure/edition-privacy.ts'
import { visibleEdition } from '../../src/modules/disclosure/queries.ts'
import { disclosurePolicy } from '../../src/modules/disclosure/policy.ts'
import type { Edition } from '../../src/modules/disclosure/model.ts'
import { discardEdition } from '../../src/modules/disclosure/commands/discard-edition.ts'
import { withholdEdition } from '../../src/modules/disclosure/commands/withhold-edition.ts'
import { reviewEdition } from '../../src/modules/disclosure/commands/review-edition.ts'
import type { Actor } from '../../src/modules/identity/model.ts'
import {
  approved,
  decideAll,
  draft,
  publish,
  published,
  refer,
  revisedAndApproved,
  signature,
  signerOf,
  submitted,
} from '../support/editions.ts'
import { openStaffApi, type StaffApi } from '../support/staff-api.ts'
import { openStage, type Stage } from '../support/stage.ts'
import {
  ACTIONS,
  actorsOf,
  isAllowed,
  type MatrixAction,
  RELATIONS,
  type Situation,
  SITUATIONS,
} from './cells.ts'

let stage: Stage
let api: StaffApi
const editions = new Map<Situation, Edition>()

beforeAll(async () => {
  stage = await openStage()
  api = await openStaffApi(stage)
  // One after the other: each takes the same people and the same counter.
  for (const situation of SITUATIONS) {
    editions.set(situation, await editionIn(situation))
  }
}, 180_000)

afterAll(async () => {
  await api.close()
  await stage.close()
})

test('the reviewed table says what policy and workflow allow', async () => {
  await expect(tableOfRights()).toMatchFileSnapshot('matrix.md')
})

test.each(SITUATIONS)(
  'GraphQL does what the table says to an edition that is %s',
  async (situation) => {
    const outcomes: string[] = []
    for (const { role, relation, actor } of [
      ...actorsOf(stage.county),
      { role: 'anonymous', relation: '-', actor: null },
    ]) {
      for (const action of Object.keys(ACTIONS) as MatrixAction[]) {
        const edition = editionOf(situation)
        const allowed = actor !== null && isAllowed(actor, action, edition)
        const subject = allowed ? await editionIn(situation) : edition
        const outcome = await attempt(actor, action, subject)
        const expected = expectation(actor, action, edition, allowed)
        if (!expected.includes(outcome)) {
          outcomes.push(
            `${role} ${relation} ${action}: ${outcome} instead of ${expected.join('/')}`,
          )
        }
      }
    }
    expect(outcomes).toEqual([])
  },
  120_000,
)

test('what is not public is on no path of whoever may not read it', async () => {
  const leaks: string[] = []
  const waiting = { ...refer(editionOf('APPROVED')), at: new Date('2026-03-04T00:00:00Z') }
  await schedulePublication(stage.platform, stage.county.person('mzj', 'APPROVER'), waiting)
  const unpublished = SITUATIONS.slice(0, 4).map(editionOf)
  for (const { role, relation, actor } of [
    ...actorsOf(stage.county),
    { role: 'anonymous', relation: '-', actor: null },
  ]) {
    const answers = await Promise.all(unpublished.map((edition) => readEverything(actor, edition)))
    answers.forEach((text, index) => {
      const edition = unpublished[index] as Edition
      const mayRead = disclosurePolicy.can(actor, 'edition.read', edition)
      const seen = text.includes(edition.title ?? '?') || text.includes(edition.id)
      if (seen !== mayRead)
        leaks.push(`${role} ${relation} ${edition.state}: ${seen ? 'seen' : 'hidden'}`)
    })
  }
  expect(leaks).toEqual([])
})

test('a revision beside the live edition changes no count, facet or title for the public', async () => {
  const live = await published(stage, { content: { title: '公开的标题', bodyMarkdown: '正文' } })
  const question = `{
    disclosures { totalCount edges { node { title } } }
    search(query: "标题") { totalCount facets { name values { value count } } edges { node { title } } }
  }`
  const before = await api.ask(null, question)
  await draft(stage, { content: { title: '未公开的标题', bodyMarkdown: '正文' } })
  await revisedAndApproved(stage, live)
  expect(await api.ask(null, question)).toEqual(before)
})

/** Everything that shows editions or records, asked for one edition. */
async function readEverything(actor: Actor | null, edition: Edition): Promise<string> {
  const id = encodeGlobalID('Edition', edition.id)
  const answers = await Promise.all([
    api.ask(
      actor,
      `query ($id: ID!) { node(id: $id) { id ... on Edition { title content tables { rowCount } rows(field: "recipients") { nodes { content } } privacyFindings { key path preview } } } }`,
      {
        id,
      },
    ),
    api.ask(
      actor,
      `query ($id: ID!) { viewer { edition(id: $id) { id title author { username } }
        drafts(first: 100) { edges { node { title } } } reviewQueue(first: 100) { edges { node { title } } } } }`,
      { id },
    ),
    api.ask(
      actor,
      `{ viewer { schedules { edges { node { members { edition { id title } } } } }
          releases { edges { node { members { edition { id title } } } } }
          retrospectiveReviews { edges { node { edition { id title } } } } } }`,
    ),
    api.ask(actor, `{ disclosures(first: 100) { totalCount edges { node { id title } } } }`),
    api.ask(
      actor,
      `query ($q: String!) { search(query: $q) { totalCount edges { node { title } } } }`,
      {
        q: edition.title,
      },
    ),
  ])
  // A title that was asked for is in no answer but as a result.
  return answers.map(({ text }) => text).join('\n')
}

function tableOfRights(): string {
  const relations = Object.keys(RELATIONS)
  const head = `| action | state | ${relations.join(' | ')} |`
  const rows = Object.keys(ACTIONS).flatMap((action) =>
    SITUATIONS.map((situation) => {
      const cells = relations.map((relation) =>
        rolesOf(action as MatrixAction, situation, relation),
      )
      return `| ${action} | ${situation} | ${cells.join(' | ')} |`
    }),
  )
  const readers = relations.map((relation) => readersOf(relation))
  return [
    '# Who may do what',
    '',
    'Made from the policies and the workflow, and proved through GraphQL. Each cell lists the roles that succeed; everyone',
    'else is refused, and whoever may not read an edition is told that it does not exist. A column says where the role is',
    'held, seen from the organization of the edition. A person who wrote the edition or signed another step of it may not',
    'sign, whoever wrote it may not decide on personal data in it, and who signed may not write; nobody without a grant may',
    'do anything. Records for a named area are read by whoever may read the editions, and by the staff of the organizations',
    'named with the area.',
    '',
    head,
    `| --- | --- |${relations.map(() => ' --- |').join('')}`,
    `| edition.read | any | ${readers.join(' | ')} |`,
    ...rows,
    '',
  ].join('\n')
}

function rolesOf(action: MatrixAction, situation: Situation, relation: string): string {
  const edition = editionOf(situation)
  const roles = actorsOf(stage.county)
    .filter((one) => one.relation === relation && isAllowed(one.actor, action, edition))
    .map(({ role }) => role)
  return roles.join(', ') || '–'
}

function readersOf(relation: string): string {
  const roles = actorsOf(stage.county)
    .filter((one) => one.relation === relation)
    .filter(({ actor }) => disclosurePolicy.can(actor, 'edition.read', editionOf('DRAFT')))
    .map(({ role }) => role)
  return roles.join(', ') || '–'
}

function editionOf(situation: Situation): Edition {
  const edition = editions.get(situation)
  if (!edition) throw new Error(`no edition is ${situation}`)
  return edition
}

let serial = 0

/** A new edition of the target in the situation. Published ones share their record with what came before. */
async function editionIn(situation: Situation): Promise<Edition> {
  // The telephone beside a name is for somebody to decide on.
  const bodyMarkdown = '联系人赵甲，手机13800001234'
  const content = { title: `情形${(serial += 1)}号`, bodyMarkdown }
  const options = { content }
  switch (situation) {
    case 'DRAFT':
      return draft(stage, options)
    case 'IN_REVIEW, step 1':
      return submitted(stage, options)
    case 'IN_REVIEW, step 2': {
      const waiting = await submitted(stage, options)
      // Whoever signs it next signs the last step.
      await decideAll(stage, waiting)
      return reviewEdition(stage.platform, signerOf(stage, waiting), signature(waiting))
    }
    case 'APPROVED':
      return approved(stage, options)
    case 'PUBLISHED':
      return published(stage, options)
    case 'SUPERSEDED': {
      const first = await published(stage, options)
      const second = await publish(stage, await revisedAndApproved(stage, first))
      // Its record is withdrawn, so that acting on the record is refused as acting on the edition is.
      await withdraw(second)
      return reread(first)
    }
    case 'NOT_DISCLOSED': {
      const input = { ground: 'PROCESS', reason: '讨论记录', reassessOn: '2027-01-01' } as const
      const office = stage.county.person('county', 'OFFICE')
      const signed = await approved(stage, options)
      return withholdEdition(stage.platform, office, { ...refer(signed), ...input })
    }
    case 'DISCARDED': {
      const given = await draft(stage, options)
      return discardEdition(stage.platform, stage.county.person('mzj', 'EDITOR'), refer(given))
    }
    case 'WITHDRAWN': {
      const live = await published(stage, options)
      await withdraw(live)
      return reread(live)
    }
  }
}

async function withdraw({ indexNumber }: Edition): Promise<void> {
  const approver = stage.county.person('mzj', 'APPROVER')
  const input = { indexNumber: indexNumber ?? '', type: 'ERROR' as const, reason: '内容有误' }
  await withdrawDisclosure(stage.platform, approver, input)
}

async function reread({ id }: Edition): Promise<Edition> {
  const reader = stage.county.person('mzj', 'AUDITOR')
  const edition = await visibleEdition(stage.platform.database, reader, id)
  if (!edition) throw new Error(`edition ${id} is gone`)
  return edition
}

/** Does it through GraphQL and tells the answer in one word. */
async function attempt(
  actor: Actor | null,
  action: MatrixAction,
  edition: Edition,
): Promise<string> {
  const reference = { ...refer(edition), editionId: encodeGlobalID('Edition', edition.id) }
  const { indexNumber } = edition
  const { database, clock } = stage.platform
  const [finding] = await privacyFindings(database, edition, clock.now())
  const findingKey = finding?.key ?? 'none'
  const calls: Record<MatrixAction, [name: string, input: object]> = {
    'edition.update': [
      'updateDraft',
      { ...reference, content: { notice: { title: '改过的标题' } } },
    ],
    'edition.submit': ['submitEdition', reference],
    'edition.review': [
      'reviewEdition',
      { ...reference, decision: 'APPROVE', checks: ['SECRECY', 'PRIVACY', 'WORDING'] },
    ],
    'edition.decidePrivacy': [
      'decidePrivacyFinding',
      { ...reference, findingKey, decision: 'PUBLISHABLE', reason: '值班手机' },
    ],
    'edition.comment': [
      'commentOnEdition',
      { editionId: reference.editionId, path: 'title', text: '标题过长' },
    ],
    'edition.sendBack': ['sendBackEdition', { ...reference, comment: '数字有误' }],
    'edition.discard': ['discardEdition', { ...reference, comment: '不再需要' }],
    'edition.openPersonalData': ['openPersonalData', { ...reference, purpose: '核对' }],
    'edition.withhold': [
      'withholdEdition',
      { ...reference, ground: 'PROCESS', reason: '讨论记录', reassessOn: '2027-01-01' },
    ],
    'edition.reassess': [
      'reassessEdition',
      {
        editionId: reference.editionId,
        outcome: 'EXTENDED',
        reason: '情况未变',
        reassessOn: '2028-01-01',
      },
    ],
    'edition.publish': ['publishEdition', reference],
    'edition.schedule': ['schedulePublication', { ...reference, at: '2026-03-04T00:00:00Z' }],
    'disclosure.revise': ['reviseDisclosure', { indexNumber: indexNumber ?? 'none' }],
    'disclosure.withdraw': [
      'withdrawDisclosure',
      { indexNumber: indexNumber ?? 'none', type: 'ERROR', reason: '有误' },
    ],
  }
  const [name, input] = calls[action]
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const source = `mutation ($input: ${type}!) { result: ${name}(input: $input) { __typename } }`
  const { data, codes } = await api.ask(actor, source, { input })
  if (!data) return `error ${codes.join()}`
  const { __typename } = data['result'] as { __typename: string }
  return __typename.endsWith('Success') ? 'done' : __typename
}

/** Which answers are right. A refusal may name the first of several reasons; existence never leaks. */
function expectation(
  actor: Actor | null,
  action: MatrixAction,
  edition: Edition,
  allowed: boolean,
): readonly string[] {
  if (allowed) return ['done']
  if (!actor) return ['ForbiddenError']
  const isRecord = action.startsWith('disclosure.')
  const visible = disclosurePolicy.can(actor, 'edition.read', edition)
  const everHolds = actor.grants.some(({ role }) =>
    disclosurePolicy.rules[action].roles.includes(role),
  )
  if (!everHolds) return ['ForbiddenError']
  if (isRecord)
    return edition.indexNumber === null ? ['NotFoundError'] : ['ForbiddenError', 'ConflictError']
  return visible ? ['ForbiddenError', 'ConflictError'] : ['NotFoundError']
}
