import { afterAll, describe, expect, test } from 'vitest'
import {
  approved,
  draft,
  published,
  publish,
  refer,
  revisedAndApproved,
  signAll,
  submit,
} from '../../../../test/support/editions.ts'
import { openStage } from '../../../../test/support/stage.ts'
import { withdrawDisclosure } from '../../publication/commands/withdraw-disclosure.ts'
import type { Actor } from '../../identity/model.ts'
import type { Edition } from '../model.ts'
import { commentsOn } from '../queries/comments.ts'
import { discardEdition } from './discard-edition.ts'
import { reviseDisclosure } from './revise-disclosure.ts'
import { sendBackEdition } from './send-back-edition.ts'
import { updateDraft } from './update-draft.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const editor = person('mzj', 'EDITOR')
const approver = person('mzj', 'APPROVER')
const office = person('county', 'OFFICE')
const { platform } = stage

const discard = (actor: Actor, edition: Edition, comment: string | null = null) =>
  discardEdition(platform, actor, { ...refer(edition), comment })
const remarks = (edition: Edition) =>
  commentsOn(platform.database, edition.id, { size: 9, after: null, open: false })

describe('taking an approval back', () => {
  test('is the edition a draft again that needs all signatures anew, with the reason in its file?', async () => {
    const signed = await approved(stage)
    const comment = '金额与文件不符'
    const back = await sendBackEdition(platform, approver, { ...refer(signed), comment })
    expect(back).toMatchObject({ state: 'DRAFT', round: 1, currentStep: null })
    expect(await remarks(back)).toMatchObject([{ occasion: 'SEND_BACK', text: comment, round: 1 }])
    const change = { ...refer(back), kind: 'Notice', content: { ...back.content, title: '更正' } }
    const again = await submit(stage, await updateDraft(platform, editor, change))
    expect(again).toMatchObject({ round: 2, currentStep: 1, currentRole: 'REVIEWER' })
    const done = await publish(stage, await signAll(stage, again))
    expect(done).toMatchObject({ state: 'PUBLISHED', title: '更正' })
  })

  test('is it refused without a reason, by whoever only writes, and for what is public?', async () => {
    const signed = await approved(stage)
    const attempt = (actor: Actor, edition: Edition, comment: string) =>
      stage.refusal(() => sendBackEdition(platform, actor, { ...refer(edition), comment }))
    expect(await attempt(approver, signed, '　')).toMatchObject({ problems: [{ path: 'comment' }] })
    expect(await attempt(editor, signed, '有误')).toMatchObject({ code: 'FORBIDDEN' })
    const live = await publish(stage, signed)
    expect(await attempt(approver, live, '有误')).toMatchObject({ code: 'WRONG_STATE' })
  })
})

describe('giving up', () => {
  test('is a draft kept, its number used, and the record free for the next edition?', async () => {
    const live = await published(stage)
    const input = { indexNumber: live.indexNumber ?? '' }
    const second = await reviseDisclosure(platform, editor, input)
    expect(await discard(editor, second)).toMatchObject({ state: 'DISCARDED', number: 2 })
    const third = await reviseDisclosure(platform, editor, input)
    expect(third.number).toBe(3)
  })

  test('may another editor discard a draft, or its author what is approved? no; the office both', async () => {
    const first = await draft(stage)
    const other = await stage.refusal(() => discard(person('mzj', 'EDITOR', 2), first))
    expect(other).toMatchObject({ code: 'NOT_YOURS' })
    expect(await discard(office, first)).toMatchObject({ state: 'DISCARDED' })
    const signed = await approved(stage)
    const author = await stage.refusal(() => discard(editor, signed, '不再需要'))
    expect(author).toMatchObject({ code: 'NOT_YOURS' })
    expect(await discard(office, signed, '重复')).toMatchObject({ state: 'DISCARDED' })
  })

  test('does it take a reason to throw signatures away?', async () => {
    const signed = await approved(stage)
    const refused = await stage.refusal(() => discard(approver, signed))
    expect(refused).toMatchObject({ problems: [{ path: 'comment', code: 'REQUIRED' }] })
    const given = await discard(approver, signed, '事项已取消')
    expect(await remarks(given)).toMatchObject([{ occasion: 'DISCARD', text: '事项已取消' }])
  })

  test('can a revision be given up whose record was withdrawn meanwhile?', async () => {
    const live = await published(stage)
    const revision = await revisedAndApproved(stage, live)
    const indexNumber = live.indexNumber ?? ''
    await withdrawDisclosure(platform, approver, { indexNumber, type: 'ERROR', reason: '有误' })
    const stuck = await stage.refusal(() => publish(stage, revision))
    expect(stuck).toMatchObject({ code: 'WITHDRAWN' })
    expect(await discard(approver, revision, '已撤回')).toMatchObject({ state: 'DISCARDED' })
  })
})
