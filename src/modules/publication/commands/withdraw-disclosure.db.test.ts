import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { withSubtree } from '../../../../test/support/county.ts'
import { PLAN, published, revisedAndApproved } from '../../../../test/support/editions.ts'
import { openStage, race, TODAY } from '../../../../test/support/stage.ts'
import type { Edition } from '../../disclosure/model.ts'
import type { Actor } from '../../identity/model.ts'
import type { ValidationError } from '../../../platform/errors.ts'
import { WITHDRAWAL_TYPES, type WithdrawalType } from '../model.ts'
import { publishEdition } from './publish-edition.ts'
import { type WithdrawInput, withdrawDisclosure } from './withdraw-disclosure.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const approver = person('mzj', 'APPROVER')

type Numbered = Pick<Edition, 'indexNumber'>
const withdraw = (
  actor: Actor | null,
  { indexNumber }: Numbered,
  input: Partial<WithdrawInput> = {},
) =>
  withdrawDisclosure(stage.platform, actor, {
    indexNumber: indexNumber ?? '',
    type: 'ERROR',
    reason: '数字有误，更正后重新公开',
    ...input,
  })
const refusal = (actor: Actor | null, record: Numbered, input: Partial<WithdrawInput> = {}) =>
  stage.refusal(() => withdraw(actor, record, input))
const liveRow = async ({ disclosureId }: Edition) => {
  const live = 'SELECT * FROM publication WHERE disclosure_id = $1 AND valid_to IS NULL'
  const [row] = await stage.sql(live, [disclosureId])
  return row
}

beforeEach(() => stage.clock.set(TODAY))

describe('行政处罚法48: what stays of a withdrawn record, with the reason in public', () => {
  test.each(WITHDRAWAL_TYPES)('after %s', async (type) => {
    const live = await published(stage, { kind: 'PolicyDocument', content: PLAN })
    stage.clock.set('2026-03-05T01:00:00.000Z')
    const other = await published(stage)
    const pointed = type === 'MERGED' || type === 'REPLACED'
    const successorIndexNumber = pointed ? other.indexNumber : null
    await withdraw(approver, live, { type, successorIndexNumber })
    const tombstone = await liveRow(live)
    expect(tombstone).toEqual({
      attachments: [],
      attachment_text: '',
      id: expect.any(String) as string,
      disclosure_id: live.disclosureId,
      edition_id: null,
      index_number: live.indexNumber,
      kind: 'PolicyDocument',
      area_code: '2',
      item_code: '2.2',
      organization_code: 'mzj',
      organization_name: '喀左县mzj',
      title: type === 'PRIVACY' ? null : PLAN.title,
      summary: null,
      keywords: [],
      doc_number: null,
      formed_on: null,
      audience: 'SOCIETY',
      audience_name: null,
      audience_organizations: [],
      display_until: null,
      mongolian: null,
      content: {},
      body_html: null,
      body_text: null,
      brief: null,
      series: null,
      series_at: null,
      search_text: '',
      content_hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      hash_rule: 1,
      salt: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      version: 2,
      first_published_at: new Date(TODAY),
      valid_from: stage.clock.now(),
      valid_to: null,
      withdrawal_type: type,
      withdrawal_reason: '数字有误，更正后重新公开',
      successor_index_number: successorIndexNumber,
      change_type: null,
      changes: [],
      purged_at: null,
    })
  })

  test('does the edition end as withdrawn, and its time in public with it?', async () => {
    const live = await published(stage)
    stage.clock.set('2026-03-05T01:00:00.000Z')
    await withdraw(approver, live)
    const edition = 'SELECT state, version FROM edition WHERE id = $1'
    expect(await stage.sql(edition, [live.id])).toEqual([
      { state: 'WITHDRAWN', version: live.version + 1 },
    ])
    const span = 'SELECT valid_to FROM publication WHERE edition_id = $1'
    expect(await stage.sql(span, [live.id])).toEqual([{ valid_to: stage.clock.now() }])
  })

  test('is it told and audited, with what was and what stays, and without the reason?', async () => {
    const live = await published(stage)
    const before = await liveRow(live)
    const events = (await stage.events()).length
    await withdraw(approver, live, { type: 'PRIVACY' })
    const after = await liveRow(live)
    expect((await stage.events()).slice(events)).toEqual([
      { name: 'publication.changed', data: { disclosureId: live.disclosureId, version: 2 } },
      {
        name: 'publication.purged',
        data: { disclosureId: live.disclosureId, attachmentIds: '' },
      },
    ])
    const audited = `SELECT actor_id, actor_role, before_hash, after_hash, details FROM audit_event
                      WHERE subject_id = $1 AND action = 'disclosure.withdraw'`
    expect(await stage.sql(audited, [live.disclosureId])).toEqual([
      {
        actor_id: approver.userId,
        actor_role: 'APPROVER',
        before_hash: stage.evidence.blind(String(before?.['content_hash'])),
        after_hash: stage.evidence.blind(String(after?.['content_hash'])),
        details: { indexNumber: live.indexNumber, type: 'PRIVACY', version: 2 },
      },
    ])
  })
})

describe('what cannot be withdrawn', () => {
  test('is what was withdrawn before?', async () => {
    const live = await published(stage)
    await withdraw(approver, live)
    const refused = await refusal(approver, live)
    expect(refused).toMatchObject({ name: 'ConflictError', code: 'NOT_LIVE' })
  })

  test.each(['', 'x', '11211324900000002E/2026-99999', '%'])(
    'is the number %j not found?',
    async (indexNumber) => {
      expect(await refusal(approver, { indexNumber })).toMatchObject({ code: 'NOT_FOUND' })
    },
  )

  test.each([
    ['no reason', '', 'EMPTY'],
    ['a reason of blanks', ' \u200B　', 'EMPTY'],
    ['a reason that is too long', '误'.repeat(501), 'TOO_LONG'],
    ['a control character in it', '误\u0007', 'CONTROL_CHARACTER'],
    ['half a surrogate pair in it', '误\uD842', 'UNPAIRED_SURROGATE'],
  ])('is a record with %s?', async (_what, reason, code) => {
    const refused = await refusal(approver, await published(stage), { reason })
    expect(refused).toMatchObject({ problems: [{ path: 'reason', code }] })
  })
})

describe('what points to another record', () => {
  const refusedFor = async (
    successorIndexNumber: string | null,
    type: WithdrawalType = 'MERGED',
  ) => {
    const live = await published(stage)
    const refused = await refusal(approver, live, { type, successorIndexNumber })
    return (refused as ValidationError).problems.map(({ path, code }) => [path, code])
  }
  const path = 'successorIndexNumber'

  test('is it refused without one, with one that is not public, and where nothing is to be pointed to?', async () => {
    const gone = await published(stage)
    await withdraw(approver, gone)
    const live = await published(stage)
    expect(await refusedFor(null)).toEqual([[path, 'REQUIRED']])
    expect(await refusedFor('11211324900000002E/2026-99999')).toEqual([[path, 'NOT_PUBLIC']])
    expect(await refusedFor(gone.indexNumber)).toEqual([[path, 'NOT_PUBLIC']])
    expect(await refusedFor(live.indexNumber, 'ERROR')).toEqual([[path, 'NOT_ALLOWED']])
    const own = { type: 'REPLACED', successorIndexNumber: live.indexNumber } as const
    expect((await refusal(approver, live, own)).code).toBe('ITSELF')
  })

  test('do two that point to each other at once, or one after the other, make no circle?', async () => {
    const [one, two] = [await published(stage), await published(stage)]
    const to = ({ indexNumber }: Numbered) =>
      ({ type: 'MERGED', successorIndexNumber: indexNumber }) as const
    const { done, refused } = await race([
      withdraw(approver, one, to(two)),
      withdraw(person('mzj', 'APPROVER', 2), two, to(one)),
    ])
    expect([done.length, refused]).toEqual([1, ['NOT_PUBLIC']])
    expect((await refusal(approver, one, to(two))).code).toMatch(/NOT_LIVE|NOT_PUBLIC/)
  })
})

describe('who withdraws', () => {
  test.each([
    ['the office', person('county', 'OFFICE')],
    ['an approver of the county with all below it', withSubtree(person('county', 'APPROVER'))],
  ])('does %s? yes', async (_who, actor) => {
    const live = await published(stage)
    await withdraw(actor, live)
    expect(await liveRow(live)).toMatchObject({ withdrawal_type: 'ERROR' })
  })

  test.each([
    ['an editor', person('mzj', 'EDITOR'), 'FORBIDDEN'],
    ['a reviewer', person('mzj', 'REVIEWER'), 'FORBIDDEN'],
    ['an approver of a sibling', person('hbj', 'APPROVER'), 'FORBIDDEN'],
    ['an approver of a station below', person('jzz', 'APPROVER'), 'FORBIDDEN'],
    ['nobody', null, 'UNAUTHENTICATED'],
  ] as const)('does %s? no', async (_who, actor, code) => {
    expect(await refusal(actor, await published(stage))).toMatchObject({ code })
  })
})

describe('at once', () => {
  test('of two withdrawals, is one done and the other a conflict?', async () => {
    const live = await published(stage)
    const both = [withdraw(approver, live), withdraw(person('mzj', 'APPROVER', 2), live)]
    expect(await race<unknown>(both)).toMatchObject({ done: [{}], refused: ['NOT_LIVE'] })
    expect(await liveRow(live)).toMatchObject({ version: 2 })
  })

  test('with the publication of a revision: is one after the other, with nothing in two states?', async () => {
    const live = await published(stage)
    const next = await revisedAndApproved(stage, live)
    const reference = { editionId: next.id, expectedVersion: next.version }
    await race<unknown>([
      withdraw(approver, live),
      publishEdition(stage.platform, approver, reference),
    ])
    const spans = `SELECT count(*)::int AS rows, count(*) FILTER (WHERE valid_to IS NULL)::int AS live,
                          array_agg(version ORDER BY version) AS versions
                     FROM publication WHERE disclosure_id = $1`
    const [row] = await stage.sql(spans, [live.disclosureId])
    expect(row).toMatchObject({ live: 1 })
    expect(row?.['versions']).toEqual([1, 2, 3].slice(0, Number(row?.['rows'])))
  })
})
