import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { draft, refer, signature, submit, submitted } from '../../../../test/support/editions.ts'
import { openStage, TODAY } from '../../../../test/support/stage.ts'
import { reviewEdition } from '../../disclosure/commands/review-edition.ts'
import { updateDraft } from '../../disclosure/commands/update-draft.ts'
import { reviewQueueOf } from '../../disclosure/queries/review-queue.ts'
import { delegationsOf } from '../delegation.ts'
import type { Actor } from '../model.ts'
import { actorOf, startSession } from '../session.ts'
import { delegateRole, type DelegateRoleInput, endDelegation } from './delegate-role.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const { platform } = stage
const { database } = platform
const approver = person('mzj', 'APPROVER')
const editor = person('mzj', 'EDITOR')
const admin = person('mzj', 'ORG_ADMIN')
const FROM = new Date('2026-03-03T00:00:00Z')
const TO = new Date('2026-03-10T00:00:00Z')

// Each test begins without delegations.
beforeEach(async () => {
  stage.clock.set(TODAY)
  await database.grant.deleteMany({ where: { principalId: { not: null } } })
})

const delegate = (actor: Actor | null, to: Actor, input: Partial<DelegateRoleInput> = {}) =>
  delegateRole(platform, actor, {
    username: to.username,
    role: 'APPROVER',
    organizationCode: 'mzj',
    validFrom: FROM,
    validTo: TO,
    ...input,
  })

/** The person with their rights of now, as a fresh sign-in has them. */
async function now({ userId }: Actor): Promise<Actor> {
  const session = await startSession(database, stage.clock.now(), { userId, userAgent: null })
  const actor = await actorOf(platform, session.token)
  if (!actor) throw new Error('nobody is signed in')
  return actor
}

const roles = async (actor: Actor) => (await now(actor)).grants.map(({ role }) => role).toSorted()

describe('standing in for a time', () => {
  test('does the right begin and end by itself, and end with the principal’s own?', async () => {
    const reviewer = person('mzj', 'REVIEWER')
    await delegate(approver, reviewer, { validFrom: new Date('2026-03-04T00:00:00Z') })
    expect(await roles(reviewer)).toEqual(['REVIEWER'])
    stage.clock.set('2026-03-04T00:00:00.000Z')
    expect(await roles(reviewer)).toEqual(['APPROVER', 'REVIEWER'])
    const own = { userId: approver.userId, principalId: null }
    await database.grant.updateMany({ where: own, data: { revokedAt: stage.clock.now() } })
    expect(await roles(reviewer)).toEqual(['REVIEWER'])
    await database.grant.updateMany({ where: own, data: { revokedAt: null } })
    stage.clock.set('2026-03-10T00:00:00.000Z')
    expect(await roles(reviewer)).toEqual(['REVIEWER'])
  })

  test('do both see it, and does either of them, or an administrator, end it?', async () => {
    const reviewer = person('mzj', 'REVIEWER')
    for (const ender of [approver, reviewer, admin]) {
      const { grantId } = await delegate(approver, reviewer)
      const listed = await delegationsOf(database, reviewer, stage.clock.now())
      expect(listed).toMatchObject([{ grantId, principal: { userId: approver.userId } }])
      await endDelegation(platform, ender, { grantId })
      expect(await delegationsOf(database, approver, stage.clock.now())).toEqual([])
      expect(await roles(reviewer)).toEqual(['REVIEWER'])
      const again = await stage.refusal(() => endDelegation(platform, ender, { grantId }))
      expect(again).toMatchObject({ code: 'NOT_FOUND' })
    }
    const { grantId } = await delegate(approver, reviewer)
    const other = await stage.refusal(() => endDelegation(platform, editor, { grantId }))
    expect(other).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('does the administrator have somebody stand in for another?', async () => {
    const reviewer = person('mzj', 'REVIEWER')
    const given = await delegate(admin, reviewer, { principal: approver.username })
    expect(given).toMatchObject({ principal: { userId: approver.userId } })
    const other = () => delegate(editor, reviewer, { principal: approver.username })
    expect(await stage.refusal(other)).toMatchObject({ code: 'NOT_YOURS' })
  })
})

describe('what is refused', () => {
  const refusal = (...args: Parameters<typeof delegate>) => stage.refusal(() => delegate(...args))

  test('standing in for oneself', async () => {
    expect(await refusal(approver, approver)).toMatchObject({ code: 'SELF_DELEGATION' })
    const insert = stage.sql(
      `INSERT INTO role_grant (id, user_id, role, organization_code, valid_from, valid_to, principal_id)
       VALUES (gen_random_uuid(), $1, 'APPROVER', 'mzj', now(), now() + interval '1 day', $1)`,
      [approver.userId],
    )
    await expect(insert).rejects.toThrow('role_grant_delegated')
  })

  test('a right that is not held, or that is held for another alone', async () => {
    const reviewer = person('mzj', 'REVIEWER')
    const wrong = await refusal(reviewer, approver, { role: 'EDITOR' })
    expect(wrong).toMatchObject({ code: 'ROLE_NOT_HELD' })
    await delegate(approver, reviewer)
    const chain = await refusal(await now(reviewer), editor)
    expect(chain).toMatchObject({ code: 'ROLE_NOT_HELD' })
  })

  test.each([
    ['an end before its beginning', { validTo: FROM }, 'INVALID_RANGE'],
    [
      'an end in the past',
      { validFrom: new Date('2026-01-01'), validTo: new Date('2026-02-01') },
      'IN_THE_PAST',
    ],
    ['more than a year', { validTo: new Date('2027-04-01') }, 'TOO_LONG'],
    ['the office’s role', { role: 'OFFICE' }, 'NOT_DELEGABLE'],
  ] as const)('%s', async (_what, input, code) => {
    const refused = await refusal(approver, person('mzj', 'REVIEWER'), input)
    expect(refused).toMatchObject({ problems: [{ code }] })
  })

  test('somebody who works elsewhere, whom there is not, or nobody who asks', async () => {
    expect(await refusal(approver, person('hbj', 'REVIEWER'))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await refusal(approver, { ...editor, username: 'none' })).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await refusal(null, editor)).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(await refusal(person('hbj', 'APPROVER'), editor)).toMatchObject({ code: 'FORBIDDEN' })
  })

  test('the same twice', async () => {
    await delegate(approver, editor)
    expect(await refusal(approver, editor)).toMatchObject({ code: 'ALREADY_GRANTED' })
  })
})

describe('三审三校: who stands in for another is not a third person', () => {
  test('is what they sign recorded with both names?', async () => {
    const second = person('mzj', 'EDITOR', 2)
    await delegate(approver, second)
    const signed = await reviewEdition(
      platform,
      person('mzj', 'REVIEWER'),
      signature(await submitted(stage)),
    )
    const done = await reviewEdition(platform, await now(second), signature(signed))
    expect(done.steps[1]).toMatchObject({
      actor: { userId: second.userId },
      principal: { userId: approver.userId },
    })
    const [audited] = await stage.sql(
      `SELECT actor_id, details->>'principalId' AS principal FROM audit_event ORDER BY seq DESC LIMIT 1`,
    )
    expect(audited).toEqual({ actor_id: second.userId, principal: approver.userId })
  })

  test('may they sign what either wrote? no', async () => {
    await delegate(approver, editor)
    const waiting = await submitted(stage)
    const signed = await reviewEdition(platform, person('mzj', 'REVIEWER'), signature(waiting))
    const own = await now(editor)
    const refused = await stage.refusal(() => reviewEdition(platform, own, signature(signed)))
    expect(refused).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
    expect(await reviewQueueOf(database, own, 20, null)).toEqual([])
  })

  test('does the principal become an author by what is written in their name?', async () => {
    const reviewer = person('mzj', 'REVIEWER')
    await delegate(editor, reviewer, { role: 'EDITOR' })
    const begun = await draft(stage, { author: person('mzj', 'EDITOR', 2) })
    const change = { ...refer(begun), kind: 'Notice', content: begun.content }
    const written = await updateDraft(platform, await now(reviewer), change)
    const authors = written.participants.filter(({ step }) => step === 0)
    expect(authors.map(({ userId }) => userId)).toEqual(
      expect.arrayContaining([reviewer.userId, editor.userId]),
    )
    const waiting = await submit(stage, written)
    const again = await now(reviewer)
    const refused = await stage.refusal(() => reviewEdition(platform, again, signature(waiting)))
    expect(refused).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
  })

  test('may one sign a step and then another for the other? no', async () => {
    const reviewer = person('mzj', 'REVIEWER')
    await delegate(approver, reviewer)
    const both = await now(reviewer)
    const first = await reviewEdition(platform, both, signature(await submitted(stage)))
    const second = await stage.refusal(() => reviewEdition(platform, both, signature(first)))
    expect(second).toMatchObject({ code: 'SEPARATION_OF_DUTIES' })
  })
})
