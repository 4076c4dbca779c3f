import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  approved,
  draft,
  published,
  refer,
  revisedAndApproved,
  submitted,
} from '../../../../test/support/editions.ts'
import { openStage, TODAY } from '../../../../test/support/stage.ts'
import { restoreEdition } from '../../disclosure/commands/restore-edition.ts'
import type { Edition } from '../../disclosure/model.ts'
import type { Actor } from '../../identity/model.ts'
import type { Release } from '../model.ts'
import { latenessOf, nextDueAt } from '../queries/releases.ts'
import { createRelease, schedulePublication } from './create-release.ts'
import { fireNext } from './fire-releases.ts'
import { publishEdition } from './publish-edition.ts'
import { publishRelease } from './publish-release.ts'
import { cancelRelease, scheduleRelease } from './schedule-release.ts'

const stage = await openStage()
afterAll(stage.close)
const { platform, clock, sql } = stage
const { person } = stage.county
const approver = person('mzj', 'APPROVER')
const office = person('county', 'OFFICE')

const SOON = new Date('2026-03-03T08:00:00Z')
const LATER = new Date('2026-03-04T08:00:00Z')

const schedule = (edition: Edition, at = SOON, actor: Actor | null = approver) =>
  schedulePublication(platform, actor, { ...refer(edition), at })
const referTo = ({ id, version }: Release) => ({ releaseId: id, expectedVersion: version })
const put = (name: string, editions: readonly Edition[], actor: Actor = office) =>
  createRelease(platform, actor, { name, editions: editions.map(refer) })
const stateOf = async ({ id }: { id: string }) => {
  const [row] = await sql('SELECT state FROM edition WHERE id = $1', [id])
  return row?.['state']
}
const rowOf = async ({ id }: { id: string }) => {
  const [row] = await sql('SELECT * FROM release WHERE id = $1', [id])
  return row
}
const auditOf = async ({ id }: { id: string }) =>
  (await sql('SELECT action FROM audit_event WHERE subject_id = $1 ORDER BY seq', [id])).map(
    ({ action }) => action,
  )

beforeEach(() => clock.set(TODAY))

describe('an edition that is scheduled', () => {
  test('does it go public at its time and not before, once, with its lateness kept?', async () => {
    const ready = await approved(stage)
    const release = await schedule(ready)
    expect(release).toMatchObject({ state: 'SCHEDULED', dueAt: SOON, name: null })
    expect(await nextDueAt(platform.database, [])).toEqual(SOON)
    clock.set('2026-03-03T07:59:59.999Z')
    expect(await fireNext(platform)).toBeNull()
    clock.set('2026-03-03T08:00:00.120Z')
    expect(await fireNext(platform)).toBe(release.id)
    expect(await fireNext(platform)).toBeNull()
    expect(await stateOf(ready)).toBe('PUBLISHED')
    expect(await rowOf(release)).toMatchObject({ state: 'PUBLISHED', lateness_ms: 120 })
    const dates = 'SELECT valid_from, first_published_at FROM publication WHERE edition_id = $1'
    const at = new Date('2026-03-03T08:00:00.120Z')
    expect(await sql(dates, [ready.id])).toEqual([{ valid_from: at, first_published_at: at }])
    expect(await auditOf(release)).toEqual(['release.schedule', 'release.fire'])
  })

  test('when the clock is set back an hour, does it fire neither twice nor too early?', async () => {
    const first = await schedule(await approved(stage))
    const second = await schedule(await approved(stage), new Date('2026-03-03T08:30:00Z'))
    clock.set('2026-03-03T08:10:00Z')
    expect(await fireNext(platform)).toBe(first.id)
    clock.set('2026-03-03T07:10:00Z')
    expect(await fireNext(platform)).toBeNull()
    clock.set('2026-03-03T08:29:59Z')
    expect(await fireNext(platform)).toBeNull()
    clock.set('2026-03-03T08:30:00Z')
    expect(await fireNext(platform)).toBe(second.id)
    expect(await fireNext(platform)).toBeNull()
  })

  test('does the office know how late releases were?', async () => {
    const lateness = await latenessOf(platform.database, office, new Date('2026-01-01'))
    expect(lateness).toMatchObject({ worstMs: 600_000, p99Ms: 600_000, count: 3 })
    expect(lateness.p50Ms).toBe(120)
  })

  test.each([
    ['the time is past', new Date('2026-03-03T03:59:59Z'), 'IN_PAST'],
    ['the time is now', new Date(TODAY), 'IN_PAST'],
    ['the time is more than a year ahead', new Date('2027-03-10T00:00:00Z'), 'TOO_FAR'],
  ])('is it refused when %s?', async (_case, at, code) => {
    const ready = await approved(stage)
    expect(await stage.refusal(() => schedule(ready, at))).toMatchObject({ code })
  })

  test.each([
    ['a draft', () => draft(stage)],
    ['under review', () => submitted(stage)],
    ['public already', () => published(stage)],
  ])('is it refused while it is %s?', async (_state, make) => {
    const edition = await make()
    const refused = await stage.refusal(() => schedule(edition))
    expect(refused).toMatchObject({ code: 'WRONG_STATE' })
  })

  test('is it refused to those who may not publish it, and unknown to those who may not read it?', async () => {
    const ready = await approved(stage)
    const refused = async (actor: Actor | null) =>
      (await stage.refusal(() => schedule(ready, SOON, actor))).code
    expect(await refused(null)).toBe('UNAUTHENTICATED')
    expect(await refused(person('mzj', 'EDITOR', 2))).toBe('FORBIDDEN')
    expect(await refused(person('hbj', 'APPROVER'))).toBe('NOT_FOUND')
  })

  test('is it refused a second time?', async () => {
    const ready = await approved(stage)
    const release = await schedule(ready)
    expect(await stage.refusal(() => schedule(ready, LATER))).toMatchObject({
      code: 'ALREADY_SCHEDULED',
    })
    await cancelRelease(platform, approver, { ...referTo(release), reason: '另行安排' })
    expect(await schedule(ready, LATER)).toMatchObject({ state: 'SCHEDULED' })
  })
})

test('while a revision is scheduled no old edition begins another, and the schedule stays', async () => {
  const live = await published(stage)
  const release = await schedule(await revisedAndApproved(stage, live))
  const restore = () => restoreEdition(platform, person('mzj', 'EDITOR'), { editionId: live.id })
  expect(await stage.refusal(restore)).toMatchObject({ code: 'OPEN_EDITION' })
  await cancelRelease(platform, approver, { ...referTo(release), reason: '另行安排' })
  expect(await stage.refusal(restore)).toMatchObject({ code: 'OPEN_EDITION' })
})

describe('what no longer fits at its time', () => {
  const failed = async (release: Release) => {
    clock.set('2026-03-05T00:00:00Z')
    while ((await fireNext(platform)) !== null);
    const row = await rowOf(release)
    expect(row).toMatchObject({ state: 'FAILED', lateness_ms: null })
    const problems = row?.['problems'] as { path: string; code: string }[] | undefined
    return problems?.map(({ path, code }) => [path, code])
  }

  test('does what was returned and approved again not ride along?', async () => {
    const ready = await approved(stage)
    const release = await schedule(ready)
    await sql(`UPDATE edition SET round = round + 1, version = version + 1 WHERE id = $1`, [
      ready.id,
    ])
    expect(await failed(release)).toEqual([['members.0', 'EDITION_CHANGED']])
    expect(await stateOf(ready)).toBe('APPROVED')
  })

  test('does another content than the one that was approved not go?', async () => {
    const ready = await approved(stage)
    const release = await schedule(ready)
    await sql('ALTER TABLE edition DISABLE TRIGGER edition_keep_submitted_content')
    await sql(`UPDATE edition SET content_hash = 'another' WHERE id = $1`, [ready.id])
    await sql('ALTER TABLE edition ENABLE TRIGGER edition_keep_submitted_content')
    expect(await failed(release)).toEqual([['members.0', 'EDITION_CHANGED']])
  })

  test('are the rules asked again, and every problem told?', async () => {
    const ready = await approved(stage)
    const release = await schedule(ready)
    const content = `content || '{"formedOn": "2030-01-01", "hotline": null}'::jsonb`
    await stage.rewrite(ready.id, content)
    expect(await failed(release)).toContainEqual(['members.0.content.notice.formedOn', 'IN_FUTURE'])
    expect(await stateOf(ready)).toBe('APPROVED')
    expect(await auditOf(release)).toEqual(['release.schedule', 'release.fail'])
  })
})

describe('changing and cancelling', () => {
  test('is another time, or to go alone, refused while nobody has changed the release with a reason?', async () => {
    const [timed, joined, other] = [
      await approved(stage),
      await approved(stage),
      await approved(stage),
    ]
    const release = await schedule(timed)
    await put('一并公开', [joined, other], approver)
    for (const edition of [timed, joined]) {
      const early = () => publishEdition(platform, approver, refer(edition))
      expect(await stage.refusal(early)).toMatchObject({ code: 'SCHEDULED' })
      expect(await stateOf(edition)).toBe('APPROVED')
    }
    await cancelRelease(platform, approver, { ...referTo(release), reason: '提前公开' })
    await publishEdition(platform, approver, refer(timed))
    expect(await stateOf(timed)).toBe('PUBLISHED')
  })

  test('does another time count, with its reason kept, and the old one not?', async () => {
    const ready = await approved(stage)
    const release = await schedule(ready)
    const input = { ...referTo(release), at: LATER, reason: '等待上级批复' }
    const changed = await scheduleRelease(platform, approver, input)
    expect(changed.steps.map(({ action, reason, dueAt }) => [action, reason, dueAt])).toEqual([
      ['SCHEDULE', null, SOON],
      ['RESCHEDULE', '等待上级批复', LATER],
    ])
    clock.set('2026-03-03T09:00:00Z')
    expect(await fireNext(platform)).toBeNull()
    clock.set('2026-03-04T08:00:00Z')
    expect(await fireNext(platform)).toBe(release.id)
  })

  test('does what was cancelled never go, and stay approved?', async () => {
    const ready = await approved(stage)
    const release = await schedule(ready)
    await cancelRelease(platform, approver, { ...referTo(release), reason: '内容须再核' })
    clock.set('2026-03-04T08:00:00Z')
    expect(await fireNext(platform)).toBeNull()
    expect(await stateOf(ready)).toBe('APPROVED')
    expect(await publishEdition(platform, approver, refer(ready))).toMatchObject({
      state: 'PUBLISHED',
    })
  })

  test('is it refused without a reason, without the right, twice, and to whoever has not seen the last change?', async () => {
    const release = await schedule(await approved(stage))
    const cancel =
      (actor: Actor | null, reason = '理由', version = release.version) =>
      () =>
        cancelRelease(platform, actor, {
          releaseId: release.id,
          expectedVersion: version,
          reason,
        })
    const refused = async (attempt: () => Promise<unknown>) => (await stage.refusal(attempt)).code
    expect(await refused(cancel(null))).toBe('UNAUTHENTICATED')
    expect(await refused(cancel(person('mzj', 'EDITOR')))).toBe('FORBIDDEN')
    expect(await refused(cancel(person('hbj', 'APPROVER')))).toBe('NOT_FOUND')
    expect(await refused(cancel(approver, ' '))).toBe('VALIDATION')
    expect(await refused(cancel(approver, '理由', release.version + 1))).toBe('STALE_VERSION')
    const again = { ...referTo(release), at: LATER }
    expect(await refused(() => scheduleRelease(platform, approver, again))).toBe('REQUIRED')
    await cancel(approver)()
    expect(await refused(cancel(approver, '理由', release.version + 1))).toBe('RELEASE_ENDED')
    const none = { releaseId: randomUUID(), expectedVersion: 1, reason: '理由' }
    expect(await refused(() => cancelRelease(platform, approver, none))).toBe('NOT_FOUND')
  })
})

describe('several as one', () => {
  test('does everything become public at one instant, under the rights held on each?', async () => {
    const editions = [await approved(stage), await approved(stage, { body: 'gyz' })]
    const release = await put('政策与解读', editions)
    expect(release).toMatchObject({ state: 'OPEN', dueAt: null, name: '政策与解读' })
    const done = await publishRelease(platform, office, referTo(release))
    expect(done).toMatchObject({ state: 'PUBLISHED', latenessMs: null })
    expect(done.members.map(({ edition }) => edition.state)).toEqual(['PUBLISHED', 'PUBLISHED'])
    const spans = await sql(
      'SELECT DISTINCT valid_from FROM publication WHERE edition_id = ANY($1)',
      [editions.map(({ id }) => id)],
    )
    expect(spans).toEqual([{ valid_from: clock.now() }])
  })

  test('does one unfit member stop all, at once and at its time, each problem named by member?', async () => {
    const [good, ...bad] = [await approved(stage), await approved(stage), await approved(stage)]
    const editions = [good, ...bad]
    const release = await put('三件', editions)
    for (const { id } of bad) await stage.rewrite(id, `content - 'body'`)
    const refused = await stage.refusal(() => publishRelease(platform, office, referTo(release)))
    expect(refused).toMatchObject({
      code: 'UNFIT_MEMBERS',
      problems: [
        { path: 'members.1.content.notice.body', code: 'REQUIRED' },
        { path: 'members.2.content.notice.body', code: 'REQUIRED' },
      ],
    })
    await scheduleRelease(platform, office, { ...referTo(release), at: SOON })
    clock.set(SOON.toISOString())
    const before = (await stage.events()).length
    expect(await fireNext(platform)).toBe(release.id)
    const told = (await stage.events()).slice(before).map(({ name }) => name)
    expect(told).toEqual(['release.failed'])
    expect(await rowOf(release)).toMatchObject({ state: 'FAILED' })
    expect(await Promise.all(editions.map(stateOf))).toEqual(['APPROVED', 'APPROVED', 'APPROVED'])
  })

  test('is it refused without members, with too many, the same twice, or one that the actor may not publish?', async () => {
    const ready = await approved(stage)
    const other = await approved(stage, { body: 'hbj', itemCode: '5.1' })
    const refused = async (editions: readonly Edition[], actor: Actor = approver) =>
      (await stage.refusal(() => put('联合发布', editions, actor))).code
    expect(await refused([])).toBe('WRONG_COUNT')
    expect(await refused(Array.from({ length: 51 }, () => ready))).toBe('WRONG_COUNT')
    expect(await refused([ready, ready])).toBe('TWICE')
    expect(await refused([ready, other])).toBe('NOT_FOUND')
    expect(await refused([ready, await draft(stage)])).toBe('WRONG_STATE')
    const release = await put('两个单位', [ready, other])
    const cancel = { ...referTo(release), reason: '理由' }
    expect((await stage.refusal(() => cancelRelease(platform, approver, cancel))).code).toBe(
      'NOT_FOUND',
    )
  })
})

test('what has ended is kept by the database, and members stay pinned', async () => {
  const release = await schedule(await approved(stage))
  await cancelRelease(platform, approver, { ...referTo(release), reason: '理由' })
  const { id } = release
  for (const statement of [
    `UPDATE release SET state = 'SCHEDULED' WHERE id = '${id}'`,
    `DELETE FROM release WHERE id = '${id}'`,
    `UPDATE release_member SET content_hash = 'x' WHERE release_id = '${id}'`,
    `UPDATE release_member SET open = true WHERE release_id = '${id}'`,
    `DELETE FROM release_member WHERE release_id = '${id}'`,
    `UPDATE release_step SET reason = 'x' WHERE release_id = '${id}'`,
  ]) {
    await expect(sql(statement)).rejects.toMatchObject({ code: '23001' })
  }
})
