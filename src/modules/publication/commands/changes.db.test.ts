import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  draft,
  publish,
  published,
  refer,
  signAll,
  submit,
} from '../../../../test/support/editions.ts'
import { openStage, TODAY } from '../../../../test/support/stage.ts'
import { openPublicPool } from '../../../platform/db/pool.ts'
import {
  type ChangeDescription,
  describeChange,
} from '../../disclosure/commands/describe-change.ts'
import { reviseDisclosure } from '../../disclosure/commands/revise-disclosure.ts'
import type { Edition } from '../../disclosure/model.ts'
import { publicRecord } from '../read.ts'
import { withdrawDisclosure } from './withdraw-disclosure.ts'

const stage = await openStage()
const pool = openPublicPool(stage.url, 2)
afterAll(async () => {
  await pool.end()
  await stage.close()
})
const { platform, clock } = stage
const { person } = stage.county
const editor = person('mzj', 'EDITOR')

const revise = ({ indexNumber }: Edition, change: Partial<ChangeDescription> = {}) =>
  reviseDisclosure(platform, editor, { indexNumber: indexNumber ?? '', ...change })
const changed = async (live: Edition, change: Partial<ChangeDescription>) =>
  publish(stage, await signAll(stage, await submit(stage, await revise(live, change))))
const historyOf = async ({ indexNumber }: Edition) =>
  (await publicRecord(pool, indexNumber ?? ''))?.changes

beforeEach(() => clock.set(TODAY))

test('is the public told of corrections and revisions, in order, and not of minor changes?', async () => {
  const live = await published(stage)
  expect(live).toMatchObject({ changeType: null, changeNote: null })
  expect(await historyOf(live)).toEqual([])
  clock.set('2026-03-04T01:00:00.000Z')
  await changed(live, { changeType: 'CORRECTION', changeNote: '补贴标准由每户500元更正为600元' })
  clock.set('2026-03-05T01:00:00.000Z')
  await changed(live, { changeType: 'MINOR' })
  clock.set('2026-03-06T01:00:00.000Z')
  await changed(live, {})
  expect(await historyOf(live)).toEqual([
    {
      type: 'CORRECTION',
      note: '补贴标准由每户500元更正为600元',
      at: '2026-03-04T01:00:00.000Z',
      version: 2,
    },
    { type: 'REVISION', note: null, at: '2026-03-06T01:00:00.000Z', version: 4 },
  ])
  const input = { indexNumber: live.indexNumber ?? '', type: 'ERROR', reason: '有误' } as const
  await withdrawDisclosure(platform, person('mzj', 'APPROVER'), input)
  expect(await historyOf(live)).toEqual([])
})

test('does a correction need its note when it is submitted, and can it be given until then?', async () => {
  const live = await published(stage)
  const revision = await revise(live, { changeType: 'CORRECTION' })
  const refused = await stage.refusal(() => submit(stage, revision))
  expect(refused).toMatchObject({ problems: [{ path: 'changeNote', code: 'REQUIRED' }] })
  const note = { changeType: 'CORRECTION', changeNote: '更正日期' } as const
  const described = await describeChange(platform, editor, { ...refer(revision), ...note })
  const waiting = await submit(stage, described)
  const late = () => describeChange(platform, editor, { ...refer(waiting), ...note })
  expect((await stage.refusal(late)).code).toBe('WRONG_STATE')
  await expect(
    stage.sql(`UPDATE edition SET change_note = 'x' WHERE id = $1`, [waiting.id]),
  ).rejects.toMatchObject({ code: '23001' })
})

test('is a note refused for a minor change, with personal data, and for what was never public?', async () => {
  const live = await published(stage)
  const refused = async (change: Partial<ChangeDescription>) =>
    (await stage.refusal(() => revise(live, change))).code
  expect(await refused({ changeType: 'MINOR', changeNote: '改了错字' })).toBe('NOT_ALLOWED')
  const personal = '更正身份证号211324195001011239'
  expect(await refused({ changeType: 'CORRECTION', changeNote: personal })).toBe('PERSONAL_DATA')
  const likely = '更正联系人手机13804210001'
  expect(await refused({ changeType: 'CORRECTION', changeNote: likely })).toBe('PERSONAL_DATA')

  const first = await draft(stage)
  const describe = () =>
    describeChange(platform, editor, { ...refer(first), changeType: 'REVISION' })
  expect((await stage.refusal(describe)).code).toBe('FIRST_EDITION')
})
