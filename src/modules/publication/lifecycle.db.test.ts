import { afterAll, expect, test } from 'vitest'
import { PLAN, refer, signature } from '../../../test/support/editions.ts'
import { openStage } from '../../../test/support/stage.ts'
import { openPublicPool } from '../../platform/db/pool.ts'
import { createDraft } from '../disclosure/commands/create-draft.ts'
import { reviewEdition } from '../disclosure/commands/review-edition.ts'
import { reviseDisclosure } from '../disclosure/commands/revise-disclosure.ts'
import { submitEdition } from '../disclosure/commands/submit-edition.ts'
import { updateDraft } from '../disclosure/commands/update-draft.ts'
import type { Edition } from '../disclosure/model.ts'
import { publishEdition } from './commands/publish-edition.ts'
import { withdrawDisclosure } from './commands/withdraw-disclosure.ts'
import { publicRecord } from './read.ts'

const stage = await openStage()
const pool = openPublicPool(stage.url, 1)
afterAll(async () => {
  await pool.end()
  await stage.close()
})
const { person } = stage.county
const { platform } = stage

const [editor, reviewer, approver] = [
  person('zwgkb', 'EDITOR'),
  person('zwgkb', 'REVIEWER'),
  person('zwgkb', 'APPROVER'),
]
const audits = () =>
  stage.sql(
    `SELECT action, actor_id, before_hash, after_hash, details FROM audit_event ORDER BY seq`,
  )

test('does a record go its whole way, from its first draft to its tombstone?', async () => {
  const seen = async ({ indexNumber }: Edition) => publicRecord(pool, indexNumber ?? '')
  const kind = 'PolicyDocument'
  const steps: string[] = []
  const step = async (day: number, action: Promise<Edition>) => {
    const edition = await action
    steps.push(`${edition.number} ${edition.state} v${edition.version} r${edition.round}`)
    stage.clock.set(`2026-03-${String(day + 1).padStart(2, '0')}T02:00:00.000Z`)
    return edition
  }

  const draft = await step(
    3,
    createDraft(platform, editor, {
      itemCode: 'G3.1',
      organizationCode: 'zwgkb',
      kind,
      content: { title: '方案' },
    }),
  )
  const written = await step(
    4,
    updateDraft(platform, editor, { ...refer(draft), kind, content: PLAN }),
  )
  const waiting = await step(5, submitEdition(platform, editor, refer(written)))
  const back = { ...signature(waiting), decision: 'RETURN', comment: '缺少责任单位' } as const
  const returned = await step(6, reviewEdition(platform, reviewer, back))
  const content = { ...PLAN, summary: '含责任单位' }
  const mended = await step(7, updateDraft(platform, editor, { ...refer(returned), kind, content }))
  const again = await step(8, submitEdition(platform, editor, refer(mended)))
  const signed = await step(9, reviewEdition(platform, reviewer, signature(again)))
  const approved = await step(10, reviewEdition(platform, approver, signature(signed)))
  expect(await seen(approved)).toBeNull()
  const live = await step(11, publishEdition(platform, approver, refer(approved)))
  expect(await seen(live)).toMatchObject({ version: 1, summary: '含责任单位' })

  const indexNumber = live.indexNumber ?? ''
  const revision = await step(12, reviseDisclosure(platform, editor, { indexNumber }))
  const revised = await step(
    13,
    updateDraft(platform, editor, {
      ...refer(revision),
      kind,
      content: { ...content, title: '方案（修订）' },
    }),
  )
  const second = await step(14, submitEdition(platform, editor, refer(revised)))
  const once = await step(15, reviewEdition(platform, reviewer, signature(second)))
  const twice = await step(16, reviewEdition(platform, approver, signature(once)))
  expect(await seen(live)).toMatchObject({ version: 1, title: PLAN.title })
  await step(17, publishEdition(platform, approver, refer(twice)))
  expect(await seen(live)).toMatchObject({ version: 2, title: '方案（修订）', indexNumber })

  await withdrawDisclosure(platform, approver, { indexNumber, type: 'REVOKED', reason: '已废止' })
  expect(await seen(live)).toMatchObject({
    version: 3,
    title: '方案（修订）',
    bodyHtml: null,
    withdrawal: { type: 'REVOKED', reason: '已废止', at: new Date('2026-03-18T02:00:00Z') },
  })

  expect(steps).toEqual([
    '1 DRAFT v1 r0',
    '1 DRAFT v2 r0',
    '1 IN_REVIEW v3 r1',
    '1 DRAFT v4 r1',
    '1 DRAFT v5 r1',
    '1 IN_REVIEW v6 r2',
    '1 IN_REVIEW v7 r2',
    '1 APPROVED v8 r2',
    '1 PUBLISHED v9 r2',
    '2 DRAFT v1 r0',
    '2 DRAFT v2 r0',
    '2 IN_REVIEW v3 r1',
    '2 IN_REVIEW v4 r1',
    '2 APPROVED v5 r1',
    '2 PUBLISHED v6 r1',
  ])
})

// The tests below read what the first has left.

test('is every step of it in the audit trail, each hash where the one before ended?', async () => {
  const trail = await audits()
  expect(trail.map(({ action }) => action)).toEqual([
    'edition.create',
    'edition.update',
    'edition.submit',
    'edition.review',
    'edition.update',
    'edition.submit',
    'edition.review',
    'edition.review',
    'edition.publish',
    'disclosure.revise',
    'edition.update',
    'edition.submit',
    'edition.review',
    'edition.review',
    'edition.publish',
    'disclosure.withdraw',
  ])
  const drafting = trail.filter(({ action }) => /create|update|submit|review/.test(String(action)))
  const first = drafting.slice(0, 8)
  for (const [index, entry] of first.entries()) {
    expect(entry['before_hash']).toBe(first[index - 1]?.['after_hash'] ?? null)
  }
  const [published, superseding, withdrawn] = trail.filter(({ action }) =>
    /publish|withdraw/.test(String(action)),
  )
  expect(published?.['before_hash']).toBe(first.at(-1)?.['after_hash'])
  expect(withdrawn?.['before_hash']).toBe(superseding?.['after_hash'])
})

test('does the audit trail hold codes and hashes, and never what was written?', async () => {
  const trail = JSON.stringify(await audits())
  expect(trail).not.toMatch(/方案|喀政办发|责任单位|依法公开|已废止|zwgkb\.editor/)
})

test('is what each rendition was of its time still there, at its time?', async () => {
  const at = async (time: string) => {
    const rows = await stage.sql(
      `SELECT version, title, withdrawal_type AS type FROM publication
        WHERE valid_from <= $1 AND (valid_to IS NULL OR $1 < valid_to)`,
      [time],
    )
    return rows
  }
  expect(await at('2026-03-11T01:59:59.999Z')).toEqual([])
  expect(await at('2026-03-11T02:00:00.000Z')).toMatchObject([{ version: 1, type: null }])
  expect(await at('2026-03-17T01:59:59.999Z')).toMatchObject([{ version: 1, title: PLAN.title }])
  expect(await at('2026-03-17T02:00:00.000Z')).toMatchObject([{ version: 2, type: null }])
  expect(await at('2026-03-18T02:00:00.000Z')).toMatchObject([{ version: 3, type: 'REVOKED' }])
})
