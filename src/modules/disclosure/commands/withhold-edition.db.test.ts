import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  approved,
  draft,
  published,
  refer,
  signature,
  submitted,
} from '../../../../test/support/editions.ts'
import { openStage, TODAY } from '../../../../test/support/stage.ts'
import type { Actor } from '../../identity/model.ts'
import type { Edition } from '../model.ts'
import { nonDisclosureOf, reassessmentLimits } from '../non-disclosure.ts'
import { reassessEdition, type ReassessInput } from './reassess-edition.ts'
import { reviewEdition } from './review-edition.ts'
import { setReassessmentLimit } from './set-reassessment-limit.ts'
import { withholdEdition, type WithholdInput } from './withhold-edition.ts'

const stage = await openStage()
afterAll(stage.close)
beforeEach(() => stage.clock.set(TODAY))
const { person } = stage.county
const { platform } = stage
const reviewer = person('mzj', 'REVIEWER')
const approver = person('mzj', 'APPROVER')

const GROUND = {
  ground: 'INTERNAL_AFFAIRS',
  reason: '属于内部工作流程',
  reassessOn: '2027-03-03',
} as const
const withhold = (edition: Edition, input: Partial<WithholdInput> = {}, actor: Actor = approver) =>
  withholdEdition(platform, actor, { ...refer(edition), ...GROUND, ...input })
const reviewed = async () => reviewEdition(platform, reviewer, signature(await submitted(stage)))
const decisionOn = ({ id }: Edition) => nonDisclosureOf(platform.database, id)

describe('条例第18条: for how long', () => {
  const set = (years: number, actor: Actor | null = person('county', 'OFFICE')) =>
    setReassessmentLimit(platform, actor, { ground: 'INTERNAL_AFFAIRS', years })

  test('does the county say for how many years at most, from then on?', async () => {
    const edition = await reviewed()
    const tooLate = () => withhold(edition, { reassessOn: '2029-03-04' })
    expect(await stage.refusal(tooLate)).toMatchObject({ code: 'REASSESSMENT_DATE' })
    expect(await set(5)).toEqual({ ground: 'INTERNAL_AFFAIRS', years: 5 })
    expect(await reassessmentLimits(platform.database)).toContainEqual({
      ground: 'INTERNAL_AFFAIRS',
      years: 5,
    })
    expect(await tooLate()).toMatchObject({ state: 'NOT_DISCLOSED' })
    const audited = `SELECT details FROM audit_event WHERE action = 'reassessmentLimit.set'`
    expect(await stage.sql(audited)).toEqual([{ details: { before: 3, after: 5 } }])
    await set(3)
  })

  test.each([0, 31])('is a limit of %i years refused?', async (years) => {
    expect(await stage.refusal(() => set(years))).toMatchObject({ code: 'OUT_OF_RANGE' })
  })

  test('is it refused to everyone but the office of the county?', async () => {
    const refused = async (actor: Actor | null) => (await stage.refusal(() => set(5, actor))).code
    expect(await refused(null)).toBe('UNAUTHENTICATED')
    expect(await refused(approver)).toBe('FORBIDDEN')
    expect(await refused(person('mzj', 'OFFICE'))).toBe('FORBIDDEN')
  })
})

describe('条例第14至17条: ending as not disclosed', () => {
  test('does it name the ground, who reviewed for secrecy and who decided, and wait for nobody any more?', async () => {
    const withheld = await withhold(await reviewed())
    expect(withheld).toMatchObject({ state: 'NOT_DISCLOSED', currentStep: null })
    expect(await decisionOn(withheld)).toMatchObject({
      ...GROUND,
      secrecyReviewer: { userId: reviewer.userId },
      decidedBy: { userId: approver.userId },
      restIndexNumber: null,
    })
  })

  test('条例第17条: is it decided before anybody else has signed the secrecy review? no', async () => {
    const waiting = await submitted(stage)
    const early = await stage.refusal(() => withhold(waiting))
    expect(early).toMatchObject({ code: 'NO_SECRECY_REVIEW' })
    const town = { body: 'gyz' } as const
    const own = await approved(stage, town)
    const alone = await stage.refusal(() => withhold(own, {}, person('gyz', 'APPROVER')))
    expect(alone).toMatchObject({ code: 'NO_SECRECY_REVIEW' })
    const office = person('county', 'OFFICE')
    expect(await withhold(own, {}, office)).toMatchObject({ state: 'NOT_DISCLOSED' })
  })

  test('条例第37条: does it point to the record that discloses the rest, if there is one to be known?', async () => {
    const rest = await published(stage)
    const restIndexNumber = rest.indexNumber ?? ''
    const withheld = await withhold(await reviewed(), { restIndexNumber })
    expect(await decisionOn(withheld)).toMatchObject({ restIndexNumber })
    const elsewhere = await published(stage, { body: 'hbj', itemCode: '5.1' })
    for (const unknown of ['none', elsewhere.indexNumber]) {
      const edition = await reviewed()
      const refused = await stage.refusal(() => withhold(edition, { restIndexNumber: unknown }))
      expect(refused).toMatchObject({ code: 'UNKNOWN_RECORD' })
    }
  })

  test.each(['2026-03-03', '2020-01-01', '2029-03-04'])(
    '条例第18条: is %s refused as the day of the next assessment, with three years at most?',
    async (reassessOn) => {
      const edition = await reviewed()
      const refused = await stage.refusal(() => withhold(edition, { reassessOn }))
      expect(refused).toMatchObject({ code: 'REASSESSMENT_DATE' })
      expect(await withhold(edition, { reassessOn: '2029-03-03' })).toMatchObject({
        state: 'NOT_DISCLOSED',
      })
    },
  )

  test('is a draft or what is public withheld, or by a reviewer or an author? no', async () => {
    const attempt = (edition: Edition, actor: Actor) =>
      stage.refusal(() => withhold(edition, {}, actor))
    expect(await attempt(await draft(stage), approver)).toMatchObject({ code: 'NO_SECRECY_REVIEW' })
    expect(await attempt(await published(stage), approver)).toMatchObject({ code: 'WRONG_STATE' })
    expect(await attempt(await reviewed(), reviewer)).toMatchObject({ code: 'FORBIDDEN' })
    const office = person('county', 'OFFICE')
    const own = await submitted(stage, { author: office })
    const signed = await reviewEdition(platform, reviewer, signature(own))
    expect(await attempt(signed, office)).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
  })

  test('is the decision ever changed in the database? no', async () => {
    await withhold(await reviewed())
    const change = (sql: string) => expect(stage.sql(sql)).rejects.toThrow('never changed')
    await change(`UPDATE non_disclosure SET reason = '改'`)
    await change(`DELETE FROM non_disclosure`)
  })
})

describe('条例第18条: assessing anew', () => {
  const reassess = (edition: Edition, input: Partial<ReassessInput>, actor: Actor = approver) =>
    reassessEdition(platform, actor, {
      editionId: edition.id,
      outcome: 'EXTENDED',
      reason: '情况未变',
      ...input,
    })

  test('does it stay so until another day, with the reason kept?', async () => {
    const withheld = await withhold(await reviewed())
    stage.clock.set('2027-03-03T04:00:00.000Z')
    await reassess(withheld, { reassessOn: '2028-03-03' })
    expect(await decisionOn(withheld)).toMatchObject({
      reassessOn: '2028-03-03',
      reassessments: [{ outcome: 'EXTENDED', reason: '情况未变', reassessOn: '2028-03-03' }],
    })
  })

  test('does it open as a new draft with the same content, once?', async () => {
    const withheld = await withhold(await reviewed())
    const opened = await reassess(withheld, { outcome: 'OPENED', reason: '已无需保密' })
    expect(opened).toMatchObject({ state: 'DRAFT', number: 2, title: withheld.title })
    expect(opened.disclosureId).toBe(withheld.disclosureId)
    expect(await decisionOn(withheld)).toMatchObject({ reassessOn: null })
    const again = await stage.refusal(() => reassess(withheld, { outcome: 'OPENED' }))
    expect(again).toMatchObject({ code: 'REASSESSED' })
  })

  test('is a day needed to extend, and only then?', async () => {
    const withheld = await withhold(await reviewed())
    const attempts = [{}, { outcome: 'OPENED', reassessOn: '2028-03-03' }] as const
    for (const input of attempts) {
      const refused = await stage.refusal(() => reassess(withheld, input))
      expect(refused).toMatchObject({ code: 'REASSESSMENT_DATE' })
    }
  })

  test('is what was never withheld assessed anew, or by a reviewer? no', async () => {
    const live = await published(stage)
    const wrong = await stage.refusal(() => reassess(live, { reassessOn: '2027-01-01' }))
    expect(wrong).toMatchObject({ code: 'WRONG_STATE' })
    const withheld = await withhold(await reviewed())
    const other = await stage.refusal(() => reassess(withheld, {}, reviewer))
    expect(other).toMatchObject({ code: 'FORBIDDEN' })
  })
})
