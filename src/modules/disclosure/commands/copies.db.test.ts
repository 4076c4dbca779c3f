import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  draft,
  NOTICE,
  PLAN,
  publish,
  published,
  refer,
  revisedAndApproved,
} from '../../../../test/support/editions.ts'
import { acceptRosters, ROSTER, rosterRows } from '../../../../test/support/rosters.ts'
import { openStage } from '../../../../test/support/stage.ts'
import { withdrawDisclosure } from '../../publication/commands/withdraw-disclosure.ts'
import { wholeContent } from '../edition-rows.ts'
import type { Edition } from '../model.ts'
import { discardEdition } from './discard-edition.ts'
import { duplicateEdition } from './duplicate-edition.ts'
import { restoreEdition } from './restore-edition.ts'

const stage = await openStage()
afterAll(stage.close)
beforeAll(() => acceptRosters(stage))
const { person } = stage.county
const { platform } = stage
const editor = person('mzj', 'EDITOR')
const restore = ({ id }: Edition, actor = editor) =>
  restoreEdition(platform, actor, { editionId: id })

describe('restoring an old edition', () => {
  test('does it make a new draft with the old content, beside what is public?', async () => {
    const first = await published(stage, { content: { ...NOTICE, title: '第一版' } })
    const second = await publish(stage, await revisedAndApproved(stage, first))
    const draftAgain = await restore(first)
    expect(draftAgain).toMatchObject({ state: 'DRAFT', number: 3, title: '第一版', round: 0 })
    expect(draftAgain.contentHash).toBe(first.contentHash)
    expect(draftAgain.author?.userId).toBe(editor.userId)
    expect(await stage.refusal(() => restore(second))).toMatchObject({ code: 'OPEN_EDITION' })
  })

  test('are its rows restored too, of what was given up before it was ever public?', async () => {
    const content = { ...ROSTER, recipients: rosterRows(3) }
    const given = await draft(stage, { kind: 'RecipientRoster', content })
    await discardEdition(platform, editor, refer(given))
    const again = await restore(given)
    expect(again.contentHash).toBe(given.contentHash)
    expect(await wholeContent(platform.database, again)).toMatchObject({
      recipients: rosterRows(3),
    })
  })

  test('does anything come back of a record that was withdrawn? no', async () => {
    const live = await published(stage)
    const input = { indexNumber: live.indexNumber ?? '', type: 'PRIVACY', reason: '隐私' } as const
    await withdrawDisclosure(platform, person('mzj', 'APPROVER'), input)
    expect(await stage.refusal(() => restore(live))).toMatchObject({ code: 'NOT_LIVE' })
  })

  test.each([
    ['a reviewer', person('mzj', 'REVIEWER'), 'FORBIDDEN'],
    ['an editor of a sibling', person('hbj', 'EDITOR'), 'NOT_FOUND'],
  ] as const)('does %s restore? no', async (_who, actor, code) => {
    const live = await published(stage)
    expect(await stage.refusal(() => restore(live, actor))).toMatchObject({ code })
  })
})

describe('copying to a new record', () => {
  test('does it take content and rows over, but not number and date of the document?', async () => {
    const plan = await draft(stage, { kind: 'PolicyDocument', content: PLAN })
    const place = { itemCode: 'G3.1', organizationCode: 'mzj' }
    const copy = await duplicateEdition(platform, editor, { editionId: plan.id, ...place })
    const { docNumber: _, formedOn: __, ...rest } = plan.content
    expect(copy).toMatchObject({ number: 1, kind: 'PolicyDocument', itemCode: 'G3.1' })
    expect(copy.content).toEqual(rest)
    expect(copy.disclosureId).not.toBe(plan.disclosureId)

    const content = { ...ROSTER, recipients: rosterRows(3) }
    const roster = await draft(stage, { kind: 'RecipientRoster', content })
    const input = { editionId: roster.id, itemCode: '2.2', organizationCode: 'mzj' }
    const list = await duplicateEdition(platform, editor, input)
    expect(await wholeContent(platform.database, list)).toMatchObject({
      recipients: rosterRows(3),
    })
  })

  test('is what the new record may not be told, and what one may not read not found?', async () => {
    const plan = await draft(stage, { kind: 'PolicyDocument', content: PLAN })
    const attempt = (actor: typeof editor, itemCode: string, organizationCode: string) =>
      stage.refusal(() =>
        duplicateEdition(platform, actor, { editionId: plan.id, itemCode, organizationCode }),
      )
    expect(await attempt(editor, '5.1', 'mzj')).toMatchObject({
      problems: [{ code: 'KIND_NOT_ACCEPTED' }],
    })
    expect(await attempt(editor, '2.2', 'gyz')).toMatchObject({ code: 'FORBIDDEN' })
    expect(await attempt(person('gyz', 'EDITOR'), '2.2', 'gyz')).toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
