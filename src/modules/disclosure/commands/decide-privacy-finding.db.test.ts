import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  acceptKinds,
  approved,
  decideAll,
  draft,
  publish,
  published,
  refer,
  signAll,
  signature,
  soleTrader,
  submit,
  submitted,
} from '../../../../test/support/editions.ts'
import { together } from '../../../../test/support/county.ts'
import { openStage } from '../../../../test/support/stage.ts'
import type { Actor } from '../../identity/model.ts'
import { publishEdition } from '../../publication/commands/publish-edition.ts'
import { privacyFindings } from '../edition-privacy.ts'
import type { Edition, PrivacyDecisionKind } from '../model.ts'
import { decidePrivacyFinding } from './decide-privacy-finding.ts'
import { reviewEdition } from './review-edition.ts'
import { reviseDisclosure } from './revise-disclosure.ts'
import { submitEdition } from './submit-edition.ts'
import { updateDraft } from './update-draft.ts'

const stage = await openStage()
beforeAll(() => acceptKinds(stage, 'AdministrativeDecision'))
afterAll(stage.close)
const { person } = stage.county
const editor = person('mzj', 'EDITOR')
const reviewer = person('mzj', 'REVIEWER')
const approver = person('mzj', 'APPROVER')
const office = person('county', 'OFFICE')

const PHONE = '13800001234'
const ID = '211324195001011239'
const PATH = 'content.notice.body.content.0'
const content = { title: '值班安排', bodyMarkdown: `联系人赵甲，手机${PHONE}` }

const findingsOf = (edition: Edition) =>
  privacyFindings(stage.platform.database, edition, stage.platform.clock.now())

async function decide(
  actor: Actor | null,
  edition: Edition,
  decision: PrivacyDecisionKind = 'PUBLISHABLE',
  reason = '公开的值班手机',
): Promise<Edition> {
  const [finding] = await findingsOf(edition)
  const input = { ...refer(edition), findingKey: finding?.key ?? 'none', decision, reason }
  return decidePrivacyFinding(stage.platform, actor, input)
}

const refusal = (...given: Parameters<typeof decide>) => stage.refusal(() => decide(...given))

describe('a likely finding', () => {
  test('lets the draft be submitted and the first step be signed, but not the last', async () => {
    const waiting = await submitted(stage, { content })
    const second = await reviewEdition(stage.platform, reviewer, signature(waiting))
    const sign = () => reviewEdition(stage.platform, approver, signature(second))
    expect(await stage.refusal(sign)).toMatchObject({
      name: 'PrivacyError',
      findings: [{ path: PATH, code: 'UNDECIDED' }],
    })
    await decide(reviewer, second, 'MUST_GO', '私人号码')
    expect(await stage.refusal(sign)).toMatchObject({ findings: [{ path: PATH, code: 'MUST_GO' }] })
    await decide(approver, second)
    expect(await sign()).toMatchObject({ state: 'APPROVED' })
  })

  test('that is found only after the last signature stops the publication', async () => {
    const edition = await approved(stage)
    const summary = `jsonb_set(content, '{summary}', to_jsonb($2::text))`
    await stage.rewrite(edition.id, summary, [`赵甲，手机${PHONE}`])
    const refused = await stage.refusal(() =>
      publishEdition(stage.platform, approver, refer(edition)),
    )
    const findings = [{ path: 'content.notice.summary', code: 'UNDECIDED' }]
    expect(refused).toMatchObject({ name: 'PrivacyError', findings })
  })

  test('may be returned without a decision', async () => {
    const waiting = await submitted(stage, { content })
    const back = { ...refer(waiting), decision: 'RETURN' as const, comment: '请删去', checks: [] }
    expect(await reviewEdition(stage.platform, reviewer, back)).toMatchObject({ state: 'DRAFT' })
  })

  test('is shown with its decision, which leaves an audit row', async () => {
    const edition = await submitted(stage, { content })
    expect(await findingsOf(edition)).toMatchObject([
      { path: 'body.content.0', type: 'MOBILE_PHONE', certainty: 'LIKELY', decision: null },
    ])
    expect(await decide(reviewer, edition)).toMatchObject({ version: edition.version })
    const [finding] = await findingsOf(edition)
    expect(finding).toMatchObject({
      preview: '138****1234',
      decision: {
        decision: 'PUBLISHABLE',
        reason: '公开的值班手机',
        actor: { username: reviewer.username },
        decidedAt: stage.clock.now(),
      },
    })
    const rows = await stage.sql(
      `SELECT actor_role, details FROM audit_event
        WHERE subject_id = $1 AND action = 'edition.decidePrivacy'`,
      [edition.id],
    )
    expect(rows).toEqual([
      {
        actor_role: 'REVIEWER',
        details: {
          type: 'MOBILE_PHONE',
          path: 'body.content.0',
          certainty: 'LIKELY',
          decision: 'PUBLISHABLE',
          reason: '公开的值班手机',
          findingKey: finding?.key,
        },
      },
    ])
  })
})

describe('a decision', () => {
  test('holds in later editions of the record for the same value at the same path', async () => {
    const live = await published(stage, { content })
    const again = { indexNumber: live.indexNumber ?? '' }
    const revision = await reviseDisclosure(stage.platform, editor, again)
    const change = (body: string) => ({
      ...refer(revision),
      kind: 'Notice',
      content: { title: '值班安排（二）', bodyMarkdown: body },
    })
    const kept = await updateDraft(stage.platform, editor, change(`现由赵甲值班，手机${PHONE}`))
    expect(await findingsOf(kept)).toMatchObject([{ decision: { decision: 'PUBLISHABLE' } }])

    const next = { ...change(`联系人赵甲，手机13800001235`), ...refer(kept) }
    const changed = await updateDraft(stage.platform, editor, next)
    expect(await findingsOf(changed)).toMatchObject([{ decision: null }])
  })

  test('is of no use to another record', async () => {
    await published(stage, { content })
    expect(await findingsOf(await submitted(stage, { content }))).toMatchObject([
      { decision: null },
    ])
  })

  test('is not for an author, whatever roles they hold', async () => {
    const both = together(editor, reviewer, office)
    const edition = await submitted(stage, { content, author: editor })
    expect(await refusal(both, edition)).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
  })

  test('counts no more when whoever took it has become an author', async () => {
    const colleague = together(reviewer, person('mzj', 'EDITOR', 2))
    const edition = await draft(stage, { content })
    await decide(colleague, edition)
    expect(await findingsOf(edition)).toMatchObject([{ decision: { decision: 'PUBLISHABLE' } }])
    const change = { ...refer(edition), kind: 'Notice', content: { ...content, title: '改过' } }
    const changed = await updateDraft(stage.platform, colleague, change)
    expect(await findingsOf(changed)).toMatchObject([{ decision: null }])
  })

  test.each([
    ['nobody', null, 'UNAUTHENTICATED'],
    ['another editor', person('mzj', 'EDITOR', 2), 'FORBIDDEN'],
    ['an auditor', person('mzj', 'AUDITOR'), 'FORBIDDEN'],
    ['a reviewer of another bureau', person('hbj', 'REVIEWER'), 'NOT_FOUND'],
  ])('is not for %s', async (_who, actor, code) => {
    expect(await refusal(actor, await submitted(stage, { content }))).toMatchObject({ code })
  })

  test('is refused with another version, about what is not there, and after publication', async () => {
    const edition = await submitted(stage, { content })
    const stale = { ...edition, version: edition.version - 1 }
    expect(await refusal(reviewer, stale)).toMatchObject({ code: 'STALE_VERSION' })
    const clean = await submitted(stage)
    expect(await refusal(reviewer, clean)).toMatchObject({ code: 'UNKNOWN_FINDING' })
    const live = await publish(stage, await signAll(stage, edition))
    expect(await refusal(reviewer, live)).toMatchObject({ code: 'WRONG_STATE' })
  })

  test('needs a reason, in which the value does not stand', async () => {
    const edition = await submitted(stage, { content })
    for (const [reason, code] of [
      ['  ', 'EMPTY'],
      ['长'.repeat(501), 'TOO_LONG'],
      [`赵甲的手机${PHONE}是值班电话`, 'PERSONAL_DATA'],
    ] as const) {
      const refused = await refusal(reviewer, edition, 'PUBLISHABLE', reason)
      expect(refused).toMatchObject({ problems: [{ path: 'reason', code }] })
      expect(JSON.stringify([refused, refused.message])).not.toContain(PHONE)
    }
  })

  test('is never changed in the database', async () => {
    await decideAll(stage, await submitted(stage, { content }))
    for (const statement of [
      `UPDATE privacy_decision SET decision = 'MUST_GO'`,
      'DELETE FROM privacy_decision',
      'TRUNCATE privacy_decision',
    ]) {
      await expect(stage.sql(statement)).rejects.toThrow('never changed or deleted')
    }
  })
})

// 行政处罚法48: a sole trader without a USCC is told apart by the number; the office answers for it.
describe('a certain finding', () => {
  const options = { kind: 'AdministrativeDecision', content: soleTrader('处罚决定') }
  const submitting = (edition: Edition) => () =>
    submitEdition(stage.platform, editor, refer(edition))

  test('is let pass by the office with a reason where the kind allows it', async () => {
    const edition = await draft(stage, options)
    expect(await stage.refusal(submitting(edition))).toMatchObject({
      findings: [{ path: 'content.administrativeDecision.facts', code: 'ID_NUMBER' }],
    })
    await decide(office, edition, 'PUBLISHABLE', '无统一社会信用代码，依法公示')
    const live = await publish(stage, await signAll(stage, await submit(stage, edition)))
    expect(live.state).toBe('PUBLISHED')
    const rows = await stage.sql(
      `SELECT actor_role, details FROM audit_event
        WHERE subject_id = $1 AND action = 'edition.overridePrivacy'`,
      [edition.id],
    )
    expect(rows).toMatchObject([
      {
        actor_role: 'OFFICE',
        details: { type: 'ID_NUMBER', path: 'facts', reason: '无统一社会信用代码，依法公示' },
      },
    ])
  })

  test('is no longer let pass once the office takes that back', async () => {
    const edition = await draft(stage, options)
    await decide(office, edition)
    await decide(office, edition, 'MUST_GO', '已有统一社会信用代码')
    expect(await stage.refusal(submitting(edition))).toMatchObject({ name: 'PrivacyError' })
  })

  test('is for nobody else to let pass', async () => {
    const edition = await draft(stage, options)
    for (const actor of [reviewer, approver]) {
      expect(await refusal(actor, edition)).toMatchObject({ code: 'FORBIDDEN' })
    }
  })

  test('is not even for the office where the kind does not allow it', async () => {
    const company = { ...options.content, subjectType: 'PERSON' }
    const edition = await draft(stage, { ...options, content: company })
    expect(await refusal(office, edition)).toMatchObject({ code: 'NOT_OVERRIDABLE' })
    const notice = await draft(stage, { content: { title: '公示', bodyMarkdown: `证号${ID}` } })
    expect(await refusal(office, notice)).toMatchObject({ code: 'NOT_OVERRIDABLE' })
  })

  test('is not let pass by the office where the office wrote it', async () => {
    const edition = await draft(stage, { ...options, author: office })
    expect(await refusal(office, edition)).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
  })
})

// Everything that decisions leave behind: the values stand in editions and publications alone.
test('neither decisions nor audit nor events repeat a value', async () => {
  const kept = await Promise.all(
    ['privacy_decision', 'audit_event', 'emitted'].map((table) =>
      stage.sql(`SELECT * FROM ${table}`),
    ),
  )
  expect(kept.every((rows) => rows.length > 0)).toBe(true)
  const text = JSON.stringify(kept)
  const shown = [PHONE, ID].flatMap((value) => [value, value.slice(0, -3), value.slice(3)])
  expect(shown.filter((value) => text.includes(value))).toEqual([])
})
