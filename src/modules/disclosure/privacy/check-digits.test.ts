import { describe, expect, test } from 'vitest'
import { idCheckHolds, luhnHolds } from './check-digits.ts'

const valuesOf = (text: string) => Array.from(text, (one) => (one === 'X' ? 10 : Number(one)))

describe('GB 11643', () => {
  // The two examples of the standard.
  test.each(['11010519491231002X', '440524188001010014'])('%s holds', (number) => {
    expect(idCheckHolds(valuesOf(number))).toBe(true)
  })

  test.each(['110105194912310020', '440524188001010015', '4405241880010100', ''])(
    '%s does not hold',
    (number) => {
      expect(idCheckHolds(valuesOf(number))).toBe(false)
    },
  )

  test('any single wrong digit is noticed', () => {
    const right = valuesOf('11010519491231002X')
    for (let place = 0; place < 17; place++) {
      for (let digit = 0; digit < 10; digit++) {
        if (digit === right[place]) continue
        expect(idCheckHolds(right.with(place, digit))).toBe(false)
      }
    }
  })
})

describe('Luhn', () => {
  test.each([
    ['4111111111111111', true],
    ['4111111111111112', false],
    ['6222000000000000008', false],
    ['79927398713', true],
    ['79927398710', false],
  ])('%s: %s', (number, holds) => {
    expect(luhnHolds(valuesOf(number))).toBe(holds)
  })
})
