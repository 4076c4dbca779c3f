import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { placeOf, together } from '../../../test/support/county.ts'
import {
  acceptKinds,
  approved,
  decideAll,
  draft,
  published,
  refer,
  signature,
  submit,
  submitted,
  WARNING,
} from '../../../test/support/editions.ts'
import { openStage, race, TODAY } from '../../../test/support/stage.ts'
import { reviewEdition } from '../disclosure/commands/review-edition.ts'
import { sendBackEdition } from '../disclosure/commands/send-back-edition.ts'
import { withholdEdition } from '../disclosure/commands/withhold-edition.ts'
import { type Edition, REVIEW_CHECKS } from '../disclosure/model.ts'
import { type Actor, ROLES } from '../identity/model.ts'
import { disclosurePolicy } from '../disclosure/policy.ts'
import { schedulePublication } from '../publication/commands/create-release.ts'
import { decideRevocation, explainRevocation } from '../publication/commands/decide-revocation.ts'
import { publishUrgently } from '../publication/commands/publish-urgently.ts'
import { cancelRelease } from '../publication/commands/schedule-release.ts'
import { signRetrospectiveReview } from '../publication/commands/sign-retrospective-review.ts'
import { acceptRosters, ROSTER, rosterRows } from '../../../test/support/rosters.ts'
import { claimTask, releaseTask } from './commands/claim-task.ts'
import type { TaskFilter, TaskPosition } from './model.ts'
import { countTasks, listTasks } from './queries/tasks.ts'

const stage = await openStage()
afterAll(stage.close)
beforeEach(() => stage.clock.set(TODAY))
const { person } = stage.county
const { platform } = stage
const editor = person('mzj', 'EDITOR')
const reviewer = person('mzj', 'REVIEWER')
const approver = person('mzj', 'APPROVER')
const office = person('county', 'OFFICE')

const list = (actor: Actor, filter: TaskFilter = {}, after: TaskPosition | null = null) =>
  listTasks(platform.database, { actor, now: stage.clock.now() }, filter, { size: 100, after })
const typesFor = async (actor: Actor, { id }: Edition) =>
  (await list(actor, { subjectId: id })).map(({ type }) => type)
const RETURN = { decision: 'RETURN', comment: '请补充', checks: [] } as const

describe('what waits for whom', () => {
  test('does each step of the way wait for whoever may take it, and go when it is taken?', async () => {
    const waiting = await submitted(stage)
    expect(await typesFor(reviewer, waiting)).toEqual(['REVIEW'])
    expect(await typesFor(approver, waiting)).toEqual([])
    const signed = await reviewEdition(platform, reviewer, signature(waiting))
    expect(await typesFor(reviewer, waiting)).toEqual([])
    expect(await typesFor(approver, waiting)).toEqual(['APPROVE'])
    const done = await reviewEdition(platform, approver, signature(signed))
    expect(await typesFor(approver, waiting)).toEqual(['PUBLISH'])
    expect(await typesFor(office, waiting)).toEqual(['PUBLISH'])
    const back = { ...refer(done), comment: '有误' }
    await sendBackEdition(platform, approver, back)
    expect(await typesFor(editor, waiting)).toEqual(['REVISE_RETURNED'])
    expect(await typesFor(person('mzj', 'EDITOR', 2), waiting)).toEqual([])
  })

  test('is a draft that was never submitted a task? no; a returned one is, of those who wrote it', async () => {
    const first = await draft(stage)
    expect(await typesFor(editor, first)).toEqual([])
    const returned = await reviewEdition(platform, reviewer, {
      ...signature(await submit(stage, first)),
      ...RETURN,
    })
    expect(await typesFor(editor, returned)).toEqual(['REVISE_RETURNED'])
  })

  test('三审三校: does a step wait for whoever wrote the text or signed another step? no', async () => {
    const both = together(reviewer, approver)
    const waiting = await submitted(stage)
    const signed = await reviewEdition(platform, both, signature(waiting))
    expect(await typesFor(both, signed)).toEqual([])
    const author = together(editor, person('mzj', 'REVIEWER', 2))
    expect(await typesFor(author, await submitted(stage, { author }))).toEqual([])
  })

  test('does likely personal data wait for a decision of whoever did not write it, until it is decided?', async () => {
    const content = { title: '联系方式', bodyMarkdown: '联系人赵甲，手机13800001234' }
    const waiting = await submitted(stage, { content })
    expect(await typesFor(office, waiting)).toEqual(['DECIDE_PRIVACY'])
    expect(await typesFor(reviewer, waiting)).toEqual(['DECIDE_PRIVACY', 'REVIEW'])
    expect(await typesFor(editor, waiting)).toEqual([])
    await decideAll(stage, waiting)
    expect(await typesFor(office, waiting)).toEqual([])
  })

  test('条例第18条: does an assessment anew come back a month before it is due?', async () => {
    const input = { ground: 'PROCESS', reason: '讨论记录', reassessOn: '2026-05-03' } as const
    const withheld = await withholdEdition(platform, office, {
      ...refer(await approved(stage)),
      ...input,
    })
    expect(await typesFor(approver, withheld)).toEqual([])
    stage.clock.set('2026-04-04T04:00:00.000Z')
    const [task] = await list(approver, { subjectId: withheld.id })
    expect(task).toMatchObject({ type: 'REASSESS', dueAt: new Date('2026-05-02T16:00:00Z') })
  })

  test('does the end of a display come up three days before?', async () => {
    await acceptRosters(stage)
    const content = { ...ROSTER, displayTo: '2026-03-10', recipients: rosterRows(2) }
    const live = await published(stage, { kind: 'RecipientRoster', content })
    const filter = { types: ['DISPLAY_ENDS'] }
    expect(await list(editor, filter)).toEqual([])
    stage.clock.set('2026-03-08T00:00:00.000Z')
    expect(await list(editor, filter)).toMatchObject([
      {
        subjectId: live.disclosureId,
        title: ROSTER.title,
        dueAt: new Date('2026-03-10T16:00:00Z'),
      },
    ])
    expect(await list(reviewer, filter)).toEqual([])
  })

  test('does a normative document without an interpretation wait for one, until its fifth working day?', async () => {
    const live = await published(stage)
    await stage.sql(
      `INSERT INTO interpretation_duty (disclosure_id, opened_at, due_on) VALUES ($1, $2, '2026-03-10')`,
      [live.disclosureId, TODAY],
    )
    const filter = { types: ['INTERPRET_POLICY'] }
    expect(await list(editor, filter)).toMatchObject([
      { subjectId: live.disclosureId, dueAt: new Date('2026-03-10T16:00:00Z') },
    ])
    expect(await list(person('hbj', 'EDITOR'), filter)).toEqual([])
    await stage.sql('UPDATE interpretation_duty SET closed_at = $1', [TODAY])
    expect(await list(editor, filter)).toEqual([])
  })

  test('does what was published urgently wait for somebody who neither wrote nor published it, for a day?', async () => {
    await acceptKinds(stage, 'Warning')
    const warning = await publishUrgently(platform, approver, {
      ...refer(await draft(stage, WARNING)),
      reason: '暴雨将至',
      checks: REVIEW_CHECKS,
    })
    const filter = { types: ['REVIEW_RETROSPECTIVELY'] }
    expect(await list(office, filter)).toMatchObject([
      { editionId: warning.id, dueAt: new Date(new Date(TODAY).getTime() + 86_400_000) },
    ])
    expect(await list(reviewer, filter)).toHaveLength(1)
    expect(await list(approver, filter)).toEqual([])
    expect(await list(editor, filter)).toEqual([])
    expect(await list(together(editor, reviewer), filter)).toEqual([])
    const [task] = await list(office, filter)
    await signRetrospectiveReview(platform, office, {
      reviewId: task?.subjectId ?? '',
      decision: 'CONFIRMED',
    })
    expect(await list(office, filter)).toEqual([])
  })

  test('does what has its time set wait for anybody? no, until the time is taken back', async () => {
    const ready = await approved(stage)
    const at = new Date('2026-03-04T00:00:00Z')
    const { id, version } = await schedulePublication(platform, approver, { ...refer(ready), at })
    expect(await typesFor(approver, ready)).toEqual([])
    const reason = '另行安排'
    await cancelRelease(platform, approver, { releaseId: id, expectedVersion: version, reason })
    expect(await typesFor(approver, ready)).toEqual(['PUBLISH'])
  })

  test('行政处罚法48: does the reason of a revocation wait for approvers until it is public, for three days?', async () => {
    const { disclosureId, indexNumber } = await published(stage)
    const record = { indexNumber: indexNumber ?? '' }
    await decideRevocation(platform, approver, { ...record, decidedOn: '2026-03-03' })
    const filter = { types: ['EXPLAIN_REVOCATION'] }
    expect(await list(approver, filter)).toMatchObject([
      { subjectId: disclosureId, editionId: null, dueAt: new Date('2026-03-06T16:00:00Z') },
    ])
    expect(await list(editor, filter)).toEqual([])
    await explainRevocation(platform, approver, { ...record, reason: '复议机关撤销了该决定' })
    expect(await list(approver, filter)).toEqual([])
  })

  test('does anybody learn by a task of what they may not read? no', async () => {
    await submitted(stage)
    const place = placeOf('mzj')
    for (const body of ['mzj', 'jzz', 'hbj', 'county'] as const) {
      for (const role of ROLES) {
        const actor = person(body, role, 2)
        const there = (await list(actor)).some(({ organizationCode }) => organizationCode === 'mzj')
        expect(there && !disclosurePolicy.can(actor, 'edition.read', { place })).toBe(false)
      }
    }
  })
})

describe('counts and pages', () => {
  test('do counts agree with the list, type by type?', async () => {
    for (const actor of [editor, reviewer, approver, office]) {
      const listed = Map.groupBy(await list(actor), ({ type }) => type)
      const counts = await countTasks(platform.database, { actor, now: stage.clock.now() })
      expect(counts.length).toBeGreaterThan(6)
      for (const { type, count } of counts)
        expect([type, count]).toEqual([type, listed.get(type)?.length ?? 0])
    }
  })

  test('do pages go on where the last one ended, what is due before what is not?', async () => {
    stage.clock.set('2026-04-10T04:00:00.000Z')
    const all = await list(office)
    expect(all.length).toBeGreaterThan(1)
    const dues = all.map(({ dueAt }) => dueAt?.getTime() ?? Infinity)
    expect(dues).toEqual(dues.toSorted((a, b) => a - b))
    for (const [index, task] of all.entries()) {
      const { type, subjectId } = task
      const position = {
        type,
        subjectId,
        dueAt: task.dueAt?.getTime() ?? null,
        since: task.since.getTime(),
      }
      expect(await list(office, {}, position)).toEqual(all.slice(index + 1))
    }
  })

  test('is a list of types that nobody knows empty?', async () => {
    expect(await list(office, { types: ['NONE'] })).toEqual([])
  })
})

describe('taking on', () => {
  const reference = ({ id }: Edition) => ({ type: 'REVIEW', subjectId: id })
  const claim = (actor: Actor | null, edition: Edition) =>
    claimTask(platform, actor, reference(edition))
  const other = person('mzj', 'REVIEWER', 2)

  test('do others see who has, is there one at most, and may anybody do it all the same?', async () => {
    const waiting = await submitted(stage)
    await claim(reviewer, waiting)
    const [seen] = await list(other, { subjectId: waiting.id })
    expect(seen?.claim).toMatchObject({ userId: reviewer.userId })
    expect((await list(reviewer, { mine: true })).map(({ subjectId }) => subjectId)).toEqual([
      waiting.id,
    ])
    expect(await stage.refusal(() => claim(other, waiting))).toMatchObject({ code: 'CLAIMED' })
    await releaseTask(platform, reviewer, reference(waiting))
    await claim(other, waiting)
    const release = () => releaseTask(platform, reviewer, reference(waiting))
    expect(await stage.refusal(release)).toMatchObject({ code: 'NOT_CLAIMED' })
    const signed = await reviewEdition(platform, reviewer, signature(waiting))
    expect(signed.currentStep).toBe(2)
  })

  test('of two at once, does one get it?', async () => {
    const waiting = await submitted(stage)
    const outcome = await race([claim(reviewer, waiting), claim(other, waiting)])
    expect(outcome).toMatchObject({ done: [{}], refused: ['CLAIMED'] })
  })

  test.each([
    ['whom it does not wait for', editor, 'NOT_FOUND'],
    ['a stranger', person('hbj', 'REVIEWER'), 'NOT_FOUND'],
    ['nobody', null, 'UNAUTHENTICATED'],
  ] as const)('is it taken on by %s? no', async (_who, actor, code) => {
    const waiting = await submitted(stage)
    expect(await stage.refusal(() => claim(actor, waiting))).toMatchObject({ code })
  })
})
