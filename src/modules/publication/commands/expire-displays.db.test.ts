import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { published, revisedAndApproved, refer } from '../../../../test/support/editions.ts'
import { openStage, race } from '../../../../test/support/stage.ts'
import { localStore } from '../../../integrations/storage/local.ts'
import { openPublicPool } from '../../../platform/db/pool.ts'
import type { Edition } from '../../disclosure/model.ts'
import { seedCalendar } from '../../../seed/seed-calendar.ts'
import { publicationJobs } from '../handlers.ts'
import { areaRecord, listAreaRecords } from '../read-area.ts'
import { countRecords } from '../read-counts.ts'
import { listedRecords, listRecords, publicRecord } from '../read.ts'
import { expireDisplays } from './expire-displays.ts'
import { publishEdition } from './publish-edition.ts'
import { withdrawDisclosure } from './withdraw-disclosure.ts'

const stage = await openStage()
/** Nothing here has files. */
const NO_FILES = { store: localStore('none'), folder: 'none', limit: 0 }
const pool = openPublicPool(stage.url, 2)
afterAll(async () => {
  await pool.end()
  await stage.close()
})
beforeAll(() =>
  stage.sql(`UPDATE item SET kinds = kinds || '{RecipientRoster}' WHERE code = '2.2'`),
)

const LAST_DAY = '2090-05-19'
const LAST_MOMENT = '2090-05-19T15:59:59.999Z'
const OVER = '2090-05-19T16:00:00.000Z'
// Before this test was written: over by the database's own clock, whenever it runs.
const LONG_AGO = { displayFrom: '2026-03-03', displayTo: '2026-03-04' }

beforeEach(async () => {
  stage.clock.set('2100-01-01T00:00:00Z')
  await expireDisplays(stage.platform)
  stage.clock.set('2026-03-03T04:00:00Z')
})

const ROSTER = {
  title: '低保审核结果公示',
  programme: '农村最低生活保障',
  stage: 'REVIEW',
  people: 'GENERAL',
  standard: '按家庭收入补差。',
  displayFrom: '2026-03-03',
  displayTo: LAST_DAY,
  objectionUnit: '民政办',
  objectionPhone: '0421-5550105',
  recipients: [{ name: '赵甲乙', members: 2, amount: '601.00' }],
  recipientCount: 1,
  totalAmount: '601.00',
}
const onDisplay = (change: object = {}) =>
  published(stage, { kind: 'RecipientRoster', content: { ...ROSTER, ...change } })
const rowsOf = ({ disclosureId }: Edition) =>
  stage.sql('SELECT * FROM publication WHERE disclosure_id = $1 ORDER BY version', [disclosureId])
const stateOf = async ({ id }: Edition) =>
  (await stage.sql('SELECT state, version FROM edition WHERE id = $1', [id]))[0]

describe('个人信息保护法47: what has been on display for its time', () => {
  test('in working days: does it count from its publication, over holidays and worked weekends?', async () => {
    await seedCalendar(stage.platform)
    // 2026-04-04 to 06 is a holiday.
    stage.clock.set('2026-03-31T04:00:00Z')
    const change = { displayFrom: '2026-03-03', displayTo: undefined, displayWorkingDays: 5 }
    const live = await onDisplay(change)
    const [row] = await rowsOf(live)
    expect(row).toMatchObject({
      display_until: new Date('2026-04-08T16:00:00Z'),
      content: { displayFrom: '2026-03-31', displayTo: '2026-04-08', displayWorkingDays: 5 },
    })
  })

  test('is it withdrawn by the system at the end of its last day, and not a moment before?', async () => {
    const live = await onDisplay()
    expect((await rowsOf(live))[0]).toMatchObject({ display_until: new Date(OVER) })
    stage.clock.set(LAST_MOMENT)
    expect(await expireDisplays(stage.platform)).toBe(0)
    expect(await stateOf(live)).toMatchObject({ state: 'PUBLISHED' })
    stage.clock.set(OVER)
    expect(await expireDisplays(stage.platform)).toBe(1)
    expect(await stateOf(live)).toEqual({ state: 'WITHDRAWN', version: live.version + 1 })
  })

  test('does a tombstone with the reason stay, and no word of the people?', async () => {
    const live = await onDisplay()
    stage.clock.set(OVER)
    await expireDisplays(stage.platform)
    const [shown, tombstone, ...more] = await rowsOf(live)
    expect(more).toEqual([])
    expect(shown).toMatchObject({ valid_to: new Date(OVER) })
    expect(tombstone).toMatchObject({
      title: ROSTER.title,
      valid_from: new Date(OVER),
      valid_to: null,
      withdrawal_type: 'EXPIRED',
      withdrawal_reason: '公示期满',
      index_number: live.indexNumber,
      first_published_at: shown?.['first_published_at'],
      display_until: null,
      content: {},
      keywords: [],
      search_text: '',
    })
    expect(JSON.stringify(tombstone)).not.toMatch(/赵|601\.00/)
    expect(await publicRecord(pool, live.indexNumber ?? '')).toMatchObject({
      content: {},
      withdrawal: { type: 'EXPIRED', reason: '公示期满', at: new Date(OVER) },
    })
  })

  test('is it audited as the act of nobody, and told to whatever follows publications?', async () => {
    const live = await onDisplay()
    const before = (await stage.events()).length
    stage.clock.set(OVER)
    await expireDisplays(stage.platform)
    const audited = await stage.sql(
      `SELECT actor_id, actor_role, details FROM audit_event
        WHERE action = 'disclosure.expire' AND subject_id = $1`,
      [live.disclosureId],
    )
    const details = {
      type: 'EXPIRED',
      reason: '公示期满',
      version: 2,
      indexNumber: live.indexNumber,
    }
    expect(audited).toEqual([{ actor_id: null, actor_role: null, details }])
    expect((await stage.events()).slice(before)).toEqual([
      { name: 'publication.changed', data: { disclosureId: live.disclosureId, version: 2 } },
    ])
  })

  test('does a second run find nothing, and leave no trace?', async () => {
    await onDisplay()
    stage.clock.set(OVER)
    await expireDisplays(stage.platform)
    const before = await stage.contents()
    expect(await expireDisplays(stage.platform)).toBe(0)
    expect(await stage.contents()).toEqual(before)
  })

  test('is each expired once when two servers look at the same time?', async () => {
    const records = [await onDisplay(), await onDisplay(), await onDisplay()]
    stage.clock.set(OVER)
    const both = await race([expireDisplays(stage.platform), expireDisplays(stage.platform)])
    expect(both.done.reduce((sum, count) => sum + count, 0)).toBe(3)
    expect(both.refused).toEqual([])
    for (const record of records) expect(await rowsOf(record)).toHaveLength(2)
  })

  test('is only that expired: nothing without a time, nothing longer on display, nothing withdrawn', async () => {
    const notice = await published(stage)
    const longer = await onDisplay({ displayTo: '2090-05-20' })
    const gone = await onDisplay()
    const approver = stage.county.person('mzj', 'APPROVER')
    const withdrawal = { type: 'ERROR' as const, reason: '名单有误' }
    await withdrawDisclosure(stage.platform, approver, {
      indexNumber: gone.indexNumber ?? '',
      ...withdrawal,
    })
    stage.clock.set(OVER)
    expect(await expireDisplays(stage.platform)).toBe(0)
    expect(await stateOf(notice)).toMatchObject({ state: 'PUBLISHED' })
    expect(await stateOf(longer)).toMatchObject({ state: 'PUBLISHED' })
  })

  test('does no revision that is under way bring it back?', async () => {
    const live = await onDisplay()
    const next = await revisedAndApproved(stage, live)
    stage.clock.set(OVER)
    await expireDisplays(stage.platform)
    stage.clock.set(LAST_MOMENT)
    const approver = stage.county.person('mzj', 'APPROVER')
    const refused = stage.refusal(() => publishEdition(stage.platform, approver, refer(next)))
    expect(await refused).toMatchObject({ name: 'ConflictError' })
  })

  test('is an edition refused whose time is over when it comes to be published?', async () => {
    const live = await onDisplay({ displayTo: '2026-03-05' })
    const next = await revisedAndApproved(stage, live)
    stage.clock.set('2026-03-05T16:00:00Z')
    const approver = stage.county.person('mzj', 'APPROVER')
    const refused = await stage.refusal(() => publishEdition(stage.platform, approver, refer(next)))
    expect(refused).toMatchObject({
      code: 'INCOMPLETE',
      problems: [{ path: 'content.recipientRoster.displayTo', code: 'DISPLAY_OVER' }],
    })
  })

  test('does a job see to it every minute?', async () => {
    const [job] = publicationJobs(stage.platform, NO_FILES)
    const live = await onDisplay()
    stage.clock.set(OVER)
    await job?.handle([])
    expect(job?.cron).toBe('* * * * *')
    expect(await stateOf(live)).toMatchObject({ state: 'WITHDRAWN' })
  })
})

describe('what is over and has no tombstone yet', () => {
  test('does everyone read it no more, on any path?', async () => {
    const live = await onDisplay(LONG_AGO)
    expect(await stateOf(live)).toMatchObject({ state: 'PUBLISHED' })
    expect(await publicRecord(pool, live.indexNumber ?? '')).toBeNull()
    expect(await listedRecords(pool, [live.disclosureId])).toEqual([])
    const filter = { kinds: ['RecipientRoster'] }
    const page = { order: 'PUBLISHED_DESC' as const, first: 100, after: null }
    expect(await listRecords(pool, filter, page)).toEqual([])
    expect((await countRecords(pool, filter)).count).toBe(0)
  })

  test('nor the staff of its area?', async () => {
    const live = await onDisplay({ ...LONG_AGO, audience: 'AREA', audienceName: '甲村' })
    const places = { alone: ['mzj'], below: [] }
    expect(await areaRecord(pool, places, live.indexNumber ?? '')).toBeNull()
    expect(await listAreaRecords(pool, places, { first: 100, after: null })).toEqual([])
    const still = await onDisplay({ audience: 'AREA', audienceName: '甲村' })
    expect(await areaRecord(pool, places, still.indexNumber ?? '')).toMatchObject({
      displayUntil: new Date(OVER),
      audienceName: '甲村',
    })
  })
})
