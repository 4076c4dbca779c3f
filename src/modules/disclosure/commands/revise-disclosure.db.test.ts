import { afterAll, describe, expect, test } from 'vitest'
import { publish, published, revisedAndApproved } from '../../../../test/support/editions.ts'
import { openStage, race } from '../../../../test/support/stage.ts'
import type { Actor } from '../../identity/model.ts'
import { withdrawDisclosure } from '../../publication/commands/withdraw-disclosure.ts'
import { reviseDisclosure } from './revise-disclosure.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const colleague = person('mzj', 'EDITOR', 2)

const revise = (actor: Actor | null, indexNumber: string | null) =>
  reviseDisclosure(stage.platform, actor, { indexNumber: indexNumber ?? '' })
const refusal = (actor: Actor | null, indexNumber: string | null) =>
  stage.refusal(() => revise(actor, indexNumber))

describe('a revision', () => {
  test('does it start from what is public, as a draft of whoever revises?', async () => {
    const live = await published(stage)
    const revision = await revise(colleague, live.indexNumber)
    expect(revision).toMatchObject({
      state: 'DRAFT',
      number: 2,
      version: 1,
      disclosureId: live.disclosureId,
      indexNumber: live.indexNumber,
      content: live.content,
      contentHash: live.contentHash,
      author: { userId: colleague.userId },
      participants: [{ userId: colleague.userId, step: 0 }],
      steps: [],
    })
    const states = 'SELECT number, state FROM edition WHERE disclosure_id = $1 ORDER BY number'
    expect(await stage.sql(states, [live.disclosureId])).toEqual([
      { number: 1, state: 'PUBLISHED' },
      { number: 2, state: 'DRAFT' },
    ])
    const audited = `SELECT before_hash, after_hash, details FROM audit_event WHERE subject_id = $1`
    expect(await stage.sql(audited, [revision.id])).toEqual([
      {
        before_hash: stage.evidence.blind(live.contentHash),
        after_hash: stage.evidence.blind(live.contentHash),
        details: { changeType: 'REVISION', indexNumber: live.indexNumber, number: 2 },
      },
    ])
  })

  test('are editions numbered on, and does each start from the last that was public?', async () => {
    const live = await published(stage)
    const second = await publish(stage, await revisedAndApproved(stage, live))
    expect(await revise(colleague, second.indexNumber)).toMatchObject({ number: 3 })
  })
})

describe('what cannot be revised', () => {
  test('is a record with an open edition, whoever opened it?', async () => {
    const { indexNumber } = await published(stage)
    await revise(colleague, indexNumber)
    const refused = await refusal(person('mzj', 'EDITOR'), indexNumber)
    expect(refused).toMatchObject({ name: 'ConflictError', code: 'OPEN_EDITION' })
  })

  test('is one of two revisions at once?', async () => {
    const { indexNumber, disclosureId } = await published(stage)
    const both = [revise(colleague, indexNumber), revise(person('mzj', 'EDITOR'), indexNumber)]
    expect(await race(both)).toMatchObject({ done: [{ number: 2 }], refused: ['OPEN_EDITION'] })
    const editions = 'SELECT number FROM edition WHERE disclosure_id = $1 ORDER BY number'
    expect(await stage.sql(editions, [disclosureId])).toEqual([{ number: 1 }, { number: 2 }])
  })

  test('is a record that was withdrawn?', async () => {
    const { indexNumber } = await published(stage)
    const withdrawal = { indexNumber: indexNumber ?? '', type: 'ERROR', reason: '有误' } as const
    await withdrawDisclosure(stage.platform, person('mzj', 'APPROVER'), withdrawal)
    const refused = await refusal(colleague, indexNumber)
    expect(refused).toMatchObject({ name: 'ConflictError', code: 'NOT_LIVE' })
  })

  test.each(['', 'x/2026-00001', '11211324900000145H/2026-99999'])(
    'is the number %j not found?',
    async (indexNumber) => {
      expect(await refusal(colleague, indexNumber)).toMatchObject({ code: 'NOT_FOUND' })
    },
  )

  test.each([
    ['an approver', person('mzj', 'APPROVER'), 'FORBIDDEN'],
    ['a reviewer', person('mzj', 'REVIEWER'), 'FORBIDDEN'],
    ['an editor of a sibling', person('hbj', 'EDITOR'), 'FORBIDDEN'],
    ['nobody', null, 'UNAUTHENTICATED'],
  ] as const)('does %s revise? no', async (_who, actor, code) => {
    const { indexNumber } = await published(stage)
    expect(await refusal(actor, indexNumber)).toMatchObject({ code })
  })

  test('does the office revise? yes', async () => {
    const { indexNumber } = await published(stage)
    expect(await revise(person('county', 'OFFICE'), indexNumber)).toMatchObject({ number: 2 })
  })
})
