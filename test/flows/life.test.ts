import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import {
  approveOver,
  draftOver,
  type EditionAnswer,
  noticeOf,
  publishedOver,
  publishOver,
  refer,
} from '../support/editorial.ts'
import { samplesOf } from '../support/samples.ts'

// From approval to the tombstone over HTTP: what an approver, an editor and a citizen see of each way that a record may go.

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE' })
})
afterAll(() => app.close())

const EDITION = 'edition { id version state }'
const RELEASE =
  'release { id version state dueAt latenessMs problems { path code } members { edition { state } } steps { action reason } }'
const SHOWN = `query ($indexNumber: String!) { disclosure(indexNumber: $indexNumber) { status title bodyText
  changeHistory { type note version } withdrawal { type reason successorIndexNumber } } }`

interface Answered {
  readonly edition: EditionAnswer
}
interface ReleaseAnswer {
  readonly release: {
    readonly id: string
    readonly version: number
    readonly state: string
  }
}

const approved = async (title: string) =>
  approveOver(app.signIn, await draftOver(app.signIn, { content: noticeOf(title) }))
const shown = async (indexNumber: string) =>
  (await app.anonymous.query<{ disclosure: unknown }>(SHOWN, { indexNumber })).disclosure
const inTime = (ms: number) => new Date(Date.now() + ms).toISOString()
const referTo = ({ release: { id, version } }: ReleaseAnswer) => ({
  releaseId: id,
  expectedVersion: version,
})

describe('at a set time', () => {
  const schedule = async (edition: EditionAnswer, at: string) => {
    const approver = await app.signIn('wjj.approver')
    return approver.succeed<ReleaseAnswer>(
      'schedulePublication',
      { ...refer(edition), at },
      RELEASE,
    )
  }
  const released = async ({ release: { id } }: ReleaseAnswer) => {
    const approver = await app.signIn('wjj.approver')
    const document = `query ($id: ID!) { viewer { release(id: $id) { state latenessMs problems { path code } } } }`
    return (
      await approver.query<{ viewer: { release: Record<string, unknown> } }>(document, { id })
    ).viewer.release
  }

  test('it is public then and not before, and how late that was is told', async () => {
    const edition = await approved('定时公开的通知')
    const release = await schedule(edition, inTime(1_500))
    expect(release).toMatchObject({ release: { state: 'SCHEDULED', latenessMs: null } })
    const listed = '{ disclosures(first: 1) { nodes { title publishedAt } } }'
    const newest = async () => JSON.stringify(await app.anonymous.query(listed))
    expect(await newest()).not.toContain('定时公开的通知')
    await vi.waitUntil(async () => (await newest()).includes('定时公开的通知'), { timeout: 15_000 })
    const fired = await released(release)
    expect(fired).toMatchObject({ state: 'PUBLISHED', problems: [] })
    expect(fired['latenessMs']).toBeGreaterThanOrEqual(0)
  })

  test('another time and calling it off take a reason, and then it stays approved', async () => {
    const edition = await approved('改期的通知')
    const approver = await app.signIn('wjj.approver')
    const first = await schedule(edition, inTime(3_600_000))
    const later = { ...referTo(first), at: inTime(7_200_000) }
    expect(await approver.mutate('scheduleRelease', later, RELEASE)).toMatchObject({
      __typename: 'ValidationError',
      problems: [{ path: 'reason', code: 'REQUIRED' }],
    })
    const moved = await approver.succeed<ReleaseAnswer>(
      'scheduleRelease',
      { ...later, reason: '等待批复' },
      RELEASE,
    )
    const off = { ...referTo(moved), reason: '内容须再核' }
    expect(await approver.succeed('cancelRelease', off, RELEASE)).toMatchObject({
      release: {
        state: 'CANCELLED',
        members: [{ edition: { state: 'APPROVED' } }],
        steps: [
          { action: 'SCHEDULE', reason: null },
          { action: 'RESCHEDULE', reason: '等待批复' },
          { action: 'CANCEL', reason: '内容须再核' },
        ],
      },
    })
  })

  test('a time that is past, and an edition that is not approved or has changed since, are refused', async () => {
    const approver = await app.signIn('wjj.approver')
    const edition = await approved('不能倒填日期的通知')
    const draft = await draftOver(app.signIn, { content: noticeOf('尚未审核的通知') })
    const refused = async (one: EditionAnswer, at: string) => {
      const outcome = await approver.mutate('schedulePublication', { ...refer(one), at }, RELEASE)
      return outcome.problems?.[0]?.code ?? outcome.code
    }
    expect(await refused(edition, inTime(-1_000))).toBe('IN_PAST')
    expect(await refused(draft, inTime(60_000))).toBe('WRONG_STATE')
    expect(await refused({ ...edition, version: edition.version - 1 }, inTime(60_000))).toBe(
      'STALE_VERSION',
    )
  })

  test('what was sent back after it was scheduled does not go', async () => {
    const edition = await approved('排定之后退回的通知')
    const release = await schedule(edition, inTime(3_600_000))
    const approver = await app.signIn('wjj.approver')
    await approver.succeed('sendBackEdition', { ...refer(edition), comment: '数字有误' }, EDITION)
    await app.sql('UPDATE release SET due_at = now() WHERE state = $1', ['SCHEDULED'])
    await vi.waitUntil(async () => (await released(release))['state'] !== 'SCHEDULED', {
      timeout: 15_000,
    })
    expect(await released(release)).toMatchObject({
      state: 'FAILED',
      problems: [{ path: 'members.0', code: 'EDITION_CHANGED' }],
    })
  })
})

test('several go as one, or none of them', async () => {
  const editions = [await approved('联合发布之一'), await approved('联合发布之二')]
  const approver = await app.signIn('wjj.approver')
  const input = { name: '两件', editions: editions.map(refer) }
  const created = await approver.succeed<ReleaseAnswer>('createRelease', input, RELEASE)
  expect(created).toMatchObject({ release: { state: 'OPEN' } })
  expect(await approver.succeed('publishRelease', referTo(created), RELEASE)).toMatchObject({
    release: {
      state: 'PUBLISHED',
      members: [{ edition: { state: 'PUBLISHED' } }, { edition: { state: 'PUBLISHED' } }],
    },
  })
  const listed = '{ disclosures(first: 2) { nodes { publishedAt } } }'
  const { disclosures } = await app.anonymous.query<{
    disclosures: { nodes: { publishedAt: string }[] }
  }>(listed)
  expect(new Set(disclosures.nodes.map(({ publishedAt }) => publishedAt)).size).toBe(1)
})

test('a warning goes out at once by one who did not write it, and somebody else reviews it afterwards', async () => {
  const [{ itemCode, organization, content }] = samplesOf('Warning')
  const options = { itemCode, organization, content: { warning: content } }
  const draft = await draftOver(app.signIn, options)
  const [editor, reviewer, approver] = await Promise.all(
    ['editor', 'reviewer', 'approver'].map((role) => app.signIn(`${organization}.${role}`)),
  )
  const checks = ['SECRECY', 'PRIVACY', 'WORDING']
  const urgent = { ...refer(draft), reason: '险情紧急', checks }
  expect(await editor?.mutate('publishUrgently', urgent, EDITION)).toMatchObject({
    __typename: 'ForbiddenError',
  })
  const published = await approver?.succeed(
    'publishUrgently',
    urgent,
    `${EDITION} disclosure { status }`,
  )
  expect(published).toMatchObject({
    edition: { state: 'PUBLISHED' },
    disclosure: { status: 'PUBLISHED' },
  })

  const owed =
    '{ viewer { retrospectiveReviews(first: 9) { nodes { id reason dueAt publishedAt edition { id } } } } }'
  interface Owed {
    readonly viewer: {
      readonly retrospectiveReviews: {
        readonly nodes: readonly {
          id: string
          dueAt: string
          publishedAt: string
          edition: { id: string }
        }[]
      }
    }
  }
  const list = async () =>
    (await reviewer?.query<Owed>(owed))?.viewer.retrospectiveReviews.nodes.filter(
      ({ edition }) => edition.id === draft.id,
    )
  const [review] = (await list()) ?? []
  expect(Date.parse(review?.dueAt ?? '') - Date.parse(review?.publishedAt ?? '')).toBe(86_400_000)
  const signature = { reviewId: review?.id, decision: 'CONFIRMED' }
  const signed = 'review { decision reviewer { username } }'
  expect(await approver?.mutate('signRetrospectiveReview', signature, signed)).toMatchObject({
    code: 'SEPARATION_OF_DUTIES',
  })
  expect(await reviewer?.succeed('signRetrospectiveReview', signature, signed)).toMatchObject({
    review: { decision: 'CONFIRMED', reviewer: { username: `${organization}.reviewer` } },
  })
  expect(await list()).toEqual([])
})

test('a correction tells the public what was wrong, a minor change nothing', async () => {
  const indexNumber = await publishedOver(app.signIn, { content: noticeOf('接种时间的通知') })
  const editor = await app.signIn('wjj.editor')
  const revise = async (change: object, title: string) => {
    const input = { indexNumber, ...change }
    const { edition } = await editor.succeed<Answered>('reviseDisclosure', input, EDITION)
    const update = { ...refer(edition), content: noticeOf(title) }
    const changed = await editor.succeed<Answered>('updateDraft', update, EDITION)
    return publishOver(app.signIn, await approveOver(app.signIn, changed.edition))
  }
  await revise(
    { changeType: 'CORRECTION', changeNote: '接种时间应为上午九时' },
    '接种时间的通知（更正）',
  )
  await revise({ changeType: 'MINOR' }, '接种时间的通知（更正）。')
  expect(await shown(indexNumber)).toMatchObject({
    title: '接种时间的通知（更正）。',
    changeHistory: [{ type: 'CORRECTION', note: '接种时间应为上午九时', version: 2 }],
  })
})

describe('withdrawn', () => {
  const withdraw = async (input: object) => {
    const approver = await app.signIn('wjj.approver')
    return approver.mutate(
      'withdrawDisclosure',
      { reason: '依法撤下', ...input },
      'disclosure { status }',
    )
  }

  test.each(['EXPIRED', 'ERROR', 'PRIVACY', 'REVOKED', 'MERGED', 'REPLACED'])(
    'as %s it shows why, and nothing of what it said',
    async (type) => {
      const word = `撤下的正文${type}`
      const indexNumber = await publishedOver(app.signIn, {
        content: noticeOf(`标题${type}`, word),
      })
      const pointing = ['MERGED', 'REPLACED'].includes(type)
      const successorIndexNumber = pointing
        ? await publishedOver(app.signIn, { content: noticeOf(`取代${type}`) })
        : null
      const outcome = await withdraw({ indexNumber, type, successorIndexNumber })
      expect(outcome).toMatchObject({ __typename: 'WithdrawDisclosureSuccess' })
      const record = await shown(indexNumber)
      expect(record).toMatchObject({
        status: 'WITHDRAWN',
        bodyText: null,
        withdrawal: { type, reason: '依法撤下', successorIndexNumber },
      })
      expect(JSON.stringify(record)).not.toContain(word)
      expect(record).toMatchObject({ title: type === 'PRIVACY' ? null : `标题${type}` })
    },
  )

  test('two records never point to each other', async () => {
    const [one, other] = [
      await publishedOver(app.signIn, { content: noticeOf('互指之一') }),
      await publishedOver(app.signIn, { content: noticeOf('互指之二') }),
    ]
    const first = { indexNumber: one, type: 'MERGED', successorIndexNumber: other }
    expect(await withdraw(first)).toMatchObject({ __typename: 'WithdrawDisclosureSuccess' })
    const back = { indexNumber: other, type: 'REPLACED', successorIndexNumber: one }
    expect(await withdraw(back)).toMatchObject({ problems: [{ code: 'NOT_PUBLIC' }] })
    const itself = { ...back, successorIndexNumber: other }
    expect(await withdraw(itself)).toMatchObject({ problems: [{ code: 'ITSELF' }] })
  })

  test('行政处罚法48: at once when a decision is revoked, and the reason follows', async () => {
    const indexNumber = await publishedOver(app.signIn, { content: noticeOf('处罚决定') })
    const approver = await app.signIn('wjj.approver')
    const decidedOn = new Date().toISOString().slice(0, 10)
    await approver.succeed('decideRevocation', { indexNumber, decidedOn }, 'disclosure { status }')
    expect(await shown(indexNumber)).toMatchObject({
      status: 'WITHDRAWN',
      withdrawal: { type: 'REVOKED' },
    })
    const reason = '复议机关撤销了该决定'
    await approver.succeed('explainRevocation', { indexNumber, reason }, 'disclosure { status }')
    expect(await shown(indexNumber)).toMatchObject({ withdrawal: { type: 'REVOKED', reason } })
  })
})

test('old editions, other records and templates begin new drafts', async () => {
  const edition = await approved('可以再用的通知')
  const indexNumber = await publishOver(app.signIn, edition)
  const editor = await app.signIn('wjj.editor')
  const content = 'edition { id version state number content }'
  const title = { title: '可以再用的通知' }
  const restored = await editor.succeed<Answered>(
    'restoreEdition',
    { editionId: edition.id },
    content,
  )
  expect(restored).toMatchObject({ edition: { state: 'DRAFT', number: 2, content: title } })
  expect(await shown(indexNumber)).toMatchObject({ status: 'PUBLISHED' })
  const target = { itemCode: '4.1', organizationCode: 'wjj' }
  const copy = { editionId: edition.id, ...target }
  expect(await editor.succeed('duplicateEdition', copy, content)).toMatchObject({
    edition: { state: 'DRAFT', number: 1, content: title },
  })
  const template = { editionId: edition.id, organizationCode: 'wjj', name: '通知模板' }
  const made = await editor.succeed<{ template: { id: string } }>(
    'createTemplate',
    template,
    'template { id name }',
  )
  const begun = { templateId: made.template.id, ...target }
  expect(await editor.succeed('draftFromTemplate', begun, content)).toMatchObject({
    edition: { state: 'DRAFT', number: 1 },
  })
})

test('条例第14至18条: what is not disclosed says why, and is assessed again', async () => {
  const edition = await approved('内部事务')
  const office = await app.signIn('office')
  const nextYear = `${new Date().getFullYear() + 1}-06-01`
  const ground = { ground: 'INTERNAL_AFFAIRS', reason: '属于内部事务', reassessOn: nextYear }
  const decision =
    'edition { state nonDisclosure { ground secrecyReviewer { username } reassessOn } }'
  expect(
    await office.succeed('withholdEdition', { ...refer(edition), ...ground }, decision),
  ).toMatchObject({
    edition: {
      state: 'NOT_DISCLOSED',
      nonDisclosure: { ground: 'INTERNAL_AFFAIRS', reassessOn: nextYear },
    },
  })
  const opened = { editionId: edition.id, outcome: 'OPENED', reason: '情形已消失' }
  expect(await office.succeed('reassessEdition', opened, 'edition { state number }')).toMatchObject(
    {
      edition: { state: 'DRAFT', number: 2 },
    },
  )
  const limit = { ground: 'PROCESS', years: 5 }
  expect(await office.succeed('setReassessmentLimit', limit, 'limit { ground years }')).toEqual({
    __typename: 'SetReassessmentLimitSuccess',
    limit,
  })
  const limits = '{ viewer { reassessmentLimits { ground years } } }'
  expect(await office.query(limits)).toMatchObject({
    viewer: { reassessmentLimits: expect.arrayContaining([limit]) as unknown },
  })
})
