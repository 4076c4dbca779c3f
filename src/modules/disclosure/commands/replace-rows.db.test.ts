import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actorsOf } from '../../../../test/authorization/cells.ts'
import {
  draft,
  publish,
  refer,
  signAll,
  submit,
  submitted,
} from '../../../../test/support/editions.ts'
import { acceptRosters, ROSTER, rosterRow, rosterRows } from '../../../../test/support/rosters.ts'
import { openStage } from '../../../../test/support/stage.ts'
import type { Actor } from '../../identity/model.ts'
import { wholeContent } from '../edition-rows.ts'
import type { Content } from '../kind/kind.ts'
import type { Edition } from '../model.ts'
import { disclosurePolicy } from '../policy.ts'
import { replaceRows } from './replace-rows.ts'
import { reviseDisclosure } from './revise-disclosure.ts'
import { updateDraft } from './update-draft.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const { platform } = stage
const editor = person('mzj', 'EDITOR')

beforeAll(() => acceptRosters(stage))

const roster = (rows: readonly object[] = [], content: object = ROSTER) =>
  draft(stage, { kind: 'RecipientRoster', content: { ...content, recipients: rows } })
const replace = (
  edition: Edition,
  rows: readonly unknown[],
  actor: Actor | null = editor,
  field = 'recipients',
) => replaceRows(platform, actor, { ...refer(edition), field, rows })
const update = (edition: Edition, change: object) =>
  updateDraft(platform, editor, {
    ...refer(edition),
    kind: 'RecipientRoster',
    content: { ...ROSTER, ...change },
  })
const numbersOf = async ({ id }: Edition) => {
  const rows = await stage.sql('SELECT no FROM edition_row WHERE edition_id = $1 ORDER BY no', [id])
  return rows.map(({ no }) => no)
}
const rowsOf = async (edition: Edition) => {
  const content = await wholeContent(stage.platform.database, edition)
  return content['recipients'] as readonly Content[]
}
const names = async (edition: Edition) => (await rowsOf(edition)).map(({ name }) => name)

describe('rows that are replaced', () => {
  test('are they stored one by one, normalised, and covered by the hash of the content?', async () => {
    const before = await roster([{ name: '赵甲' }])
    const after = await replace(before, [
      { name: ' 钱乙', amount: '12.5', phone: null },
      rosterRow(2),
    ])
    expect(after).toMatchObject({ state: 'DRAFT', version: 2, tables: { recipients: { rows: 2 } } })
    expect(after.content).toEqual({ ...ROSTER })
    expect(after.contentHash).not.toBe(before.contentHash)
    expect((await rowsOf(after))[0]).toEqual({ name: '钱乙', amount: '12.50' })
    const other = await replace(after, [{ name: '钱乙', amount: '12.51' }, rosterRow(2)])
    expect(other.contentHash).not.toBe(after.contentHash)
    // What is sealed anew has another hash: equal ones would tell who is in two rosters.
    const again = await replace(other, [{ name: '钱乙', amount: '12.5' }, rosterRow(2)])
    expect(again.contentHash).not.toBe(after.contentHash)
  })

  test('are they audited by number and hash, and by no value?', async () => {
    const edition = await roster()
    const changed = await replace(edition, rosterRows(3))
    const [row] = await stage.sql(
      `SELECT * FROM audit_event WHERE subject_id = $1 AND action = 'edition.replaceRows'`,
      [edition.id],
    )
    expect(row).toMatchObject({
      actor_id: editor.userId,
      before_hash: stage.evidence.blind(edition.contentHash),
      after_hash: stage.evidence.blind(changed.contentHash),
      details: { field: 'recipients', rows: 3 },
    })
    expect(JSON.stringify(row)).not.toContain(rosterRow(1).idNumber)
  })

  test('does whoever brings them become an author, who may not sign?', async () => {
    const colleague = person('mzj', 'EDITOR', 2)
    const { participants } = await replace(await roster(), rosterRows(1), colleague)
    expect(participants).toContainEqual({ userId: colleague.userId, step: 0, round: 0 })
  })

  test('does a later change that does not mention them keep them, another list replace and an empty one clear them?', async () => {
    const full = await replace(await roster(), rosterRows(3))
    const renamed = await update(full, { title: '另一标题' })
    expect(renamed.tables).toEqual(full.tables)
    const left = await update(renamed, { recipients: null })
    expect(await numbersOf(left)).toEqual([1, 2, 3])
    const shorter = await update(left, { recipients: [{ name: '赵甲' }] })
    expect(await names(shorter)).toEqual(['赵甲'])
    const cleared = await update(shorter, { recipients: [] })
    expect(cleared.tables).toEqual({})
    expect(await numbersOf(cleared)).toEqual([])
  })

  test('does the next edition start with them, as its own?', async () => {
    const full = await replace(await roster(), rosterRows(3))
    const live = await publish(stage, await signAll(stage, await submit(stage, full)))
    const next = await reviseDisclosure(platform, editor, { indexNumber: live.indexNumber ?? '' })
    expect(next.contentHash).toBe(live.contentHash)
    expect(await names(next)).toEqual(await names(live))
    await replace(next, [{ name: '孙丙' }])
    expect(await numbersOf(live)).toEqual([1, 2, 3])
  })
})

describe('rows that are refused', () => {
  test('is every fault told by row and column, and nothing changed?', async () => {
    const edition = await roster([{ name: '赵甲' }])
    const wrong = [rosterRow(1), { name: '钱乙', idNumber: '123' }, { nmae: '孙丙' }, '李丁']
    expect(await stage.refusal(() => replace(edition, wrong))).toMatchObject({
      name: 'ValidationError',
      problems: [
        { path: 'content.recipientRoster.recipients.1.idNumber', code: 'INVALID_ID_NUMBER' },
        { path: 'content.recipientRoster.recipients.2.nmae', code: 'UNKNOWN_FIELD' },
        { path: 'content.recipientRoster.recipients.3', code: 'WRONG_TYPE' },
      ],
    })
  })

  test('are a hundred faults told and the rest counted?', async () => {
    const rows = Array.from({ length: 250 }, () => ({ phone: '1' }))
    const edition = await roster()
    const { problems } = (await stage.refusal(() => replace(edition, rows))) as unknown as {
      problems: { path: string; code: string; message: string }[]
    }
    expect(problems).toHaveLength(101)
    expect(problems.at(-1)).toMatchObject({
      path: 'content.recipientRoster.recipients',
      code: 'MORE_PROBLEMS',
      message: '共有 250 处错误，此处只列出前 100 处',
    })
  })

  test('are more than 20,000 rows too many, and is a field that is no table none?', async () => {
    const edition = await roster()
    const many = Array.from({ length: 20_001 }, () => ({}))
    expect(await stage.refusal(() => replace(edition, many))).toMatchObject({
      code: 'TOO_MANY_ROWS',
    })
    for (const field of ['title', 'nothing', '__proto__']) {
      const refused = await stage.refusal(() => replace(edition, [], editor, field))
      expect(refused).toMatchObject({ code: 'UNKNOWN_TABLE' })
    }
  })

  test('is a version that was not the last seen a conflict, and an edition under review closed?', async () => {
    const edition = await roster(rosterRows(2))
    await replace(edition, rosterRows(1))
    expect(await stage.refusal(() => replace(edition, []))).toMatchObject({ code: 'STALE_VERSION' })
    const content = { ...ROSTER, recipients: rosterRows(2) }
    const waiting = await submitted(stage, { kind: 'RecipientRoster', content })
    expect(await stage.refusal(() => replace(waiting, []))).toMatchObject({
      name: 'ConflictError',
    })
  })

  test('does everyone replace rows who may change the draft, and nobody else?', async () => {
    const wrong: string[] = []
    let edition = await roster()
    for (const { role, relation, actor } of actorsOf(stage.county)) {
      const allowed = disclosurePolicy.can(actor, 'edition.update', edition)
      const outcome = await replace(edition, [{ name: '赵甲' }], actor).catch(
        (error: Error) => error,
      )
      const done = !(outcome instanceof Error)
      if (done !== allowed) wrong.push(`${role} ${relation}: ${done ? 'done' : outcome.name}`)
      if (!(outcome instanceof Error)) edition = outcome
    }
    expect(wrong).toEqual([])
    expect(await stage.refusal(() => replace(edition, [], null))).toMatchObject({
      code: 'UNAUTHENTICATED',
    })
  })
})

test('does submission look at every row, wherever it is stored?', async () => {
  const rows = [
    ...rosterRows(2_500),
    { amount: '1' },
    { name: '赵甲', note: rosterRow(1).idNumber },
  ]
  const lacking = await replace(await roster(), rows)
  expect(await stage.refusal(() => submit(stage, lacking))).toMatchObject({
    code: 'INCOMPLETE',
    problems: [{ path: 'content.recipientRoster.recipients.2500.name', code: 'REQUIRED' }],
  })
  const leaking = await replace(lacking, rows.toSpliced(2_500, 1))
  expect(await stage.refusal(() => submit(stage, leaking))).toMatchObject({
    code: 'PERSONAL_DATA',
    findings: [{ path: 'content.recipientRoster.recipients.2500.note', code: 'ID_NUMBER' }],
  })
})
