import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWindow, readDigits, runLength } from './digits.ts'

/** The runs as written, each with the gap before it: nothing, a mark `-`, a cell `|`, a barrier `/`. */
function shown(text: string): string {
  const { count, values, gap } = readDigits(text)
  return Array.from({ length: count }, (_, index) => {
    const value = values[index] === 10 ? 'X' : String(values[index])
    return ['', '-', '|', '/'][gap[index] ?? 0] + value
  }).join('')
}

describe('digits and what is between them', () => {
  test.each([
    ['甲12乙', '/12'],
    ['12 34', '/12-34'],
    ['12-34', '/12-34'],
    ['12—34·5', '/12-34-5'],
    ['12\t34\n5', '/12|34|5'],
    ['12  34', '/12|34'],
    ['12 | 34', '/12|34'],
    ['12甲34', '/12/34'],
    ['12       34', '/12/34'],
    ['12\f34', '/12/34'],
    ['12X', '/12X'],
    ['12x\t3', '/12X|3'],
    ['12Х甲', '/12X'],
    ['12X3', '/12/3'],
    ['1\t2\tX', '/1|2|X'],
    ['12XL', '/12'],
    ['1O2l', '/1021'],
    ['No12', '/12'],
    ['Ol12', '/112'],
    ['○12', '/12'],
    ['all 12', '/12'],
    ['12oz', '/12'],
    ['hello', ''],
    ['1〇2', '/102'],
  ])('%j is %s', (text, digits) => {
    expect(shown(text)).toBe(digits)
  })

  test('a letter read as a digit is marked', () => {
    expect([...readDigits('1O2l').guessed.subarray(0, 4)]).toEqual([0, 1, 0, 1])
  })
})

test('a window begins and ends where runs do, and no barrier lies in it', () => {
  const digits = readDigits('12 345甲6')
  expect(isWindow(digits, 0, 2)).toBe(true)
  expect(isWindow(digits, 0, 5)).toBe(true)
  expect(isWindow(digits, 0, 4)).toBe(false)
  expect(isWindow(digits, 1, 4)).toBe(false)
  expect(isWindow(digits, 2, 4)).toBe(false)
  expect(isWindow(digits, 5, 1)).toBe(true)
  expect(isWindow(digits, 5, 2)).toBe(false)
  expect(runLength(digits, 2, 9)).toBe(3)
  expect(runLength(digits, 2, 2)).toBe(2)
})

test('every digit of a text without letters is read, at its offset', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9 甲\t\n,-]{0,60}$/), (text) => {
      const { count, values, at } = readDigits(text)
      const read = Array.from({ length: count }, (_, index) => [at[index], String(values[index])])
      const there = [...text.matchAll(/\d/g)].map(({ 0: digit, index }) => [index, digit])
      expect(read).toEqual(there)
    }),
  )
})
