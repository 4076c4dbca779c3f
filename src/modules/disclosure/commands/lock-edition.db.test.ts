import { afterAll, beforeEach, expect, test } from 'vitest'
import { draft, refer, submitted } from '../../../../test/support/editions.ts'
import { openStage, race, TODAY } from '../../../../test/support/stage.ts'
import type { Actor } from '../../identity/model.ts'
import { editLockOf } from '../edit-lock.ts'
import type { Edition } from '../model.ts'
import { startEditing, takeOverEdit } from './lock-edition.ts'
import { updateDraft } from './update-draft.ts'

const stage = await openStage()
afterAll(stage.close)
beforeEach(() => stage.clock.set(TODAY))
const { person } = stage.county
const { platform } = stage
const first = person('mzj', 'EDITOR')
const second = person('mzj', 'EDITOR', 2)

const begin = (actor: Actor, { id }: Edition) => startEditing(platform, actor, { editionId: id })
const takeOver = (actor: Actor, { id }: Edition) => takeOverEdit(platform, actor, { editionId: id })
const holder = async ({ id }: Edition) =>
  (await editLockOf(platform.database, id, stage.clock.now()))?.by.userId ?? null
const change = (actor: Actor, edition: Edition) =>
  updateDraft(platform, actor, {
    ...refer(edition),
    kind: 'Notice',
    content: { title: `改于${stage.clock.now().toISOString()}` },
  })
const later = (seconds: number) =>
  stage.clock.set(new Date(stage.clock.now().getTime() + seconds * 1000).toISOString())

test('does a lock last five minutes from the last change of whoever has it?', async () => {
  const edition = await draft(stage)
  expect(await holder(edition)).toBeNull()
  await begin(first, edition)
  later(299)
  const changed = await change(first, edition)
  later(299)
  expect(await holder(changed)).toBe(first.userId)
  later(1)
  expect(await holder(changed)).toBeNull()
})

test('is whoever begins beside another told who it is, while the version alone decides on changes?', async () => {
  const edition = await draft(stage)
  await begin(first, edition)
  const refused = await stage.refusal(() => begin(second, edition))
  expect(refused).toMatchObject({ code: 'BEING_EDITED' })
  expect(refused.message).toContain(first.displayName)
  const changed = await change(second, edition)
  expect(await holder(changed)).toBe(first.userId)
  await expect(change(first, edition)).rejects.toMatchObject({ code: 'STALE_VERSION' })
})

test('is a change the beginning of work, where nobody is at it?', async () => {
  const edition = await draft(stage)
  await change(second, edition)
  expect(await holder(edition)).toBe(second.userId)
})

test('is every turn of people who take over from each other recorded and told, however often?', async () => {
  const edition = await draft(stage)
  await begin(first, edition)
  const turns = [second, first, second, first]
  for (const actor of turns) await takeOver(actor, edition)
  expect(await holder(edition)).toBe(first.userId)
  const told = (await stage.events()).filter(({ name }) => name === 'edition.takenOver')
  expect(told.map(({ data }) => data['actorId'])).toEqual(turns.map(({ userId }) => userId))
  const audited = `SELECT actor_id, details->>'from' AS from FROM audit_event
                    WHERE action = 'edition.takeOver' AND subject_id = $1 ORDER BY seq`
  expect(await stage.sql(audited, [edition.id])).toEqual(
    turns.map((actor) => ({
      actor_id: actor.userId,
      from: actor === first ? second.userId : first.userId,
    })),
  )
})

test('is there anything to take over from oneself, from nobody, or when time has run out? no', async () => {
  const edition = await draft(stage)
  const refusal = (actor: Actor) => stage.refusal(() => takeOver(actor, edition))
  expect(await refusal(second)).toMatchObject({ code: 'NOT_BEING_EDITED' })
  await begin(first, edition)
  expect(await refusal(first)).toMatchObject({ code: 'NOT_BEING_EDITED' })
  later(300)
  expect(await refusal(second)).toMatchObject({ code: 'NOT_BEING_EDITED' })
})

test('of two who take over at once, does each take over from the one before?', async () => {
  const edition = await draft(stage)
  await begin(first, edition)
  const office = person('county', 'OFFICE')
  const outcome = await race([takeOver(second, edition), takeOver(office, edition)])
  expect(outcome.done).toHaveLength(2)
  expect([second.userId, office.userId]).toContain(await holder(edition))
})

test.each([
  ['a reviewer', person('mzj', 'REVIEWER'), 'FORBIDDEN'],
  ['an editor of a sibling', person('hbj', 'EDITOR'), 'NOT_FOUND'],
  ['nobody', null, 'UNAUTHENTICATED'],
] as const)('may %s begin or take over? no', async (_who, actor, code) => {
  const edition = await draft(stage)
  await begin(first, edition)
  for (const attempt of [startEditing, takeOverEdit]) {
    const refused = await stage.refusal(() => attempt(platform, actor, { editionId: edition.id }))
    expect(refused).toMatchObject({ code })
  }
})

test('is nobody at work on what is under review?', async () => {
  const edition = await draft(stage)
  await begin(first, edition)
  const waiting = await submitted(stage)
  expect(await stage.refusal(() => begin(first, waiting))).toMatchObject({ code: 'WRONG_STATE' })
  expect(await holder(waiting)).toBeNull()
})
