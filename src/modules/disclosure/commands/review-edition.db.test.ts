import { afterAll, describe, expect, test } from 'vitest'
import { together, withSubtree } from '../../../../test/support/county.ts'
import { draft, refer, signature, submit, submitted } from '../../../../test/support/editions.ts'
import { openStage, race } from '../../../../test/support/stage.ts'
import type { Actor } from '../../identity/model.ts'
import { type Edition, REVIEW_CHECKS } from '../model.ts'
import { commentsOn } from '../queries/comments.ts'
import { commentOnEdition } from './comment-on-edition.ts'
import { resolveComment } from './resolve-comment.ts'
import { reviewEdition, type ReviewEditionInput } from './review-edition.ts'
import { updateDraft } from './update-draft.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const editor = person('mzj', 'EDITOR')
const reviewer = person('mzj', 'REVIEWER')
const approver = person('mzj', 'APPROVER')

type Decision = Partial<ReviewEditionInput>
const RETURN = { decision: 'RETURN', checks: [], comment: '请补充发放标准' } as const
const review = (actor: Actor | null, edition: Edition, decision: Decision = {}) =>
  reviewEdition(stage.platform, actor, { ...signature(edition), ...decision })
const refusal = (actor: Actor | null, edition: Edition, decision: Decision = {}) =>
  stage.refusal(() => review(actor, edition, decision))

describe('signing', () => {
  test('does each signature pass the edition on, and the last approve it?', async () => {
    const waiting = await submitted(stage)
    const first = await review(reviewer, waiting)
    expect(first).toMatchObject({
      state: 'IN_REVIEW',
      version: waiting.version + 1,
      currentStep: 2,
      currentRole: 'APPROVER',
    })
    const last = await review(approver, first, { comment: '同意' })
    expect(last).toMatchObject({
      state: 'APPROVED',
      version: waiting.version + 2,
      currentStep: null,
      currentRole: null,
      contentHash: waiting.contentHash,
      steps: [
        { step: 1, role: 'REVIEWER', decision: 'APPROVE', actor: { userId: reviewer.userId } },
        { step: 2, role: 'APPROVER', comment: '同意', actor: { userId: approver.userId } },
      ],
    })
    expect(await stage.events()).toEqual(
      [
        ['SUBMITTED', waiting.author?.userId],
        ['SIGNED', reviewer.userId],
        ['APPROVED', approver.userId],
      ].map(([move, actorId]) => ({
        name: 'edition.moved',
        data: { editionId: waiting.id, move, actorId },
      })),
    )
  })

  test('does a signature keep what was signed, when, and with which checks?', async () => {
    const waiting = await submitted(stage)
    const checks = ['WORDING', 'SECRECY', 'PRIVACY', 'SECRECY'] as const
    await review(reviewer, waiting, { checks })
    const steps = `SELECT role, decision, checks::text[] AS checks, content_hash, decided_at
                     FROM review_step WHERE edition_id = $1`
    expect(await stage.sql(steps, [waiting.id])).toEqual([
      {
        role: 'REVIEWER',
        decision: 'APPROVE',
        checks: ['WORDING', 'SECRECY', 'PRIVACY'],
        content_hash: waiting.contentHash,
        decided_at: stage.clock.now(),
      },
    ])
  })

  test.each([
    ['条例17: SECRECY', 'SECRECY'],
    ['个人信息保护法: PRIVACY', 'PRIVACY'],
    ['三审三校: WORDING', 'WORDING'],
  ] as const)('is a signature without %s refused?', async (_what, missing) => {
    const checks = REVIEW_CHECKS.filter((check) => check !== missing)
    const refused = await refusal(reviewer, await submitted(stage), { checks })
    expect(refused).toMatchObject({ problems: [{ path: 'checks', code: 'CHECK_MISSING' }] })
  })

  test('are all missing checks told at once?', async () => {
    const refused = await refusal(reviewer, await submitted(stage), { checks: [] })
    expect(refused).toMatchObject({ problems: [{}, {}, {}] })
    expect(refused.message).toMatch(/保密审查.*个人信息审查.*文字校对/)
  })

  test('does the audit row name the role and the place that were due, of all that one has?', async () => {
    const chief = together(person('mzj', 'REVIEWER', 2), withSubtree(person('county', 'APPROVER')))
    const first = await review(reviewer, await submitted(stage))
    await review(chief, first)
    const audited = `SELECT actor_id, actor_role, actor_place, before_hash, after_hash, details
                       FROM audit_event WHERE subject_id = $1 ORDER BY seq DESC LIMIT 1`
    expect(await stage.sql(audited, [first.id])).toEqual([
      {
        actor_id: chief.userId,
        actor_role: 'APPROVER',
        actor_place: 'county',
        before_hash: stage.evidence.blind(first.contentHash),
        after_hash: stage.evidence.blind(first.contentHash),
        details: { decision: 'APPROVE', step: 2, round: 1, state: 'APPROVED' },
      },
    ])
  })
})

describe('returning', () => {
  test('does the edition go back to its authors, with the comment kept?', async () => {
    const returned = await review(reviewer, await submitted(stage), RETURN)
    expect(returned).toMatchObject({
      state: 'DRAFT',
      round: 1,
      currentStep: null,
      currentRole: null,
      steps: [{ step: 1, round: 1, decision: 'RETURN', comment: '请补充发放标准', checks: [] }],
    })
  })

  test('does the next submission begin a new round, with the old one kept?', async () => {
    const returned = await review(reviewer, await submitted(stage), RETURN)
    const change = { ...refer(returned), kind: 'Notice', content: returned.content }
    const again = await submit(stage, await updateDraft(stage.platform, editor, change))
    expect(again).toMatchObject({ round: 2, currentStep: 1, currentRole: 'REVIEWER' })
    const signed = await review(reviewer, again)
    const last = await review(approver, signed)
    expect(last.state).toBe('APPROVED')
    expect(last.steps.map(({ round, step, decision }) => [round, step, decision])).toEqual([
      [1, 1, 'RETURN'],
      [2, 1, 'APPROVE'],
      [2, 2, 'APPROVE'],
    ])
  })

  test('may the approver return what the reviewer has signed?', async () => {
    const signed = await review(reviewer, await submitted(stage))
    expect(await review(approver, signed, RETURN)).toMatchObject({ state: 'DRAFT' })
  })

  test('does it need no words of its own where a remark is open, and keep them as a remark where it has some?', async () => {
    const waiting = await submitted(stage)
    const remark = { editionId: waiting.id, path: 'title', text: '标题应写明年度' }
    const { id } = await commentOnEdition(stage.platform, reviewer, remark)
    const returned = await review(reviewer, waiting, { ...RETURN, comment: null })
    expect(returned.steps[0]?.comment).toBe('见未解决的批注 1 条')
    await resolveComment(stage.platform, editor, { commentId: id, resolved: true })

    const again = await submit(stage, returned)
    const refused = await refusal(reviewer, again, { ...RETURN, comment: null })
    expect(refused).toMatchObject({ problems: [{ code: 'REQUIRED' }] })
    await review(reviewer, again, RETURN)
    const page = { size: 9, after: null, open: true }
    expect(await commentsOn(stage.platform.database, waiting.id, page)).toMatchObject([
      { occasion: 'RETURN', path: null, round: 2, author: { userId: reviewer.userId } },
    ])
  })

  test.each([
    ['no comment', { comment: null }, 'REQUIRED'],
    ['a comment of blanks', { comment: ' \n　' }, 'EMPTY'],
    ['a comment that is too long', { comment: '改'.repeat(1001) }, 'TOO_LONG'],
    ['a control character in it', { comment: '改\u0007' }, 'CONTROL_CHARACTER'],
  ])('is a return with %s refused?', async (_what, comment, code) => {
    const refused = await refusal(reviewer, await submitted(stage), { ...RETURN, ...comment })
    expect(refused).toMatchObject({ problems: [{ path: 'comment', code }] })
  })
})

describe('三审三校: one person signs at most one step, and never their own text', () => {
  test('may an author who is a reviewer too sign? no', async () => {
    const both = together(person('mzj', 'EDITOR'), reviewer)
    const waiting = await submitted(stage, { author: both })
    expect(await refusal(both, waiting)).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
    expect(await refusal(both, waiting, RETURN)).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
  })

  test('may a second author sign? no', async () => {
    const both = together(reviewer, person('mzj', 'EDITOR', 2))
    const first = await draft(stage)
    const change = { ...refer(first), kind: 'Notice', content: first.content }
    const waiting = await submit(stage, await updateDraft(stage.platform, both, change))
    expect(await refusal(both, waiting)).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
  })

  test('may one who is reviewer and approver sign both steps? no', async () => {
    const both = together(reviewer, approver)
    const first = await review(both, await submitted(stage))
    expect(await refusal(both, first)).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
    expect(await review(person('mzj', 'APPROVER', 2), first)).toMatchObject({ state: 'APPROVED' })
  })

  test('may whoever returned at one step sign another in the next round? yes, but no more than one', async () => {
    const both = together(reviewer, approver)
    const returned = await review(both, await submitted(stage), RETURN)
    const again = await submit(stage, returned)
    const first = await review(person('mzj', 'REVIEWER', 2), again)
    expect(await review(both, first)).toMatchObject({ state: 'APPROVED' })
    const other = await submit(stage, await review(reviewer, await submitted(stage), RETURN))
    const signed = await review(both, other)
    expect(await refusal(both, signed)).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
  })

  test('may two reviewers sign the two steps of a chain that asks for two? only both', async () => {
    const waiting = await submitted(stage, { body: 'jzz' })
    const first = await review(person('jzz', 'REVIEWER'), waiting)
    const again = await refusal(person('jzz', 'REVIEWER'), first)
    expect(again).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
    const second = await review(person('jzz', 'REVIEWER', 2), first)
    expect(second).toMatchObject({ currentStep: 3, currentRole: 'APPROVER' })
  })
})

describe('out of turn', () => {
  test.each([
    ['an approver at the step of the reviewer', approver, 'OUT_OF_TURN'],
    ['an editor, who reads it', person('mzj', 'EDITOR', 2), 'FORBIDDEN'],
    ['the office, which reads it', person('county', 'OFFICE'), 'FORBIDDEN'],
    ['a reviewer of a sibling', person('hbj', 'REVIEWER'), 'NOT_FOUND'],
    ['a reviewer of the county, alone', person('county', 'REVIEWER'), 'NOT_FOUND'],
    ['nobody', null, 'UNAUTHENTICATED'],
  ] as const)('does %s sign? no', async (_who, actor, code) => {
    expect(await refusal(actor, await submitted(stage))).toMatchObject({ code })
  })

  test('is a draft signed, or what is approved already? no', async () => {
    const waiting = await submitted(stage)
    const done = await review(approver, await review(reviewer, waiting))
    const other = person('mzj', 'REVIEWER', 2)
    expect(await refusal(other, await draft(stage))).toMatchObject({ code: 'OUT_OF_TURN' })
    expect(await refusal(other, done)).toMatchObject({ code: 'OUT_OF_TURN' })
    expect(await refusal(other, waiting)).toMatchObject({ code: 'STALE_VERSION' })
  })

  test.each([
    ['two reviewers', person('mzj', 'REVIEWER', 2)],
    ['one reviewer twice', reviewer],
  ])('of %s at once, is one signature taken and the other a conflict?', async (_who, other) => {
    const waiting = await submitted(stage)
    const outcome = await race([review(reviewer, waiting), review(other, waiting)])
    expect(outcome).toMatchObject({ done: [{ currentStep: 2 }], refused: ['STALE_VERSION'] })
    const steps = 'SELECT step FROM review_step WHERE edition_id = $1'
    expect(await stage.sql(steps, [waiting.id])).toEqual([{ step: 1 }])
  })
})
