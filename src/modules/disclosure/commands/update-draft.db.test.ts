import { afterAll, describe, expect, test } from 'vitest'
import { together, withSubtree } from '../../../../test/support/county.ts'
import {
  approved,
  draft,
  published,
  refer,
  signature,
  submit,
  submitted,
} from '../../../../test/support/editions.ts'
import { openStage, race } from '../../../../test/support/stage.ts'
import type { Actor } from '../../identity/model.ts'
import type { Edition } from '../model.ts'
import { reviewEdition } from './review-edition.ts'
import { updateDraft } from './update-draft.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const editor = person('mzj', 'EDITOR')
const colleague = person('mzj', 'EDITOR', 2)

const CHANGE = { kind: 'Notice', content: { title: '新标题' } }
const update = (actor: Actor | null, edition: Edition, change = CHANGE) =>
  updateDraft(stage.platform, actor, { ...refer(edition), ...change })
const refusal = (actor: Actor | null, edition: Edition, change = CHANGE) =>
  stage.refusal(() => update(actor, edition, change))

describe('a changed draft', () => {
  test('is its whole content replaced, with version, hash and title?', async () => {
    const before = await draft(stage)
    const after = await update(editor, before)
    expect(after).toMatchObject({ state: 'DRAFT', version: 2, title: '新标题', number: 1 })
    expect(after.content).toEqual({ title: '新标题' })
    expect(after.contentHash).not.toBe(before.contentHash)
    const audited = `SELECT before_hash, after_hash FROM audit_event
                      WHERE subject_id = $1 AND action = 'edition.update'`
    expect(await stage.sql(audited, [before.id])).toEqual([
      {
        before_hash: stage.evidence.blind(before.contentHash),
        after_hash: stage.evidence.blind(after.contentHash),
      },
    ])
  })

  test('does the same content give the same hash, in whatever order its fields come?', async () => {
    const one = await draft(stage, { content: { title: '一', summary: '二', hotline: '12345' } })
    const content = { hotline: '12345', title: ' 一', summary: '二\u200B' }
    const same = await update(editor, one, { kind: 'Notice', content })
    expect(same.contentHash).toBe(one.contentHash)
  })

  test('does everybody who writes become an author, once, and the first stay its author?', async () => {
    const first = await draft(stage)
    const second = await update(colleague, await update(editor, first))
    const third = await update(colleague, second)
    expect(third.author?.userId).toBe(editor.userId)
    expect(third.participants).toHaveLength(2)
    expect(third.participants).toEqual(
      expect.arrayContaining([
        { userId: editor.userId, step: 0, round: 0 },
        { userId: colleague.userId, step: 0, round: 0 },
      ]),
    )
  })
})

describe('a change that is refused', () => {
  test('is a version that was not the last seen a conflict, before and after?', async () => {
    const first = await draft(stage)
    const second = await update(editor, first)
    for (const stale of [first, { ...second, version: 3 }, { ...second, version: -1 }]) {
      const refused = await refusal(editor, stale)
      expect(refused).toMatchObject({ name: 'ConflictError', code: 'STALE_VERSION' })
    }
  })

  test('is one of two changes at once a conflict, and the other kept whole?', async () => {
    const edition = await draft(stage)
    const { done, refused } = await race([
      update(editor, edition, { kind: 'Notice', content: { title: '甲' } }),
      update(colleague, edition, { kind: 'Notice', content: { title: '乙' } }),
    ])
    expect(done).toHaveLength(1)
    expect(refused).toEqual(['STALE_VERSION'])
    const row = `SELECT title, version FROM edition WHERE id = $1`
    const expected = { title: done[0]?.title, version: 2 }
    expect(await stage.sql(row, [edition.id])).toEqual([expected])
  })

  test('is a kind fixed at the start?', async () => {
    const refused = await refusal(editor, await draft(stage), { ...CHANGE, kind: 'PolicyDocument' })
    expect(refused).toMatchObject({ problems: [{ path: 'content', code: 'KIND_CHANGED' }] })
  })

  test('is content refused as at the start?', async () => {
    const content = { title: '一\n二', nonsense: 1 }
    const refused = await refusal(editor, await draft(stage), { kind: 'Notice', content })
    expect(refused).toMatchObject({
      problems: [
        { path: 'content.notice.title', code: 'CONTROL_CHARACTER' },
        { path: 'content.notice.nonsense', code: 'UNKNOWN_FIELD' },
      ],
    })
  })

  test.each([
    ['in review', submitted],
    ['approved', approved],
    ['published', published],
  ])('is an edition closed to changes once it is %s?', async (_state, make) => {
    const refused = await refusal(editor, await make(stage))
    expect(refused).toMatchObject({ name: 'ConflictError', code: 'WRONG_STATE' })
  })

  test('三审三校: may whoever returned it write in it, with the right to write? no', async () => {
    const reviewer = together(person('mzj', 'REVIEWER'), person('mzj', 'EDITOR', 2))
    const waiting = await submit(stage, await draft(stage))
    const comment = '请补充标准'
    const back = { ...signature(waiting), decision: 'RETURN' as const, comment, checks: [] }
    const returned = await reviewEdition(stage.platform, reviewer, back)
    expect(await refusal(reviewer, returned)).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
    expect(await update(editor, returned)).toMatchObject({ state: 'DRAFT' })
  })
})

describe('whose draft it is', () => {
  test.each([
    ['a reviewer of the organization, who reads it', person('mzj', 'REVIEWER'), 'FORBIDDEN'],
    ['an auditor of the organization, who reads it', person('mzj', 'AUDITOR'), 'FORBIDDEN'],
    ['an editor of a sibling', person('hbj', 'EDITOR'), 'NOT_FOUND'],
    ['an editor of a station below', person('jzz', 'EDITOR'), 'NOT_FOUND'],
    ['an editor of the county, alone', person('county', 'EDITOR'), 'NOT_FOUND'],
    ['somebody without a grant', { ...person('mzj', 'EDITOR'), grants: [] }, 'NOT_FOUND'],
    ['nobody', null, 'UNAUTHENTICATED'],
  ] as const)('does %s change it? no', async (_who, actor, code) => {
    expect(await refusal(actor, await draft(stage))).toMatchObject({ code })
  })

  test.each([
    ['a colleague', colleague],
    ['the office', person('county', 'OFFICE')],
    ['an editor of the county with all below it', withSubtree(person('county', 'EDITOR'))],
  ])('does %s change it? yes', async (_who, actor) => {
    expect(await update(actor, await draft(stage))).toMatchObject({ version: 2 })
  })

  test.each(['', 'x', "'; DROP TABLE edition", '01a204e9-3ec1-7501-9853-4929bb5a16f6'])(
    'is the id %j not found?',
    async (id) => {
      const refused = await refusal(editor, { ...(await draft(stage)), id })
      expect(refused).toMatchObject({ name: 'NotFoundError', code: 'NOT_FOUND' })
    },
  )
})
