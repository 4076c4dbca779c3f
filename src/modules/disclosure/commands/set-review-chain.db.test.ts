import { afterAll, describe, expect, test } from 'vitest'
import { draft, signature, submit, submitted } from '../../../../test/support/editions.ts'
import { openStage } from '../../../../test/support/stage.ts'
import { addExtraReviewStep, removeExtraReviewStep } from './extra-review-step.ts'
import { removeReviewChain } from './remove-review-chain.ts'
import { reviewEdition } from './review-edition.ts'
import { setReviewChain, type SetReviewChainInput } from './set-review-chain.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const { platform } = stage
const office = person('county', 'OFFICE')
const reviewer = person('mzj', 'REVIEWER')
const approver = person('mzj', 'APPROVER')

const set = (input: SetReviewChainInput) => setReviewChain(platform, office, input)
const chainOf = async (kind = 'Notice') =>
  (await submitted(stage, { kind, ...CONTENT[kind] })).chain
const CONTENT: Readonly<Record<string, object>> = {
  PolicyDocument: {
    content: {
      title: '工作方案',
      formedOn: '2026-01-05',
      docNumber: '喀民发〔2026〕1号',
      issuers: ['喀左县民政局'],
      bodyMarkdown: '依法公开。',
    },
  },
}

describe('which chain counts', () => {
  test('does the most specific win, and the next when it is removed?', async () => {
    const steps = ['REVIEWER', 'REVIEWER', 'APPROVER'] as const
    await set({ itemCode: '2.2', steps })
    expect(await chainOf()).toEqual(steps)
    const own = await set({ organizationCode: 'mzj', steps: ['APPROVER'] })
    expect(await chainOf()).toEqual(['APPROVER'])
    const forKind = await set({ organizationCode: 'mzj', kind: 'Notice', steps })
    expect(await chainOf()).toEqual(steps)
    expect(await chainOf('PolicyDocument')).toEqual(['APPROVER'])
    await removeReviewChain(platform, office, { chainId: forKind.id })
    expect(await chainOf()).toEqual(['APPROVER'])
    await removeReviewChain(platform, office, { chainId: own.id })
    expect(await chainOf()).toEqual(steps)
  })

  test('条例第17条: does a topic get its further signature before the last, in whatever chain?', async () => {
    const before = await chainOf()
    const extra = await addExtraReviewStep(platform, office, {
      kind: 'Notice',
      role: 'REVIEWER',
      reason: '保密审查',
    })
    expect(await chainOf()).toEqual([...before.slice(0, -1), 'REVIEWER', 'APPROVER'])
    expect(await chainOf('PolicyDocument')).toEqual(before)
    await removeExtraReviewStep(platform, office, { extraId: extra.id })
    expect(await chainOf()).toEqual(before)
  })
})

describe('what is under review', () => {
  test('does it go on by the chain it was submitted with?', async () => {
    await set({ organizationCode: 'mzj', steps: ['REVIEWER', 'APPROVER'] })
    const waiting = await submitted(stage)
    await set({ organizationCode: 'mzj', steps: ['APPROVER'] })
    const first = await reviewEdition(platform, reviewer, signature(waiting))
    expect(first).toMatchObject({ state: 'IN_REVIEW', currentRole: 'APPROVER' })
    const last = await reviewEdition(platform, approver, signature(first))
    expect(last).toMatchObject({ state: 'APPROVED', chain: ['REVIEWER', 'APPROVER'] })
  })

  test('may the only approver, who signed step 2, sign step 1 of a chain that was shortened since?', async () => {
    await set({ organizationCode: 'mzj', steps: ['REVIEWER', 'APPROVER'] })
    const first = await reviewEdition(platform, reviewer, signature(await submitted(stage)))
    const decision = { decision: 'RETURN', comment: '补充依据', checks: [] } as const
    const returned = await reviewEdition(platform, approver, { ...signature(first), ...decision })
    await set({ organizationCode: 'mzj', steps: ['APPROVER'] })
    const again = await submit(stage, returned)
    expect(again).toMatchObject({ round: 2, currentStep: 1, currentRole: 'APPROVER' })
    const done = await reviewEdition(platform, approver, signature(again))
    expect(done).toMatchObject({ state: 'APPROVED' })
  })

  test('does the database itself refuse an author as a signer of any round, and a second step of one?', async () => {
    const { id, author } = await draft(stage)
    const insert = (userId: string | undefined, round: number, step: number) =>
      stage.sql('INSERT INTO edition_participant VALUES ($1, $2, $3, $4)', [
        id,
        userId,
        step,
        round,
      ])
    await expect(insert(author?.userId, 1, 1)).rejects.toThrow('author_or_signer')
    await insert(reviewer.userId, 1, 1)
    await expect(insert(reviewer.userId, 1, 2)).rejects.toThrow('pkey')
    await expect(insert(reviewer.userId, 0, 0)).rejects.toThrow('author_or_signer')
    await insert(reviewer.userId, 2, 2)
  })
})

describe('settings that are refused', () => {
  test.each([
    ['no scope', { steps: ['APPROVER'] }, 'INVALID_SCOPE'],
    [
      'an item and a kind',
      { itemCode: '2.2', kind: 'Notice', steps: ['APPROVER'] },
      'INVALID_SCOPE',
    ],
    [
      'a default with an item',
      { organizationKind: 'BUREAU', itemCode: '2.2', steps: ['APPROVER'] },
      'INVALID_SCOPE',
    ],
    ['an unknown item', { itemCode: '9.9', steps: ['APPROVER'] }, 'UNKNOWN_ITEM'],
    ['an unknown kind', { kind: 'Poem', steps: ['APPROVER'] }, 'UNKNOWN_KIND'],
    [
      'an unknown organization',
      { organizationCode: 'x', steps: ['APPROVER'] },
      'UNKNOWN_ORGANIZATION',
    ],
    ['no steps', { kind: 'Notice', steps: [] }, 'STEP_COUNT'],
    ['six steps', { kind: 'Notice', steps: Array(6).fill('APPROVER') }, 'STEP_COUNT'],
    ['a reviewer last', { kind: 'Notice', steps: ['REVIEWER'] }, 'APPROVER_LAST'],
    ['an editor', { kind: 'Notice', steps: ['EDITOR', 'APPROVER'] }, 'NO_SIGNING_ROLE'],
  ] as const)('%s', async (_what, input, code) => {
    const refused = await stage.refusal(() => set(input))
    expect(refused).toMatchObject({ problems: [{ code }] })
  })

  test('more signatures in all than an edition can have', async () => {
    await set({ itemCode: '2.2', steps: ['REVIEWER', 'REVIEWER', 'REVIEWER', 'APPROVER'] })
    const step = { role: 'REVIEWER', reason: '保密审查' } as const
    const extra = await addExtraReviewStep(platform, office, { ...step, kind: 'Notice' })
    const more = () => addExtraReviewStep(platform, office, { ...step, itemCode: '2.2' })
    expect(await stage.refusal(more)).toMatchObject({ code: 'CHAIN_TOO_LONG' })
    const longer = () => set({ kind: 'PolicyDocument', steps: Array(5).fill('APPROVER') })
    expect(await stage.refusal(longer)).toMatchObject({ code: 'CHAIN_TOO_LONG' })
    await removeExtraReviewStep(platform, office, { extraId: extra.id })
  })

  test('the default of a kind of organization is not removed, and nobody but the office sets one', async () => {
    const chain = await set({ organizationKind: 'TOWN', steps: ['APPROVER'] })
    const remove = () => removeReviewChain(platform, office, { chainId: chain.id })
    expect(await stage.refusal(remove)).toMatchObject({ code: 'DEFAULT_CHAIN' })
    const input = { organizationCode: 'mzj', steps: ['APPROVER'] } as const
    const other = () => setReviewChain(platform, person('mzj', 'ORG_ADMIN'), input)
    expect(await stage.refusal(other)).toMatchObject({ code: 'FORBIDDEN' })
  })
})
