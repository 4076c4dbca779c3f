import { afterAll, describe, expect, test } from 'vitest'
import { approved, draft, refer, submitted } from '../../../../test/support/editions.ts'
import { openStage } from '../../../../test/support/stage.ts'
import { publishEdition } from '../../publication/commands/publish-edition.ts'
import { submitEdition } from '../commands/submit-edition.ts'

const stage = await openStage()
afterAll(stage.close)
const editor = stage.county.person('mzj', 'EDITOR')
const approver = stage.county.person('mzj', 'APPROVER')

/** Right by its check character, and nobody's. */
const SECRET = '211324195001011239'
const leaking = { title: '低保公示', bodyMarkdown: `名单如下：\n\n赵甲，身份证号${SECRET}。` }

// 个人信息保护法25: nothing that is certainly personal leaves the editorial plane.
describe('an edition with an ID number', () => {
  test('is not submitted, and the refusal tells where it stands and not what', async () => {
    const edition = await draft(stage, { content: leaking })
    const refused = await stage.refusal(() => submitEdition(stage.platform, editor, refer(edition)))
    expect(refused).toMatchObject({
      name: 'PrivacyError',
      code: 'PERSONAL_DATA',
      findings: [{ path: 'content.notice.body.content.1', code: 'ID_NUMBER' }],
    })
    const told = JSON.stringify([refused, refused.message, refused.stack])
    expect(told).not.toContain(SECRET)
    expect(told).not.toContain(SECRET.slice(2, 15))
  })

  test('is not published either, had it been submitted before the gate was there', async () => {
    const edition = await approved(stage)
    const summary = `jsonb_set(content, '{summary}', to_jsonb($2::text))`
    await stage.rewrite(edition.id, summary, [`赵甲${SECRET}`])
    const refused = await stage.refusal(() =>
      publishEdition(stage.platform, approver, refer(edition)),
    )
    expect(refused).toMatchObject({
      name: 'PrivacyError',
      findings: [{ path: 'content.notice.summary', code: 'ID_NUMBER' }],
    })
  })

  test('is named nowhere in the audit', async () => {
    const rows = await stage.sql('SELECT * FROM audit_event')
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(SECRET)
  })
})

test('a field that its kind masks holds it, for what is published is the mask', async () => {
  const content = {
    title: '农村低保审核结果公示',
    programme: '农村低保',
    stage: 'REVIEW',
    people: 'GENERAL',
    standard: '按家庭收入补差。',
    displayFrom: '2026-03-01',
    displayTo: '2026-03-10',
    objectionUnit: '县民政局',
    objectionPhone: '0421-5550105',
    recipients: [{ name: '赵甲', idNumber: SECRET }],
  }
  const options = { kind: 'RecipientRoster', itemCode: '2.2', content }
  const accept = `WITH changed AS (UPDATE item SET kinds = kinds || $1 WHERE code = '2.2') SELECT 1`
  await stage.sql(accept, [['RecipientRoster']])
  expect(await submitted(stage, options)).toMatchObject({ state: 'IN_REVIEW' })

  const noted = { ...content, recipients: [{ name: '赵甲', note: `证件${SECRET}` }] }
  const edition = await draft(stage, { ...options, content: noted })
  expect(
    await stage.refusal(() => submitEdition(stage.platform, editor, refer(edition))),
  ).toMatchObject({
    findings: [{ path: 'content.recipientRoster.recipients.0.note', code: 'ID_NUMBER' }],
  })
})
