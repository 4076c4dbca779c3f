import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeGlobalID } from '@pothos/plugin-relay'
import { actions } from '../../src/graphql/actions.ts'
import { localStore } from '../../src/integrations/storage/local.ts'
import { reviseDisclosure } from '../../src/modules/disclosure/commands/revise-disclosure.ts'
import { uploadAttachment } from '../../src/modules/disclosure/commands/upload-attachment.ts'
import type { FileDesk } from '../../src/modules/disclosure/ports.ts'
import { privacyFindings } from '../../src/modules/disclosure/edition-privacy.ts'
import { channelPolicy } from '../../src/modules/channel/policy.ts'
import { disclosurePolicy } from '../../src/modules/disclosure/policy.ts'
import { REVIEW_CHECKS } from '../../src/modules/disclosure/model.ts'
import type { Actor } from '../../src/modules/identity/model.ts'
import { identityPolicy } from '../../src/modules/identity/policy.ts'
import { organizationPolicy } from '../../src/modules/organization/policy.ts'
import { schedulePublication } from '../../src/modules/publication/commands/create-release.ts'
import { decideRevocation } from '../../src/modules/publication/commands/decide-revocation.ts'
import { publishUrgently } from '../../src/modules/publication/commands/publish-urgently.ts'
import { sitePolicy } from '../../src/modules/site/policy.ts'
import { placeOf } from '../support/county.ts'
import {
  acceptKinds,
  approved,
  ASSESSMENT,
  draft,
  published,
  refer,
  soleTrader,
  WARNING,
} from '../support/editions.ts'
import { openStaffApi, type StaffApi } from '../support/staff-api.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { ACTIONS as EDITION_ACTIONS, actorsOf, RELATIONS, TARGET } from './cells.ts'

let stage: Stage
let api: StaffApi
let desk: FileDesk

beforeAll(async () => {
  stage = await openStage()
  await acceptKinds(stage, 'AdministrativeDecision', 'Warning')
  api = await openStaffApi(stage)
  const folder = await mkdtemp(join(tmpdir(), 'gongkai-files-'))
  desk = { store: localStore(folder), folder: join(folder, 'incoming'), limit: 1_000 }
})

afterAll(async () => {
  await api.close()
  await stage.close()
  await rm(join(desk.folder, '..'), { recursive: true, force: true })
})

const place = placeOf(TARGET)
const COUNTY = placeOf('county')
const CONTENT = { notice: { title: '标题' } }

/** A mutation with its input, or what is done over HTTP beside GraphQL. */
type Call = [string, object] | ((actor: Actor | null) => Promise<unknown>)

/** What can be done at an organization: whether policy allows it, and how it is asked for. */
const ACTIONS: Readonly<
  Record<string, { allows: (actor: Actor) => boolean; call: () => Promise<Call> }>
> = {
  'attachment.upload': {
    allows: (actor) => disclosurePolicy.can(actor, 'attachment.upload', { place }),
    call: async () => (actor) =>
      uploadAttachment(stage.platform, desk, actor, {
        organizationCode: TARGET,
        name: '附件.txt',
        body: Readable.from([Buffer.from('内容')]),
      }),
  },
  'edition.create': {
    allows: (actor) => disclosurePolicy.can(actor, 'edition.create', { place }),
    call: async () => [
      'createDraft',
      { itemCode: '2.2', organizationCode: TARGET, content: CONTENT },
    ],
  },
  'edition.createOffDuty': {
    allows: (actor) => disclosurePolicy.can(actor, 'edition.createOffDuty', { place }),
    call: async () => [
      'createDraft',
      { itemCode: '5.1', organizationCode: TARGET, content: CONTENT, offDutyReason: '代为发布' },
    ],
  },
  'feed.manage': {
    allows: (actor) => disclosurePolicy.can(actor, 'feed.manage', { place }),
    call: async () => ['grantFeed', await newFeed()],
  },
  'reviewChain.manage': {
    allows: (actor) => disclosurePolicy.can(actor, 'reviewChain.manage', { place }),
    call: async () => ['setReviewChain', { organizationCode: TARGET, steps: ['APPROVER'] }],
  },
  'template.manage': {
    allows: (actor) => disclosurePolicy.can(actor, 'template.manage', { place }),
    call: async () => [
      'createTemplate',
      { organizationCode: TARGET, name: randomUUID(), content: CONTENT },
    ],
  },
  'edition.overridePrivacy': {
    allows: (actor) => disclosurePolicy.can(actor, 'edition.overridePrivacy', { place }),
    call: async () => ['decidePrivacyFinding', await certainFinding()],
  },
  'edition.publishUrgently': {
    allows: (actor) => disclosurePolicy.can(actor, 'edition.publishUrgently', { place }),
    call: async () => [
      'publishUrgently',
      { ...(await urgentDraft()).input, reason: '险情', checks: REVIEW_CHECKS },
    ],
  },
  'retrospective.sign': {
    allows: (actor) => disclosurePolicy.can(actor, 'retrospective.sign', { place }),
    call: async () => [
      'signRetrospectiveReview',
      { reviewId: await owedReview(), decision: 'CONFIRMED' },
    ],
  },
  'edition.schedule': {
    allows: (actor) => disclosurePolicy.can(actor, 'edition.schedule', { place }),
    call: async () => ['createRelease', { name: '联合发布', editions: [await approvedInput()] }],
  },
  'edition.schedule, another time': {
    allows: (actor) => disclosurePolicy.can(actor, 'edition.schedule', { place }),
    call: async () => [
      'scheduleRelease',
      { ...(await scheduled()), at: '2026-03-05T00:00:00Z', reason: '改期' },
    ],
  },
  'edition.schedule, cancelled': {
    allows: (actor) => disclosurePolicy.can(actor, 'edition.schedule', { place }),
    call: async () => ['cancelRelease', { ...(await scheduled()), reason: '取消' }],
  },
  'edition.publish, a release': {
    allows: (actor) => disclosurePolicy.can(actor, 'edition.publish', { place }),
    call: async () => ['publishRelease', await scheduled()],
  },
  'edition.update, its change': {
    allows: (actor) => disclosurePolicy.can(actor, 'edition.update', { place }),
    call: async () => ['describeChange', { ...(await revision()), changeType: 'MINOR' }],
  },
  'disclosure.withdraw, revoked': {
    allows: (actor) => disclosurePolicy.can(actor, 'disclosure.withdraw', { place }),
    call: async () => [
      'decideRevocation',
      { indexNumber: (await published(stage)).indexNumber, decidedOn: '2026-03-03' },
    ],
  },
  'disclosure.withdraw, explained': {
    allows: (actor) => disclosurePolicy.can(actor, 'disclosure.withdraw', { place }),
    call: async () => ['explainRevocation', await revoked()],
  },
  'impactAssessment.record': {
    allows: (actor) => disclosurePolicy.can(actor, 'impactAssessment.record', { place }),
    call: async () => [
      'recordImpactAssessment',
      { ...ASSESSMENT, organizationCode: TARGET, programme: randomUUID() },
    ],
  },
  // Of the whole county, wherever the organization stands.
  'reassessmentLimit.set': {
    allows: (actor) => disclosurePolicy.can(actor, 'reassessmentLimit.set', { place: COUNTY }),
    call: async () => ['setReassessmentLimit', { ground: 'PROCESS', years: 5 }],
  },
  'organization.change': {
    allows: (actor) => organizationPolicy.can(actor, 'organization.change', { place: COUNTY }),
    call: async () => [
      'renameOrganization',
      { organizationCode: TARGET, shortName: '县民政局', fullName: '喀左县民政局' },
    ],
  },
  'posting.record': {
    allows: (actor) => sitePolicy.can(actor, 'posting.record', { place }),
    call: async () => [
      'recordPosting',
      {
        indexNumber: await printedRecord(),
        organizationCode: TARGET,
        place: '村委会公示栏',
        postedFrom: '2026-03-01',
        postedTo: '2026-03-03',
      },
    ],
  },
  'user.create': {
    allows: (actor) => identityPolicy.can(actor, 'user.create', { place }),
    call: async () => [
      'createUser',
      {
        username: `new.${randomUUID().slice(0, 8)}`,
        displayName: '新账号',
        organizationCode: TARGET,
        password: 'a long enough passphrase',
      },
    ],
  },
  'user.disable': {
    allows: (actor) => identityPolicy.can(actor, 'user.disable', { place }),
    call: async () => ['disableUser', { username: await newcomer() }],
  },
  'grant.give': {
    allows: (actor) => identityPolicy.can(actor, 'grant.give', { place, role: 'EDITOR' }),
    call: async () => [
      'grantRole',
      { username: await newcomer(), role: 'EDITOR', organizationCode: TARGET },
    ],
  },
  'grant.revoke': {
    allows: (actor) => identityPolicy.can(actor, 'grant.revoke', { place, role: 'EDITOR' }),
    call: async () => [
      'revokeRole',
      { username: await newcomer('EDITOR'), role: 'EDITOR', organizationCode: TARGET },
    ],
  },
}

test('the reviewed table says what the policies allow at an organization', async () => {
  const people = actorsOf(stage.county)
  const relations = Object.keys(RELATIONS)
  const rows = Object.entries(ACTIONS).map(([action, { allows }]) => {
    const cells = relations.map((relation) => {
      const able = people.filter((one) => one.relation === relation && allows(one.actor))
      return able.map(({ role }) => role).join(', ') || '–'
    })
    return `| ${action} | ${cells.join(' | ')} |`
  })
  const table = [
    '# Who may do what at an organization',
    '',
    'As in [matrix.md](matrix.md). `grant.*` is asked for the role EDITOR: an ORG_ADMIN gives and takes only roles that',
    'they hold there themselves. API clients are managed by the office alone.',
    '',
    `| action | ${relations.join(' | ')} |`,
    `| --- |${relations.map(() => ' --- |').join('')}`,
    ...rows,
    '',
  ].join('\n')
  await expect(table).toMatchFileSnapshot('organization.md')
})

test.each(Object.keys(ACTIONS))('GraphQL does what the table says of %s', async (action) => {
  const { allows, call } = ACTIONS[action] as (typeof ACTIONS)[string]
  const wrong: string[] = []
  // Whoever is refused leaves everything as it was for the next.
  let next = await call()
  for (const { role, relation, actor } of actorsOf(stage.county)) {
    const outcome = await attempt(actor, next)
    const done = outcome.endsWith('Success')
    if (done !== allows(actor)) wrong.push(`${role} ${relation}: ${outcome}`)
    if (done) next = await call()
  }
  expect(wrong).toEqual([])
  expect(await attempt(null, next)).toBe('ForbiddenError')
})

test('every action of every policy is in one of the matrices, or only reads, or is the office’s alone', () => {
  // Those of channels have a table of their own: channel.db.test.ts.
  const channel = Object.keys(channelPolicy.rules)
  const listed = [...Object.keys(EDITION_ACTIONS), ...Object.keys(ACTIONS), ...channel]
  const others = Object.keys(actions).filter((action) => !listed.includes(action))
  expect(others.toSorted()).toEqual([
    'calendar.set',
    'client.manage',
    'disclosure.readArea',
    'disclosure.readKept',
    'edition.read',
    'edition.readPersonalDataAccess',
    'impactAssessment.read',
    'organization.readChanges',
    'posting.read',
    'release.readLateness',
    // They turn on what one holds: delegate-role.db.test.ts.
    'role.delegate',
    'role.endDelegation',
    'security.read',
    'template.read',
    'user.read',
  ])
  expect(actions['calendar.set'].roles).toEqual(['OFFICE'])
  expect(actions['client.manage'].roles).toEqual(['OFFICE'])
})

let printed: Promise<string> | undefined

/** A public record of which a sheet hung somewhere. */
function printedRecord(): Promise<string> {
  printed ??= published(stage).then(({ indexNumber }) => indexNumber ?? '')
  return printed
}

/** A warning that waits for nobody's review. */
async function urgentDraft() {
  const edition = await draft(stage, WARNING)
  return { edition, input: { ...refer(edition), editionId: encodeGlobalID('Edition', edition.id) } }
}

/** A review that is owed, of what the office has published. */
async function owedReview(): Promise<string> {
  const { edition } = await urgentDraft()
  const office = stage.county.person('county', 'OFFICE')
  const input = { ...refer(edition), reason: '险情', checks: REVIEW_CHECKS }
  await publishUrgently(stage.platform, office, input)
  const { id } = await stage.platform.database.retrospectiveReview.findUniqueOrThrow({
    where: { editionId: edition.id },
  })
  return encodeGlobalID('RetrospectiveReview', id)
}

async function approvedInput() {
  const edition = await approved(stage)
  return { ...refer(edition), editionId: encodeGlobalID('Edition', edition.id) }
}

/** An edition that goes public tomorrow. */
async function scheduled() {
  const edition = await approved(stage)
  const approver = stage.county.person(TARGET, 'APPROVER')
  const at = new Date('2026-03-04T04:00:00Z')
  const release = await schedulePublication(stage.platform, approver, { ...refer(edition), at })
  return { releaseId: encodeGlobalID('Release', release.id), expectedVersion: release.version }
}

/** The draft of a revision, by the first editor of the target. */
async function revision() {
  const input = { indexNumber: (await published(stage)).indexNumber ?? '' }
  const editor = stage.county.person(TARGET, 'EDITOR')
  const edition = await reviseDisclosure(stage.platform, editor, input)
  return { ...refer(edition), editionId: encodeGlobalID('Edition', edition.id) }
}

/** A record whose revocation the public has not been told the reason of. */
async function revoked() {
  const record = { indexNumber: (await published(stage)).indexNumber ?? '' }
  const approver = stage.county.person(TARGET, 'APPROVER')
  await decideRevocation(stage.platform, approver, { ...record, decidedOn: '2026-03-03' })
  return { ...record, reason: '决定被撤销' }
}

/** A front end that could post readings for the target. */
async function newFeed() {
  await stage.sql(
    `UPDATE item SET kinds = '{Notice,PolicyDocument,AirQualityReading,AdministrativeDecision,Warning}' WHERE code = '2.2'`,
  )
  const clientName = `数据接入${randomUUID().slice(0, 8)}`
  await stage.platform.database.apiClient.create({
    data: { name: clientName, channel: 'FEED', secretHash: randomUUID() },
  })
  return { clientName, kind: 'AirQualityReading', itemCode: '2.2', organizationCode: TARGET }
}

/** What the office may let pass: a sole trader’s ID number in a decision about them. */
async function certainFinding(): Promise<object> {
  const options = { kind: 'AdministrativeDecision', content: soleTrader('处罚决定') }
  const edition = await draft(stage, options)
  const { database, clock } = stage.platform
  const [finding] = await privacyFindings(database, edition, clock.now())
  return {
    ...refer(edition),
    editionId: encodeGlobalID('Edition', edition.id),
    findingKey: finding?.key,
    decision: 'PUBLISHABLE',
    reason: '依法公示',
  }
}

/** An account at the target that nobody acts as. */
async function newcomer(role?: 'EDITOR'): Promise<string> {
  const username = `someone.${randomUUID().slice(0, 8)}`
  await stage.platform.database.user.create({
    data: {
      username,
      displayName: username,
      passwordHash: 'none',
      organizationCode: TARGET,
      ...(role && {
        grants: { create: { role, organizationCode: TARGET, validFrom: new Date('2020-01-01') } },
      }),
    },
  })
  return username
}

async function attempt(actor: Actor | null, call: Call): Promise<string> {
  if (typeof call === 'function') {
    return call(actor).then(
      () => 'Success',
      (error: unknown) => (error as Error).name,
    )
  }
  const [name, input] = call
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const source = `mutation ($input: ${type}!) { result: ${name}(input: $input) { __typename } }`
  const { data, text } = await api.ask(actor, source, { input })
  return (data?.['result'] as { __typename: string } | undefined)?.__typename ?? text
}
