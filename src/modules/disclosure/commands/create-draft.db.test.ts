import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { draft, NOTICE, PLAN } from '../../../../test/support/editions.ts'
import { openStage, TODAY } from '../../../../test/support/stage.ts'
import { ROLES } from '../../identity/model.ts'
import { createDraft, type CreateDraftInput } from './create-draft.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county

const editor = person('mzj', 'EDITOR')
const office = person('county', 'OFFICE')
const INPUT: CreateDraftInput = {
  itemCode: '2.2',
  organizationCode: 'mzj',
  kind: 'Notice',
  content: NOTICE,
}
const create = (input: Partial<CreateDraftInput> = {}, actor: typeof editor | null = editor) =>
  createDraft(stage.platform, actor, { ...INPUT, ...input })
const refusal = (input: Partial<CreateDraftInput>, actor: typeof editor | null = editor) =>
  stage.refusal(() => create(input, actor))
const fault = (path: string, code: string) => ({ problems: [{ path, code }] })

beforeEach(() => stage.clock.set(TODAY))

describe('a new record', () => {
  test('is it a first draft of its author, without an index number?', async () => {
    const edition = await create()
    expect(edition).toMatchObject({
      state: 'DRAFT',
      number: 1,
      version: 1,
      round: 0,
      indexNumber: null,
      title: NOTICE.title,
      kind: 'Notice',
      itemCode: '2.2',
      place: { code: 'mzj' },
      author: { userId: editor.userId },
      participants: [{ userId: editor.userId, step: 0 }],
      steps: [],
    })
    expect(edition.createdAt).toEqual(stage.clock.now())
    expect(new Set(Object.keys(edition.content))).toEqual(new Set(['title', 'body']))
  })

  test('may it begin with nothing written yet?', async () => {
    expect(await create({ content: {} })).toMatchObject({ title: null, content: {} })
  })

  test('does the audit row say who, as what and about what, and nothing of the content?', async () => {
    const edition = await create({ kind: 'PolicyDocument', content: PLAN })
    const [row] = await stage.sql('SELECT * FROM audit_event WHERE subject_id = $1', [edition.id])
    expect(row).toMatchObject({
      action: 'edition.create',
      actor_id: editor.userId,
      actor_role: 'EDITOR',
      actor_place: 'mzj',
      before_hash: null,
      after_hash: stage.evidence.blind(edition.contentHash),
      details: {
        itemCode: '2.2',
        organizationCode: 'mzj',
        kind: 'PolicyDocument',
        offDuty: false,
      },
    })
    expect(JSON.stringify(row)).not.toMatch(/方案|喀政办发|依法公开/)
  })

  test('does the office create for every organization of the county?', async () => {
    const edition = await create({ organizationCode: 'gyz' }, office)
    expect(edition).toMatchObject({ place: { code: 'gyz' }, author: { userId: office.userId } })
  })
})

describe('who may create', () => {
  test.each(ROLES.filter((role) => role !== 'EDITOR' && role !== 'OFFICE'))(
    'may %s of the organization? no',
    async (role) => {
      expect(await refusal({}, person('mzj', role))).toMatchObject({ code: 'FORBIDDEN' })
    },
  )

  test.each(['hbj', 'jzz', 'county'] as const)('may an editor of %s? no', async (body) => {
    expect(await refusal({}, person(body, 'EDITOR'))).toMatchObject({ code: 'FORBIDDEN' })
  })

  test('may somebody who is not signed in? no', async () => {
    expect(await refusal({}, null)).toMatchObject({ code: 'UNAUTHENTICATED' })
  })
})

describe('what a record must fit', () => {
  test.each([
    [
      'an unknown organization',
      { organizationCode: 'nowhere' },
      'organizationCode',
      'UNKNOWN_ORGANIZATION',
    ],
    ['an unknown item', { itemCode: '9.9' }, 'itemCode', 'UNKNOWN_ITEM'],
    ['an unknown kind', { kind: 'Rumour' }, 'content', 'UNKNOWN_KIND'],
    ['a kind that the item does not accept', { itemCode: 'G3.1' }, 'content', 'KIND_NOT_ACCEPTED'],
    [
      'a title that is too long',
      { content: { title: '长'.repeat(201) } },
      'content.notice.title',
      'TOO_LONG',
    ],
    [
      'half a surrogate pair',
      { content: { title: '\uD842' } },
      'content.notice.title',
      'UNPAIRED_SURROGATE',
    ],
    [
      'a NUL',
      { content: { bodyMarkdown: '一\u0000' } },
      'content.notice.bodyMarkdown',
      'CONTROL_CHARACTER',
    ],
  ])('is %s refused?', async (_what, input, path, code) => {
    expect(await refusal(input)).toMatchObject({ name: 'ValidationError', ...fault(path, code) })
  })

  test('are the faults of item and content told together?', async () => {
    const refused = await refusal({ itemCode: '9.9', content: { title: '', nonsense: 1 } })
    expect(refused).toMatchObject({
      problems: [
        { path: 'content.notice.title', code: 'EMPTY' },
        { path: 'content.notice.nonsense', code: 'UNKNOWN_FIELD' },
        { path: 'itemCode', code: 'UNKNOWN_ITEM' },
      ],
    })
  })
})

describe('an item that the organization does not owe', () => {
  const notOwed = { itemCode: '5.1' }

  test('is it refused to the editor, with a reason or without?', async () => {
    expect(await refusal(notOwed)).toMatchObject(fault('organizationCode', 'NOT_OWED'))
    const reasoned = { ...notOwed, offDutyReason: '受委托发布' }
    expect(await refusal(reasoned)).toMatchObject(fault('organizationCode', 'NOT_OWED'))
  })

  test('does the office need a reason, and one that says something?', async () => {
    expect(await refusal(notOwed, office)).toMatchObject(fault('offDutyReason', 'NOT_OWED'))
    for (const [offDutyReason, code] of [
      ['  ', 'EMPTY'],
      ['由'.repeat(301), 'TOO_LONG'],
    ] as const) {
      const refused = await refusal({ ...notOwed, offDutyReason }, office)
      expect(refused).toMatchObject(fault('offDutyReason', code))
    }
  })

  test('is the reason of the office kept with the record?', async () => {
    const edition = await create({ ...notOwed, offDutyReason: ' 受县政府委托发布 ' }, office)
    const reasons = `SELECT off_duty_reason FROM disclosure WHERE id = $1`
    expect(await stage.sql(reasons, [edition.disclosureId])).toEqual([
      { off_duty_reason: '受县政府委托发布' },
    ])
    const audited = `SELECT details->'offDuty' AS off FROM audit_event WHERE subject_id = $1`
    expect(await stage.sql(audited, [edition.id])).toEqual([{ off: true }])
  })

  test('is a reason that is not needed not kept?', async () => {
    const edition = await create({ offDutyReason: '顺便' }, office)
    const reasons = `SELECT off_duty_reason FROM disclosure WHERE id = $1`
    expect(await stage.sql(reasons, [edition.disclosureId])).toEqual([{ off_duty_reason: null }])
  })
})

describe('an organization with an end or a beginning', () => {
  const at = (body: 'closed' | 'future') => ({ body, author: person(body, 'EDITOR') })

  test.each([
    ['closed', '2026-03-02T15:59:59.999Z', 'on its last day, to midnight in the county'],
    ['future', '2026-03-03T16:00:00.000Z', 'on its first day, from midnight in the county'],
  ] as const)('does %s publish at %s, %s?', async (body, time, _when) => {
    stage.clock.set(time)
    expect(await draft(stage, at(body))).toMatchObject({ state: 'DRAFT' })
  })

  test.each([
    ['closed', '2026-03-02T16:00:00.000Z', 'ORGANIZATION_CLOSED'],
    ['future', '2026-03-03T15:59:59.999Z', 'ORGANIZATION_NOT_YET'],
  ] as const)('is %s refused at %s, to the office too?', async (body, time, code) => {
    stage.clock.set(time)
    const refused = await stage.refusal(() => draft(stage, at(body)))
    expect(refused).toMatchObject(fault('organizationCode', code))
    const toOffice = await stage.refusal(() => draft(stage, { body, author: office }))
    expect(toOffice).toMatchObject(fault('organizationCode', code))
  })
})
