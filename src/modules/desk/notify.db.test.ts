import { afterAll, expect, test } from 'vitest'
import {
  acceptKinds,
  approved,
  draft,
  PLAN,
  published,
  refer,
  signature,
  submitted,
  WARNING,
} from '../../../test/support/editions.ts'
import { openStage } from '../../../test/support/stage.ts'
import { commentOnEdition } from '../disclosure/commands/comment-on-edition.ts'
import { startEditing, takeOverEdit } from '../disclosure/commands/lock-edition.ts'
import { reviewEdition } from '../disclosure/commands/review-edition.ts'
import { sendBackEdition } from '../disclosure/commands/send-back-edition.ts'
import { type Edition, REVIEW_CHECKS } from '../disclosure/model.ts'
import type { Actor } from '../identity/model.ts'
import { schedulePublication } from '../publication/commands/create-release.ts'
import { fireNext } from '../publication/commands/fire-releases.ts'
import { publishUrgently } from '../publication/commands/publish-urgently.ts'
import { announceEnds } from './commands/announce-ends.ts'
import { claimTask } from './commands/claim-task.ts'
import { readNotifications } from './commands/read-notifications.ts'
import { sendMails } from './commands/send-mails.ts'
import { notifyStaff } from './notify.ts'
import { notificationsOf, unreadCount } from './queries/notifications.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const { platform } = stage
const { database } = platform
const [editor, second] = [person('mzj', 'EDITOR'), person('mzj', 'EDITOR', 2)]
const [reviewer, reviewer2] = [person('mzj', 'REVIEWER'), person('mzj', 'REVIEWER', 2)]
const approver = person('mzj', 'APPROVER')

/** Lets the desk react to what has happened, as the job queue does within the transaction of each change. */
let seen = 0
async function react(): Promise<void> {
  const events = await stage.events()
  for (const event of events.slice(seen)) {
    if (!notifyStaff.on.includes(event.name)) continue
    await database.$transaction((tx) => notifyStaff.react(tx, [event], stage.clock.now()))
  }
  seen = events.length
}

async function told(actor: Actor, edition: Edition): Promise<string[]> {
  await react()
  const page = { size: 100, after: null, unread: false }
  const all = await notificationsOf(database, actor, page)
  return all
    .filter(({ editionId }) => editionId === edition.id)
    .map(({ type }) => type)
    .toSorted()
}

test('is whoever may sign next told, and nobody of what they did themselves?', async () => {
  const waiting = await submitted(stage)
  expect(await told(reviewer, waiting)).toEqual(['TO_REVIEW'])
  expect(await told(reviewer2, waiting)).toEqual(['TO_REVIEW'])
  expect(await told(approver, waiting)).toEqual([])
  expect(await told(editor, waiting)).toEqual([])
  const signed = await reviewEdition(platform, reviewer, signature(waiting))
  expect(await told(approver, waiting)).toEqual(['TO_REVIEW'])
  const done = await reviewEdition(platform, approver, signature(signed))
  expect(await told(editor, waiting)).toEqual(['APPROVED'])
  expect(await told(person('mzj', 'APPROVER', 2), waiting)).toEqual(['TO_PUBLISH', 'TO_REVIEW'])
  await sendBackEdition(platform, approver, { ...refer(done), comment: '有误' })
  expect(await told(editor, waiting)).toEqual(['APPROVED', 'RETURNED'])
  expect(await told(person('hbj', 'REVIEWER'), waiting)).toEqual([])
})

test('are authors and those who remarked told of a remark, and whoever is taken over from?', async () => {
  const edition = await draft(stage)
  const remark = (actor: Actor) =>
    commentOnEdition(platform, actor, { editionId: edition.id, text: '看过' })
  await remark(reviewer)
  await remark(approver)
  expect(await told(editor, edition)).toEqual(['COMMENTED', 'COMMENTED'])
  expect(await told(reviewer, edition)).toEqual(['COMMENTED'])
  await startEditing(platform, editor, { editionId: edition.id })
  await takeOverEdit(platform, second, { editionId: edition.id })
  expect(await told(editor, edition)).toEqual(['COMMENTED', 'COMMENTED', 'TAKEN_OVER'])
  expect(await told(second, edition)).toEqual([])
})

test('does whoever may review learn at once of what went public urgently? all but who wrote and published it', async () => {
  await acceptKinds(stage, 'Warning')
  const warning = await publishUrgently(platform, approver, {
    ...refer(await draft(stage, WARNING)),
    reason: '暴雨将至',
    checks: REVIEW_CHECKS,
  })
  expect(await told(reviewer, warning)).toEqual(['REVIEW_AFTERWARDS'])
  expect(await told(person('county', 'OFFICE'), warning)).toEqual(['REVIEW_AFTERWARDS'])
  for (const one of [editor, approver, person('hbj', 'REVIEWER')]) {
    expect(await told(one, warning)).toEqual([])
  }
})

test('are those who may set another time told that a scheduled publication failed?', async () => {
  const ready = await approved(stage)
  const at = new Date(stage.clock.now().getTime() + 60_000)
  await schedulePublication(platform, approver, { ...refer(ready), at })
  const back = await sendBackEdition(platform, approver, { ...refer(ready), comment: '有误' })
  const before = await told(person('mzj', 'APPROVER', 2), ready)
  stage.clock.set(at.toISOString())
  while ((await fireNext(platform)) !== null);
  expect(await told(approver, back)).toContain('NOT_PUBLISHED')
  expect(await told(person('mzj', 'APPROVER', 2), back)).toEqual(
    [...before, 'NOT_PUBLISHED'].toSorted(),
  )
  expect(await told(editor, back)).not.toContain('NOT_PUBLISHED')
})

test('is the end of a policy document announced sixty days ahead, once, to its editors of today?', async () => {
  const content = { ...PLAN, expiresOn: '2026-05-02' }
  const live = await published(stage, { kind: 'PolicyDocument', content })
  for (const day of ['2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z', '2026-03-04T00:00:00Z']) {
    stage.clock.set(day)
    await announceEnds(platform)
    const expected = day < '2026-03-03' ? 0 : 1
    const alarms = (await told(editor, live)).filter((type) => type === 'POLICY_EXPIRES')
    expect(alarms).toHaveLength(expected)
  }
  expect(await told(person('hbj', 'EDITOR'), live)).toEqual([])
})

test('is a claim forgotten when the edition moves on?', async () => {
  const waiting = await submitted(stage)
  await claimTask(platform, reviewer, { type: 'REVIEW', subjectId: waiting.id })
  await react()
  await reviewEdition(platform, reviewer2, signature(waiting))
  await react()
  expect(await database.taskClaim.count({ where: { subjectId: waiting.id } })).toBe(0)
})

test('does somebody mark their own as read, and nobody those of others?', async () => {
  await submitted(stage)
  await react()
  const unread = await unreadCount(database, reviewer2)
  expect(unread).toBeGreaterThan(0)
  const [theirs] = await database.notification.findMany({ where: { userId: reviewer2.userId } })
  const attempt = () => readNotifications(platform, second, { ids: [theirs?.id ?? ''] })
  expect(await stage.refusal(attempt)).toMatchObject({ code: 'NO_CHANGE' })
  expect(await readNotifications(platform, reviewer2, { ids: null })).toEqual({ count: unread })
  expect(await unreadCount(database, reviewer2)).toBe(0)
})

test('is one mail sent to each who has an address, once, and again when it could not be sent?', async () => {
  await database.user.update({ where: { id: approver.userId }, data: { email: 'a@example.org' } })
  await readNotifications(platform, approver, { ids: null })
  const waiting = await submitted(stage)
  await react()
  await reviewEdition(platform, reviewer, signature(waiting))
  await react()
  const broken = { send: () => Promise.reject(new Error('no connection')) }
  await expect(sendMails(platform, broken)).rejects.toThrow('not sent')
  const sent: object[] = []
  const working = { send: async (mail: object) => void sent.push(mail) }
  await sendMails(platform, working)
  await sendMails(platform, working)
  expect(sent).toEqual([{ to: 'a@example.org', count: 1 }])
})

test('is anybody told who may not read the edition any more? no more than that something was', async () => {
  const done = await approved(stage)
  await react()
  const rows = await database.notification.findMany({ where: { editionId: done.id } })
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(done.title)
})
