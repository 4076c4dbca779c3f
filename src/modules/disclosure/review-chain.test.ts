import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChainScope, mostSpecific, withExtras } from './review-chain.ts'

const scope = (given: Partial<ChainScope>): ChainScope => ({
  organizationCode: null,
  itemCode: null,
  kind: null,
  organizationKind: null,
  ...given,
})

/** From the most specific to the least. */
const ORDER = [
  scope({ organizationCode: 'mzj', itemCode: '2.2' }),
  scope({ organizationCode: 'mzj', kind: 'Notice' }),
  scope({ organizationCode: 'mzj' }),
  scope({ itemCode: '2.2' }),
  scope({ kind: 'Notice' }),
  scope({ organizationKind: 'BUREAU' }),
]

test('of any chains that fit, does the most specific win, however they come?', () => {
  const some = fc.shuffledSubarray(ORDER, { minLength: 1 })
  const run = fc.property(some, (chains) => {
    expect(mostSpecific(chains)).toBe(ORDER.find((one) => chains.includes(one)))
  })
  fc.assert(run)
  expect(mostSpecific([])).toBeUndefined()
})

test('do extra steps come before the last signature, up to five in all?', () => {
  expect(withExtras(['REVIEWER', 'APPROVER'], ['REVIEWER'])).toEqual([
    'REVIEWER',
    'REVIEWER',
    'APPROVER',
  ])
  expect(withExtras(['APPROVER'], ['REVIEWER'])).toEqual(['REVIEWER', 'APPROVER'])
  expect(withExtras(['APPROVER'], [])).toEqual(['APPROVER'])
  const long = ['REVIEWER', 'REVIEWER', 'REVIEWER', 'APPROVER'] as const
  expect(withExtras(long, ['REVIEWER'])).toHaveLength(5)
  expect(() => withExtras(long, ['REVIEWER', 'REVIEWER'])).toThrow(
    expect.objectContaining({ code: 'CHAIN_TOO_LONG' }),
  )
})
