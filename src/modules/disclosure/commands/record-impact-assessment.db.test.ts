import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  acceptKinds,
  ASSESSMENT,
  draft,
  refer,
  signAll,
} from '../../../../test/support/editions.ts'
import { openStage, race } from '../../../../test/support/stage.ts'
import type { Actor } from '../../identity/model.ts'
import { impactAssessmentsOf } from '../queries.ts'
import {
  recordImpactAssessment,
  type RecordImpactAssessmentInput,
} from './record-impact-assessment.ts'
import { submitEdition } from './submit-edition.ts'

const stage = await openStage()
beforeAll(() => acceptKinds(stage, 'RecipientRoster'))
afterAll(stage.close)
const { person } = stage.county
const approver = person('mzj', 'APPROVER')

let serial = 0
const newProgramme = () => `第${(serial += 1)}类救助`

function record(
  programme: string,
  change: Partial<RecordImpactAssessmentInput> = {},
  actor: Actor | null = approver,
) {
  const input = { ...ASSESSMENT, organizationCode: 'mzj', programme, ...change }
  return recordImpactAssessment(stage.platform, actor, input)
}

const refusal = (...given: Parameters<typeof record>) => stage.refusal(() => record(...given))

function rosterOf(programme: string, people = 'GENERAL') {
  return {
    title: `${programme}公示`,
    programme,
    people,
    stage: 'REVIEW',
    standard: '按家庭收入补差。',
    displayFrom: '2026-03-01',
    displayTo: '2026-03-30',
    objectionUnit: '县民政局',
    objectionPhone: '0421-5550105',
    ...(people === 'GENERAL' ? { recipients: [{ name: '赵甲' }] } : { recipientCount: 3 }),
  }
}

async function submitting(programme: string, people?: string) {
  const content = rosterOf(programme, people)
  const edition = await draft(stage, { kind: 'RecipientRoster', content })
  return () => submitEdition(stage.platform, person('mzj', 'EDITOR'), refer(edition))
}

describe('个人信息保护法55: a roster that names people', () => {
  test('is submitted only after its programme has been assessed', async () => {
    const programme = newProgramme()
    const submit = await submitting(programme)
    expect(await stage.refusal(submit)).toMatchObject({
      code: 'INCOMPLETE',
      problems: [{ path: 'content.recipientRoster.programme', code: 'IMPACT_ASSESSMENT_MISSING' }],
    })
    await record(programme)
    const edition = await submit()
    expect(await signAll(stage, edition)).toMatchObject({ state: 'APPROVED' })
  })

  test('knows its programme whatever the spaces, widths and punctuation', async () => {
    await record('“一老一小”救助（2026 Ａ）')
    const submit = await submitting('一老一小救助 (2026a)')
    expect(await submit()).toMatchObject({ state: 'IN_REVIEW' })
  })

  test('is not helped by the assessment of another organization', async () => {
    const programme = newProgramme()
    await record(programme, { organizationCode: 'gyz' }, person('gyz', 'APPROVER'))
    expect(await stage.refusal(await submitting(programme))).toMatchObject({ code: 'INCOMPLETE' })
  })

  test('needs none when it tells numbers only', async () => {
    const submit = await submitting(newProgramme(), 'PATIENTS')
    expect(await submit()).toMatchObject({ state: 'IN_REVIEW' })
  })
})

describe('an assessment', () => {
  test('is recorded once, and again only in place of the version that was seen', async () => {
    const programme = newProgramme()
    const first = await record(programme)
    expect(first).toMatchObject({ ...ASSESSMENT, programme, version: 1 })
    expect(await refusal(programme)).toMatchObject({ code: 'STALE_VERSION' })
    const second = await record(programme, { risks: '另有风险。', expectedVersion: 1 })
    expect(second).toMatchObject({ version: 2, risks: '另有风险。' })
    expect(await refusal(programme, { expectedVersion: 1 })).toMatchObject({
      code: 'STALE_VERSION',
    })
    const audited = `SELECT actor_role, before_hash IS NULL AS first, details FROM audit_event
                      WHERE subject_type = 'ImpactAssessment' AND subject_id = ANY($1::text[])
                      ORDER BY seq`
    expect(await stage.sql(audited, [[first.id, second.id]])).toEqual([
      { actor_role: 'APPROVER', first: true, details: { organizationCode: 'mzj', version: 1 } },
      { actor_role: 'APPROVER', first: false, details: { organizationCode: 'mzj', version: 2 } },
    ])
  })

  test('is recorded once when two do it at the same time', async () => {
    const programme = newProgramme()
    const { done, refused } = await race([record(programme), record(programme)])
    expect(done).toHaveLength(1)
    expect(refused).toEqual(['STALE_VERSION'])
  })

  test.each([
    ['purpose', '', 'EMPTY'],
    ['measures', '长'.repeat(2001), 'TOO_LONG'],
    ['programme', '（——）', 'EMPTY'],
    ['organizationCode', 'nowhere', 'UNKNOWN_ORGANIZATION'],
  ])('whose %s is %s is refused', async (path, value, code) => {
    const refused = await refusal(newProgramme(), { [path]: value })
    expect(refused).toMatchObject({ problems: [{ path, code }] })
  })

  test('is read in its latest version by staff of the organization, and by nobody else', async () => {
    const programme = newProgramme()
    await record(programme)
    await record(programme, { expectedVersion: 1 })
    const read = (actor: Actor, code: string | null = null) =>
      impactAssessmentsOf(stage.platform.database, actor, code)
    for (const actor of [person('mzj', 'AUDITOR'), person('county', 'OFFICE')]) {
      const found = (await read(actor)).filter((one) => one.programme === programme)
      expect(found).toMatchObject([{ version: 2, assessedBy: { username: approver.username } }])
      expect(await read(actor, 'hbj')).toEqual([])
    }
    expect(await read(person('hbj', 'OFFICE'))).toEqual([])
  })

  test('is never changed in the database', async () => {
    await record(newProgramme())
    for (const statement of [
      `UPDATE impact_assessment SET risks = 'none'`,
      'DELETE FROM impact_assessment',
      'TRUNCATE impact_assessment',
    ]) {
      await expect(stage.sql(statement)).rejects.toThrow('never changed or deleted')
    }
  })
})
