import { afterAll, describe, expect, test } from 'vitest'
import { draft, refer, signature, signerOf, submitted } from '../../../../test/support/editions.ts'
import { openStage, race } from '../../../../test/support/stage.ts'
import type { Actor } from '../../identity/model.ts'
import type { Edition } from '../model.ts'
import { reviewEdition } from './review-edition.ts'
import { submitEdition } from './submit-edition.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const editor = person('mzj', 'EDITOR')
const colleague = person('mzj', 'EDITOR', 2)

const submit = (actor: Actor | null, edition: Edition) =>
  submitEdition(stage.platform, actor, refer(edition))
const refusal = (actor: Actor | null, edition: Edition) =>
  stage.refusal(() => submit(actor, edition))

describe('a submitted edition', () => {
  test('does it wait for its first signature, with its content as it was?', async () => {
    const before = await draft(stage)
    const after = await submit(editor, before)
    expect(after).toMatchObject({
      state: 'IN_REVIEW',
      version: 2,
      round: 1,
      currentStep: 1,
      currentRole: 'REVIEWER',
      contentHash: before.contentHash,
      content: before.content,
      steps: [
        { step: 1, round: 1, role: 'REVIEWER', decision: null, actor: null, decidedAt: null },
        { step: 2, round: 1, role: 'APPROVER', decision: null, actor: null, decidedAt: null },
      ],
    })
    const audited = `SELECT actor_role, before_hash, after_hash, details FROM audit_event
                      WHERE subject_id = $1 AND action = 'edition.submit'`
    expect(await stage.sql(audited, [before.id])).toEqual([
      {
        actor_role: 'EDITOR',
        before_hash: stage.evidence.blind(before.contentHash),
        after_hash: stage.evidence.blind(before.contentHash),
        details: { round: 1, chain: 'REVIEWER,APPROVER' },
      },
    ])
  })

  test('may a colleague of the author submit it, or the office?', async () => {
    expect(await submit(colleague, await draft(stage))).toMatchObject({ state: 'IN_REVIEW' })
    const office = person('county', 'OFFICE')
    expect(await submit(office, await draft(stage))).toMatchObject({ state: 'IN_REVIEW' })
  })
})

describe('三审三校: who has to sign', () => {
  test.each([
    ['a bureau', 'mzj', '2.2', ['REVIEWER', 'APPROVER']],
    ['the office', 'zwgkb', 'G3.1', ['REVIEWER', 'APPROVER']],
    ['a town', 'gyz', '2.2', ['APPROVER']],
    ['a subdistrict', 'nsj', '2.2', ['APPROVER']],
    ['a station with a chain of its own', 'jzz', '2.2', ['REVIEWER', 'REVIEWER', 'APPROVER']],
  ] as const)('for %s', async (_what, body, itemCode, chain) => {
    const kind = itemCode === 'G3.1' ? 'PolicyDocument' : 'Notice'
    const content = { title: '通知', formedOn: '2026-03-01', bodyMarkdown: '一' }
    const edition = await submitted(stage, { body, itemCode, kind, content })
    expect(edition).toMatchObject({ chain, currentRole: chain[0] })
  })

  test('does a change of the chain leave what was submitted before alone?', async () => {
    const before = await submitted(stage, { body: 'jzz' })
    await stage.sql(`UPDATE review_chain SET steps = '{APPROVER}' WHERE organization_code = 'jzz'`)
    expect(await submitted(stage, { body: 'jzz' })).toMatchObject({ chain: ['APPROVER'] })
    const signed = await reviewEdition(stage.platform, signerOf(stage, before), signature(before))
    expect(signed).toMatchObject({ state: 'IN_REVIEW', chain: before.chain, currentStep: 2 })
  })

  test('is nothing submitted where nobody is to sign?', async () => {
    const edition = await draft(stage, { body: 'nsj' })
    const away = `WITH gone AS (DELETE FROM review_chain WHERE organization_kind = 'SUBDISTRICT')
                  SELECT 1`
    await stage.sql(away)
    const refused = await refusal(person('nsj', 'EDITOR'), edition)
    expect(refused).toMatchObject({ name: 'ConflictError', code: 'NO_REVIEW_CHAIN' })
  })
})

describe('what cannot be submitted', () => {
  test('are all missing fields told at once, under the input that they belong to?', async () => {
    expect(await refusal(editor, await draft(stage, { content: {} }))).toMatchObject({
      name: 'ValidationError',
      code: 'INCOMPLETE',
      problems: [
        { path: 'content.notice.title', code: 'REQUIRED' },
        { path: 'content.notice.body', code: 'REQUIRED' },
      ],
    })
    const empty = await draft(stage, { kind: 'PolicyDocument', content: {} })
    expect(await refusal(editor, empty)).toMatchObject({
      code: 'INCOMPLETE',
      problems: [
        { path: 'content.policyDocument.title' },
        { path: 'content.policyDocument.body' },
        { path: 'content.policyDocument.formedOn' },
      ],
    })
  })

  test('is what its item demands, told together with what its kind does', async () => {
    await stage.sql(
      `UPDATE item SET hotline_required = true, audience = 'SOCIETY' WHERE code = '2.2'`,
    )
    const content = { bodyMarkdown: '一', audience: 'AREA', audienceName: '甲村' }
    const edition = await draft(stage, { content })
    const refused = await refusal(editor, edition)
    await stage.sql(
      `UPDATE item SET hotline_required = false, audience = 'BOTH' WHERE code = '2.2'`,
    )
    expect(refused).toMatchObject({
      code: 'INCOMPLETE',
      problems: [
        { path: 'content.notice.title', code: 'REQUIRED' },
        { path: 'content.notice.hotline', code: 'REQUIRED', message: '缺少咨询投诉电话' },
        { path: 'content.notice.audience', code: 'SOCIETY_ONLY' },
      ],
    })
  })

  test('is a record for an area whose organizations there are not', async () => {
    const audienceOrganizations = ['gyz', 'nowhere', 'mzj', 'elsewhere']
    const area = { audience: 'AREA', audienceName: '甲村', audienceOrganizations }
    const content = { title: '通知', bodyMarkdown: '一', ...area }
    expect(await refusal(editor, await draft(stage, { content }))).toMatchObject({
      code: 'INCOMPLETE',
      problems: [
        { path: 'content.notice.audienceOrganizations.1', code: 'UNKNOWN_ORGANIZATION' },
        { path: 'content.notice.audienceOrganizations.3', code: 'UNKNOWN_ORGANIZATION' },
      ],
    })
  })

  test('is a document of tomorrow, by the calendar of the county?', async () => {
    const content = { title: '通知', bodyMarkdown: '一', formedOn: '2026-03-04' }
    const edition = await draft(stage, { content })
    stage.clock.set('2026-03-03T15:59:59.000Z')
    expect(await refusal(editor, edition)).toMatchObject({
      problems: [{ path: 'content.notice.formedOn', code: 'IN_FUTURE' }],
    })
    stage.clock.set('2026-03-03T16:00:00.000Z')
    expect(await submit(editor, edition)).toMatchObject({ state: 'IN_REVIEW' })
  })

  test('is an edition submitted twice, with the version of before or of now?', async () => {
    const before = await draft(stage)
    const after = await submit(editor, before)
    expect(await refusal(editor, before)).toMatchObject({ code: 'STALE_VERSION' })
    expect(await refusal(editor, after)).toMatchObject({ code: 'WRONG_STATE' })
  })

  test('is one of two submissions at once?', async () => {
    const edition = await draft(stage)
    const both = [submit(editor, edition), submit(colleague, edition)]
    const outcome = await race(both)
    expect(outcome).toMatchObject({ done: [{ state: 'IN_REVIEW' }], refused: ['STALE_VERSION'] })
    const audited = `SELECT 1 FROM audit_event WHERE subject_id = $1 AND action = 'edition.submit'`
    expect(await stage.sql(audited, [edition.id])).toHaveLength(1)
  })

  test.each([
    ['a reviewer, who reads it', person('mzj', 'REVIEWER'), 'FORBIDDEN'],
    ['an approver, who reads it', person('mzj', 'APPROVER'), 'FORBIDDEN'],
    ['an editor of a sibling', person('hbj', 'EDITOR'), 'NOT_FOUND'],
    ['nobody', null, 'UNAUTHENTICATED'],
  ] as const)('does %s submit it? no', async (_who, actor, code) => {
    expect(await refusal(actor, await draft(stage))).toMatchObject({ code })
  })
})
