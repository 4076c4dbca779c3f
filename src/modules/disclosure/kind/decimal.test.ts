import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { millionths, sum, tidyDecimal, yuan } from './decimal.ts'

const decimals = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 99_999_999_999_999n }),
    fc.stringMatching(/^\d{0,6}$/),
  )
  .map(([minus, whole, fraction]) => `${minus ? '-' : ''}${whole}${fraction && '.'}${fraction}`)

test('0.10 and 0.20 are 0.30', () => {
  expect(sum(['0.10', '0.20'])).toBe(sum(['0.30']))
  expect(0.1 + 0.2).not.toBe(0.3)
})

test('what is missing counts as nothing', () => {
  expect(sum([undefined, '1.5', undefined])).toBe(1_500_000n)
  expect(sum([])).toBe(0n)
})

test.each([
  ['0', '0.00'],
  ['-0.5', '-0.50'],
  ['1234.5', '1234.50'],
  ['0.019', '0.01'],
  ['99999999999999.99', '99999999999999.99'],
])('%s yuan are written %s', (decimal, written) => expect(yuan(millionths(decimal))).toBe(written))

describe('tidy decimals', () => {
  test.each([
    ['007', '7'],
    ['0', '0'],
    ['-0.00', '0.00'],
    ['-00.50', '-0.50'],
    ['1.50', '1.50'],
  ])('%s is %s: zeros behind tell how exact it is', (decimal, tidy) => {
    expect(tidyDecimal(decimal)).toBe(tidy)
  })

  test('tidying keeps the value, and a second time changes nothing', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 6 }), (decimal, places) => {
        const tidy = tidyDecimal(decimal, places)
        expect(millionths(tidy)).toBe(millionths(decimal))
        expect(tidyDecimal(tidy, places)).toBe(tidy)
      }),
    )
  })

  test('a sum does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(decimals), (parts) => {
        expect(sum(parts)).toBe(sum(parts.toReversed()))
      }),
    )
  })
})
