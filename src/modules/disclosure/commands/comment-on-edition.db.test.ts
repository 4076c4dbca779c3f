import { afterAll, expect, test } from 'vitest'
import { draft, published, submitted } from '../../../../test/support/editions.ts'
import { openStage } from '../../../../test/support/stage.ts'
import type { EditionComment } from '../model.ts'
import { commentsOn } from '../queries/comments.ts'
import { commentOnEdition } from './comment-on-edition.ts'
import { resolveComment } from './resolve-comment.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const { platform } = stage
const reviewer = person('mzj', 'REVIEWER')
const editor = person('mzj', 'EDITOR')

test('does a remark keep its place, its author and its round, resolved or not?', async () => {
  const waiting = await submitted(stage)
  const input = { editionId: waiting.id, path: 'body', text: '补充标准' }
  const made = await commentOnEdition(platform, reviewer, input)
  expect(made).toMatchObject({ path: 'body', round: 1, resolvedAt: null })
  const resolve = (resolved: boolean) =>
    resolveComment(platform, editor, { commentId: made.id, resolved })
  const done = await resolve(true)
  expect(done).toMatchObject({ author: { userId: reviewer.userId } })
  expect(done).toMatchObject({ resolvedBy: { userId: editor.userId } })
  expect(await stage.refusal(() => resolve(true))).toMatchObject({ code: 'NO_CHANGE' })
  expect(await resolve(false)).toMatchObject({ resolvedAt: null, resolvedBy: null })
  const change = () => stage.sql('UPDATE edition_comment SET text = $1', ['改过'])
  await expect(change()).rejects.toThrow('never changed')
})

test('are all problems of a remark told at once?', async () => {
  const { id: editionId } = await draft(stage)
  const refused = await stage.refusal(() =>
    commentOnEdition(platform, reviewer, { editionId, path: 'recipients', text: ' ' }),
  )
  expect(refused).toMatchObject({
    problems: [
      { path: 'path', code: 'UNKNOWN_PATH' },
      { path: 'text', code: 'EMPTY' },
    ],
  })
})

test('who remarks on what they may not read, or must not touch?', async () => {
  const { id: editionId } = await draft(stage)
  const attempt = (actor: Parameters<typeof commentOnEdition>[1], id = editionId) =>
    stage.refusal(() => commentOnEdition(platform, actor, { editionId: id, text: '看过' }))
  expect(await attempt(null)).toMatchObject({ code: 'UNAUTHENTICATED' })
  expect(await attempt(person('hbj', 'EDITOR'))).toMatchObject({ code: 'NOT_FOUND' })
  expect(await attempt(person('mzj', 'AUDITOR'))).toMatchObject({ code: 'FORBIDDEN' })
  const live = await published(stage)
  expect(await attempt(reviewer, live.id)).toMatchObject({ code: 'WRONG_STATE' })
})

test('is a remark resolved by somebody who may not read its edition? it is not found', async () => {
  const { id: editionId } = await draft(stage)
  const { id } = await commentOnEdition(platform, reviewer, { editionId, text: '看过' })
  for (const commentId of [id, 'none', editionId]) {
    const attempt = resolveComment(platform, person('hbj', 'EDITOR'), { commentId, resolved: true })
    await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
})

test('do pages of remarks go on where the last one ended, and leave out what is resolved?', async () => {
  const { id: editionId } = await draft(stage)
  const made: EditionComment[] = []
  for (const text of ['一', '二', '三']) {
    made.push(await commentOnEdition(platform, reviewer, { editionId, text }))
  }
  const page = (after: (typeof made)[number] | null, open = false) =>
    commentsOn(platform.database, editionId, { size: 2, after, open })
  expect((await page(null)).map(({ text }) => text)).toEqual(['一', '二'])
  expect((await page(made[1] ?? null)).map(({ text }) => text)).toEqual(['三'])
  await resolveComment(platform, editor, { commentId: made[0]?.id ?? '', resolved: true })
  expect((await page(null, true)).map(({ text }) => text)).toEqual(['二', '三'])
})
