import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { acceptKinds, draft, refer, submitted, WARNING } from '../../../../test/support/editions.ts'
import { openStage, race, TODAY } from '../../../../test/support/stage.ts'
import { reviewEdition } from '../../disclosure/commands/review-edition.ts'
import { reviseDisclosure } from '../../disclosure/commands/revise-disclosure.ts'
import { type Edition, REVIEW_CHECKS } from '../../disclosure/model.ts'
import type { Actor } from '../../identity/model.ts'
import type { RetrospectiveReview } from '../model.ts'
import { retrospectivesOwed } from '../queries/retrospective-reviews.ts'
import { publishUrgently } from './publish-urgently.ts'
import {
  signRetrospectiveReview,
  type SignRetrospectiveInput,
} from './sign-retrospective-review.ts'
import { withdrawDisclosure } from './withdraw-disclosure.ts'

const stage = await openStage()
afterAll(stage.close)
const { platform, clock, sql } = stage
const { person } = stage.county
const approver = person('mzj', 'APPROVER')
const other = person('mzj', 'APPROVER', 2)
const reviewer = person('mzj', 'REVIEWER')
const office = person('county', 'OFFICE')
await acceptKinds(stage, 'Warning')

const publish = (edition: Edition, actor: Actor | null = approver, more: object = {}) =>
  publishUrgently(platform, actor, {
    ...refer(edition),
    reason: '暴雨将至',
    checks: REVIEW_CHECKS,
    ...more,
  })
const owed = (actor: Actor = office, overdue = false) =>
  retrospectivesOwed(
    platform.database,
    actor,
    { now: clock.now(), overdue },
    { first: 100, after: null },
  )
const owedFor = async ({ id }: Edition): Promise<RetrospectiveReview> => {
  const found = (await owed()).find(({ edition }) => edition.id === id)
  if (!found) throw new Error('no review is owed')
  return found
}
const sign = (
  { id }: RetrospectiveReview,
  actor: Actor | null,
  input: Partial<SignRetrospectiveInput> = {},
) => signRetrospectiveReview(platform, actor, { reviewId: id, decision: 'CONFIRMED', ...input })

beforeEach(() => clock.set(TODAY))

describe('what cannot wait', () => {
  test.each([
    ['a draft', () => draft(stage, WARNING)],
    ['under review', () => submitted(stage, WARNING)],
  ])(
    'is it public at once while it is %s, with a review owed within 24 hours?',
    async (_s, make) => {
      const live = await publish(await make())
      expect(live).toMatchObject({ state: 'PUBLISHED', currentStep: null, currentRole: null })
      expect(live.indexNumber).toMatch(/\/2026-/)
      expect(await owedFor(live)).toMatchObject({
        publisher: { userId: approver.userId },
        reason: '暴雨将至',
        dueAt: new Date('2026-03-04T04:00:00Z'),
        decision: null,
      })
      const audited = `SELECT details ->> 'urgent' AS urgent FROM audit_event
                      WHERE subject_id = $1 AND action = 'edition.publish'`
      expect(await sql(audited, [live.id])).toEqual([{ urgent: 'true' }])
    },
  )

  test('三审三校: is it refused to whoever wrote it, whatever roles they hold?', async () => {
    const writer = { ...approver, grants: [...approver.grants, ...person('mzj', 'EDITOR').grants] }
    const own = await draft(stage, { ...WARNING, author: writer })
    const refused = await stage.refusal(() => publish(own, writer))
    expect(refused.code).toBe('SEPARATION_OF_DUTIES')
    expect(await publish(own, other)).toMatchObject({ state: 'PUBLISHED' })
  })

  test('条例17: is it refused without the secrecy review, and without a reason?', async () => {
    const edition = await draft(stage, WARNING)
    const without = { checks: ['PRIVACY', 'WORDING'] }
    const refused = await stage.refusal(() => publish(edition, approver, without))
    expect(refused).toMatchObject({ problems: [{ path: 'checks', code: 'CHECK_MISSING' }] })
    const silent = await stage.refusal(() => publish(edition, approver, { reason: ' ' }))
    expect(silent.code).toBe('VALIDATION')
  })

  test('is it refused for kinds that can wait, for what is incomplete, and to all others', async () => {
    const notice = await draft(stage)
    expect((await stage.refusal(() => publish(notice))).code).toBe('NOT_URGENT')
    const incomplete = await draft(stage, { kind: 'Warning', content: { title: '预警' } })
    expect((await stage.refusal(() => publish(incomplete))).code).toBe('INCOMPLETE')
    const edition = await draft(stage, WARNING)
    const refused = async (actor: Actor | null) =>
      (await stage.refusal(() => publish(edition, actor))).code
    expect(await refused(null)).toBe('UNAUTHENTICATED')
    expect(await refused(reviewer)).toBe('FORBIDDEN')
    expect(await refused(person('hbj', 'APPROVER'))).toBe('NOT_FOUND')
  })

  test('when two publish it at once, is it public once, with one review owed?', async () => {
    const edition = await draft(stage, WARNING)
    const { done, refused } = await race([publish(edition), publish(edition, other)])
    expect(done).toHaveLength(1)
    expect(refused).toEqual(['STALE_VERSION'])
    expect((await owed()).filter(({ edition: { id } }) => id === edition.id)).toHaveLength(1)
  })

  test('does somebody who returned it earlier publish it under the step they have?', async () => {
    const waiting = await submitted(stage, WARNING)
    const comment = { decision: 'RETURN', comment: '补充范围', checks: [] } as const
    const returned = await reviewEdition(platform, reviewer, { ...refer(waiting), ...comment })
    const both = { ...reviewer, grants: [...reviewer.grants, ...approver.grants] }
    expect(await publish(returned, both)).toMatchObject({ state: 'PUBLISHED' })
    const steps = `SELECT publisher_step FROM retrospective_review WHERE edition_id = $1`
    expect(await sql(steps, [returned.id])).toEqual([{ publisher_step: 1 }])
  })
})

describe('the review afterwards', () => {
  test('does it leave the list once somebody else has signed it, and never twice?', async () => {
    const live = await publish(await draft(stage, WARNING))
    const review = await owedFor(live)
    const signed = await sign(review, reviewer)
    expect(signed).toMatchObject({ decision: 'CONFIRMED', reviewer: { userId: reviewer.userId } })
    expect((await owed()).map(({ id }) => id)).not.toContain(review.id)
    expect((await stage.refusal(() => sign(review, other))).code).toBe('ALREADY_SIGNED')
  })

  test('is it refused to the publisher, to an author, and to whoever has no part in it?', async () => {
    const review = await owedFor(await publish(await draft(stage, WARNING)))
    const refused = async (actor: Actor | null) =>
      (await stage.refusal(() => sign(review, actor))).code
    const author = { ...person('mzj', 'EDITOR'), grants: approver.grants }
    expect(await refused(approver)).toBe('SEPARATION_OF_DUTIES')
    expect(await refused(author)).toBe('SEPARATION_OF_DUTIES')
    expect(await refused(person('mzj', 'EDITOR', 2))).toBe('FORBIDDEN')
    expect(await refused(person('hbj', 'REVIEWER'))).toBe('NOT_FOUND')
    expect(await refused(null)).toBe('UNAUTHENTICATED')
  })

  test('does the database hold publisher and reviewer apart, and both from the authors?', async () => {
    const live = await publish(await draft(stage, WARNING))
    const { id } = await owedFor(live)
    const set = (user: string, step: number) =>
      sql(
        `UPDATE retrospective_review SET reviewer_id = $2, reviewer_round = 1, reviewer_step = $3,
                decision = 'CONFIRMED', decided_at = now() WHERE id = $1`,
        [id, user, step],
      )
    const author = person('mzj', 'EDITOR').userId
    await expect(set(approver.userId, 6)).rejects.toMatchObject({ code: '23514' })
    await expect(set(author, 0)).rejects.toMatchObject({ code: '23514' })
    await expect(set(author, 7)).rejects.toMatchObject({ code: '23503' })
    await expect(
      sql('UPDATE retrospective_review SET reason = $2 WHERE id = $1', [id, 'x']),
    ).rejects.toMatchObject({ code: '23001' })
    await expect(sql('DELETE FROM retrospective_review')).rejects.toMatchObject({ code: '23001' })
  })

  test('is it overdue after 24 hours, and stay on the list until it is signed?', async () => {
    const live = await publish(await draft(stage, WARNING))
    clock.set('2026-03-04T04:00:00.000Z')
    const overdue = async () => (await owed(office, true)).map(({ edition }) => edition.id)
    expect(await overdue()).not.toContain(live.id)
    clock.set('2026-03-04T04:00:00.001Z')
    expect(await overdue()).toContain(live.id)
    await sign(await owedFor(live), office)
    expect(await overdue()).not.toContain(live.id)
  })

  test('does an objection need a comment, and stay owed until the record is corrected or withdrawn?', async () => {
    const live = await publish(await draft(stage, WARNING))
    const review = await owedFor(live)
    const silent = await stage.refusal(() => sign(review, reviewer, { decision: 'OBJECTED' }))
    expect(silent.code).toBe('REQUIRED')
    await sign(review, reviewer, { decision: 'OBJECTED', comment: '级别有误' })
    expect(await owedFor(live)).toMatchObject({ decision: 'OBJECTED', comment: '级别有误' })

    const { indexNumber } = live
    const input = { indexNumber: indexNumber ?? '' }
    const revision = await reviseDisclosure(platform, person('mzj', 'EDITOR', 2), input)
    await publish(revision)
    const ids = (await owed()).map(({ edition }) => edition.id)
    expect(ids).not.toContain(live.id)
    expect(ids).toContain(revision.id)
    const again = await owedFor(revision)
    await sign(again, reviewer, { decision: 'OBJECTED', comment: '仍有误' })
    const withdrawal = { ...input, type: 'ERROR', reason: '级别有误' } as const
    await withdrawDisclosure(platform, approver, withdrawal)
    expect((await owed()).map(({ edition }) => edition.id)).not.toContain(revision.id)
  })

  test('is it told to those who may read the edition, and to nobody else?', async () => {
    const live = await publish(await draft(stage, WARNING))
    const seenBy = async (actor: Actor) => (await owed(actor)).map(({ edition }) => edition.id)
    expect(await seenBy(person('mzj', 'AUDITOR'))).toContain(live.id)
    expect(await seenBy(person('hbj', 'APPROVER'))).toEqual([])
  })
})
