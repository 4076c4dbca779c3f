import { afterAll, beforeEach, expect, test } from 'vitest'
import { published } from '../../../../test/support/editions.ts'
import { openStage, TODAY } from '../../../../test/support/stage.ts'
import { openPublicPool } from '../../../platform/db/pool.ts'
import type { Edition } from '../../disclosure/model.ts'
import { type RevocationFilter, revocationsOf } from '../queries/revocations.ts'
import { publicRecord } from '../read.ts'
import { decideRevocation, explainRevocation } from './decide-revocation.ts'
import { withdrawDisclosure } from './withdraw-disclosure.ts'

const stage = await openStage()
const pool = openPublicPool(stage.url, 2)
afterAll(async () => {
  await pool.end()
  await stage.close()
})
const { platform, clock } = stage
const { person } = stage.county
const approver = person('mzj', 'APPROVER')
const office = person('county', 'OFFICE')

const numbered = ({ indexNumber }: Edition) => ({ indexNumber: indexNumber ?? '' })
const decide = (live: Edition, decidedOn = '2026-03-03') =>
  decideRevocation(platform, approver, { ...numbered(live), decidedOn })
const explain = (live: Edition, reason = '复议机关撤销了该处罚决定') =>
  explainRevocation(platform, approver, { ...numbered(live), reason })
const clocks = async (filter: RevocationFilter, actor = office) => {
  const which = { now: clock.now(), filter }
  const page = { first: 100, after: null }
  return (await revocationsOf(platform.database, actor, which, page)).map((one) => one.indexNumber)
}
const clockOf = async (live: Edition) => {
  const page = { first: 100, after: null }
  const all = await revocationsOf(
    platform.database,
    office,
    { now: clock.now(), filter: 'ALL' },
    page,
  )
  return all.find(({ indexNumber }) => indexNumber === live.indexNumber)
}

beforeEach(() => clock.set(TODAY))

test('行政处罚法48: is it out of public view at once, and its reason public within three days?', async () => {
  const live = await published(stage)
  await decide(live)
  const { indexNumber } = numbered(live)
  expect(await publicRecord(pool, indexNumber)).toMatchObject({
    content: {},
    withdrawal: { type: 'REVOKED', reason: expect.stringContaining('理由将') as string },
  })
  expect(await clockOf(live)).toMatchObject({
    decidedOn: '2026-03-03',
    dueAt: new Date('2026-03-06T16:00:00Z'),
    explainedAt: null,
  })
  expect(await clocks('OPEN')).toContain(indexNumber)

  clock.set('2026-03-06T15:59:59Z')
  await explain(live)
  expect(await publicRecord(pool, indexNumber)).toMatchObject({
    version: 3,
    withdrawal: { type: 'REVOKED', reason: '复议机关撤销了该处罚决定' },
  })
  expect(await clockOf(live)).toMatchObject({ explainedAt: clock.now(), lateSeconds: 0 })
  expect(await clocks('OPEN')).not.toContain(indexNumber)
  expect(await clocks('LATE')).not.toContain(indexNumber)
})

test('行政处罚法48: do weekends count among the three days, and is a reason that comes late kept as late?', async () => {
  const live = await published(stage)
  await decide(live, '2026-02-26')
  expect(await clockOf(live)).toMatchObject({ dueAt: new Date('2026-03-01T16:00:00Z') })
  const { indexNumber } = numbered(live)
  expect(await clocks('LATE')).toContain(indexNumber)
  clock.set('2026-03-03T17:00:00Z')
  await explain(live)
  expect(await clockOf(live)).toMatchObject({ lateSeconds: 2 * 86_400 + 3_600 })
  expect(await clocks('LATE')).toContain(indexNumber)
  await expect(
    stage.sql('UPDATE revocation SET late_seconds = 0 WHERE late_seconds > 3600'),
  ).rejects.toMatchObject({ code: '23001' })
})

test('is the clock kept too where the reason comes with the withdrawal?', async () => {
  const live = await published(stage)
  const input = { type: 'REVOKED', reason: '决定被撤销', decidedOn: '2026-02-24' } as const
  await withdrawDisclosure(platform, approver, { ...numbered(live), ...input })
  expect(await clockOf(live)).toMatchObject({
    dueAt: new Date('2026-02-27T16:00:00Z'),
    explainedAt: clock.now(),
  })
  expect(await clocks('LATE')).toContain(live.indexNumber)
})

test('is a decision of the future refused, a reason that is not owed, and a date for what is not revoked?', async () => {
  const live = await published(stage)
  const refused = async (attempt: () => Promise<unknown>) => (await stage.refusal(attempt)).code
  expect(await refused(() => decide(live, '2026-03-04'))).toBe('IN_FUTURE')
  expect(await refused(() => explain(live))).toBe('NO_REASON_OWED')
  const error = { type: 'ERROR', reason: '有误', decidedOn: '2026-03-01' } as const
  const withdraw = () => withdrawDisclosure(platform, approver, { ...numbered(live), ...error })
  expect(await refused(withdraw)).toBe('NOT_ALLOWED')
  await decide(live)
  const personal = '当事人身份证号211324195001011239'
  expect(await refused(() => explain(live, personal))).toBe('PERSONAL_DATA')
  await explain(live)
  expect(await refused(() => explain(live))).toBe('NO_REASON_OWED')
})

test('is it told to those who may read the editions alone?', async () => {
  const live = await published(stage)
  await decide(live)
  expect(await clocks('OPEN', person('mzj', 'AUDITOR'))).toContain(live.indexNumber)
  expect(await clocks('ALL', person('hbj', 'APPROVER'))).toEqual([])
})
