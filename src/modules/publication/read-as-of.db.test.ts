import fc from 'fast-check'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { published, publish, revisedAndApproved } from '../../../test/support/editions.ts'
import { acceptRosters, ROSTER, rosterRows } from '../../../test/support/rosters.ts'
import { openStage, TODAY } from '../../../test/support/stage.ts'
import { openPublicPool } from '../../platform/db/pool.ts'
import type { Edition } from '../disclosure/model.ts'
import { withdrawDisclosure } from './commands/withdraw-disclosure.ts'
import type { WithdrawalType } from './model.ts'
import { countAsOf, listAsOf, pastMoment, recordAsOf } from './read-as-of.ts'
import { countRows, publicRows } from './read-rows.ts'

const stage = await openStage()
const pool = openPublicPool(stage.url, 2)
afterAll(async () => {
  await pool.end()
  await stage.close()
})
beforeEach(() => stage.clock.set(TODAY))

const MINUTE = 60_000
const after = (minutes: number) => new Date(Date.parse(TODAY) + minutes * MINUTE)
const withdraw = (live: Edition, type: WithdrawalType) => {
  const input = { indexNumber: live.indexNumber ?? '', type, reason: '有误' }
  return withdrawDisclosure(stage.platform, stage.county.person('county', 'OFFICE'), input)
}
const narrowToArea = (next: Edition) =>
  stage.rewrite(next.id, `content || '{"audience": "AREA", "audienceName": "甲村"}'`)
const seen = async ({ indexNumber }: Edition, minutes: number) => {
  const record = await recordAsOf(pool, indexNumber ?? '', after(minutes))
  return record && { version: record.version, title: record.title, withdrawn: !!record.withdrawal }
}
const everything = { order: 'PUBLISHED_DESC', first: 10_000, after: null } as const

test('is a record read as it was: before, between and after its publications, and at the very moment?', async () => {
  const live = await published(stage)
  stage.clock.set(after(60).toISOString())
  const next = await publish(stage, await revisedAndApproved(stage, live))
  stage.clock.set(after(120).toISOString())
  await withdraw(next, 'ERROR')
  const title = live.title
  expect(await seen(live, -1)).toBeNull()
  expect(await seen(live, 0)).toEqual({ version: 1, title, withdrawn: false })
  expect(await seen(live, 59)).toEqual({ version: 1, title, withdrawn: false })
  expect(await seen(live, 60)).toEqual({ version: 2, title, withdrawn: false })
  expect(await seen(live, 120)).toEqual({ version: 3, title, withdrawn: true })
})

test('个人信息保护法47: is a record withdrawn for PRIVACY unreadable for every moment but for its bare tombstone?', async () => {
  const live = await published(stage)
  stage.clock.set(after(60).toISOString())
  const next = await publish(stage, await revisedAndApproved(stage, live))
  stage.clock.set(after(120).toISOString())
  await withdraw(next, 'PRIVACY')
  expect([await seen(live, 0), await seen(live, 60)]).toEqual([null, null])
  expect(await seen(live, 120)).toEqual({ version: 3, title: null, withdrawn: true })
})

test('个人信息保护法47: are people whose display is over shown for no moment, neither they nor their rows?', async () => {
  await acceptRosters(stage)
  const roster = (displayTo: string) =>
    published(stage, {
      kind: 'RecipientRoster',
      content: { ...ROSTER, displayTo, recipients: rosterRows(3) },
    })
  const shown = await roster('2099-12-31')
  // Over by the clock of the database, whenever this runs.
  const over = await roster('2026-03-04')
  expect(await seen(shown, 1)).toMatchObject({ version: 1 })
  expect(await seen(over, 1)).toBeNull()
  const rowsOf = async ({ id }: Edition) => {
    const [publication] = await stage.sql('SELECT id FROM publication WHERE edition_id = $1', [id])
    const list = { publicationId: String(publication?.['id']), field: 'recipients', conditions: [] }
    const past = { ...list, view: 'PAST' } as const
    return [
      await countRows(pool, past),
      (await publicRows(pool, past, { first: 9, after: 0 })).length,
    ]
  }
  expect([await rowsOf(shown), await rowsOf(over)]).toEqual([
    [3, 3],
    [0, 0],
  ])
  const listed = await listAsOf(pool, { kinds: ['RecipientRoster'] }, after(1), everything)
  expect(listed.map(({ disclosureId }) => disclosureId)).toEqual([shown.disclosureId])
})

test('are the rows of a table read as they were then?', async () => {
  await acceptRosters(stage)
  const content = { ...ROSTER, recipients: rosterRows(2) }
  const live = await published(stage, { kind: 'RecipientRoster', content })
  stage.clock.set(after(60).toISOString())
  await publish(stage, await revisedAndApproved(stage, live))
  const then = await recordAsOf(pool, live.indexNumber ?? '', after(0))
  const list = { publicationId: then?.id ?? '', field: 'recipients', conditions: [] }
  expect(await countRows(pool, { ...list, view: then?.view })).toBe(2)
  // Asked for as what is public now, it is superseded.
  expect(await countRows(pool, list)).toBe(0)
})

test('is a moment that has not come refused, and the present taken?', () => {
  expect(pastMoment(after(0), after(0))).toEqual(after(0))
  expect(() => pastMoment(new Date(after(0).getTime() + 1), after(0))).toThrow(
    expect.objectContaining({ code: 'IN_FUTURE' }),
  )
})

test('is each answer one statement, and a record found by its index?', async () => {
  const live = await published(stage)
  const query = vi.spyOn(pool, 'query')
  await recordAsOf(pool, live.indexNumber ?? '', after(1))
  await listAsOf(pool, { kinds: ['Notice'] }, after(1), everything)
  await countAsOf(pool, {}, after(1))
  expect(query).toHaveBeenCalledTimes(3)
  query.mockRestore()
  await stage.sql('SET enable_seqscan = off')
  const plan = await stage.sql(
    `EXPLAIN SELECT id FROM publication
      WHERE index_number = 'x' AND valid_from <= now() AND (valid_to IS NULL OR valid_to > now())`,
  )
  expect(JSON.stringify(plan)).toContain('publication_as_of')
})

/** A record as the model knows it: what was public of it, and from when. */
interface Past {
  readonly id: string
  live: Edition
  readonly spans: { readonly since: number; readonly what: 'RECORD' | 'TOMBSTONE' | 'AREA' }[]
  isPrivate: boolean
}

interface Step {
  readonly what: string
  readonly which: number
  readonly type: WithdrawalType
  readonly minutes: number
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('NEW', 'NEW', 'REVISE', 'REVISE', 'NARROW', 'WITHDRAW'),
  which: fc.nat(9),
  type: fc.constantFrom<WithdrawalType>('EXPIRED', 'REVOKED', 'ERROR', 'PRIVACY'),
  // Clocks of servers differ, and are set back.
  minutes: fc.integer({ min: -3, max: 30 }),
})

test('after any publications, at any moment: is the past what the model remembers?', async () => {
  const records: Past[] = []
  const reached = new Set<string>()
  let now = Date.parse(TODAY)

  const closed = ({ spans }: Past) => spans.some(({ what }) => what === 'AREA')
  const perform = async ({ what, which, type, minutes }: Step) => {
    now += minutes * MINUTE
    stage.clock.set(new Date(now).toISOString())
    const standing = records.filter(({ spans }) => spans.at(-1)?.what !== 'TOMBSTONE')
    const record = standing[which % Math.max(standing.length, 1)]
    if (what === 'NEW' || !record) {
      const live = await published(stage, { body: 'gyz' })
      const spans = [{ since: now, what: 'RECORD' as const }]
      records.push({ id: live.disclosureId, live, spans, isPrivate: false })
      return
    }
    const since = Math.max(now, record.spans.at(-1)?.since ?? 0)
    reached.add(what)
    if (what === 'WITHDRAW') {
      await withdraw(record.live, type)
      record.spans.push({ since, what: 'TOMBSTONE' })
      record.isPrivate = type === 'PRIVACY'
      return
    }
    const next = await revisedAndApproved(stage, record.live)
    if (what === 'NARROW') await narrowToArea(next)
    record.live = await publish(stage, next)
    // A revision starts from what is public: what was narrowed stays so.
    const narrow = what === 'NARROW' || closed(record)
    record.spans.push({ since, what: narrow ? 'AREA' : 'RECORD' })
  }

  const expected = (record: Past, moment: number) => {
    const span = record.spans.findLast(({ since }) => since <= moment)
    if (!span || closed(record)) return null
    if (record.isPrivate && span.what !== 'TOMBSTONE') return null
    return span.what
  }

  const run = fc.asyncProperty(
    fc.array(step, { minLength: 3, maxLength: 8 }),
    fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 }),
    async (steps, moments) => {
      for (const one of steps) await perform(one)
      for (const thousandth of moments) {
        const start = Date.parse(TODAY) - MINUTE
        const moment = start + Math.round(((now - start) * thousandth) / 1000)
        const asOf = new Date(moment)
        const wanted = records.filter((record) => expected(record, moment) === 'RECORD')
        const listed = await listAsOf(pool, { organizationCodes: ['gyz'] }, asOf, everything)
        expect(new Set(listed.map(({ disclosureId }) => disclosureId))).toEqual(
          new Set(wanted.map(({ id }) => id)),
        )
        expect(listed.map(({ firstPublishedAt }) => firstPublishedAt)).toEqual(
          listed.map(({ firstPublishedAt }) => firstPublishedAt).toSorted((a, b) => +b - +a),
        )
        expect(await countAsOf(pool, { organizationCodes: ['gyz'] }, asOf)).toBe(wanted.length)
        for (const record of records.slice(-6)) {
          const one = await recordAsOf(pool, record.live.indexNumber ?? '', asOf)
          const answer = one && (one.withdrawal ? 'TOMBSTONE' : 'RECORD')
          expect([moment, answer]).toEqual([moment, expected(record, moment)])
        }
      }
    },
  )
  await fc.assert(run, { numRuns: 12, interruptAfterTimeLimit: 40_000 })
  expect(reached).toEqual(new Set(['REVISE', 'NARROW', 'WITHDRAW']))
}, 60_000)
