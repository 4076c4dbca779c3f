import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { smsSegments } from './sms-segments.ts'

const lengths = (text: string) => smsSegments(text).map((segment) => segment.length)

test.each([
  [0, [0]],
  [70, [70]],
  [71, [67, 4]],
  [134, [67, 67]],
  [135, [67, 67, 1]],
  [160, [67, 67, 26]],
])('%i characters go as %j', (units, expected) => {
  expect(lengths('字'.repeat(units))).toEqual(expected)
})

describe('where a text is cut', () => {
  test('a sign of two units counts two and stays whole', () => {
    expect(lengths(`${'字'.repeat(66)}𠮷字字字`)).toEqual([66, 5])
  })

  test.each(['2026年', 'https://gk.example/s/Ab3dE9xK', 'PM2.5', '0421-4822345'])(
    '%s stays whole when that costs no message more',
    (whole) => {
      const [first, second] = smsSegments(`${'字'.repeat(64)}${whole}${'字'.repeat(20)}`)
      expect([first, second?.startsWith(whole)]).toEqual(['字'.repeat(64), true])
    },
  )

  test('a message more is dearer than a number in two halves', () => {
    expect(lengths(`${'字'.repeat(66)}12${'字'.repeat(66)}`)).toEqual([67, 67])
  })

  test('nothing is lost, no message is too long, no surrogate pair is torn, and no fewer would do', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('字', '𠮷', '12', 'https://gk.example/s/Ab3dE9xK', 'é', '👨‍👩‍👧'),
    )
    const texts = fc.array(piece, { maxLength: 120 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(texts, (text) => {
        const segments = smsSegments(text)
        const limit = segments.length === 1 ? 70 : 67
        expect(segments.join('')).toBe(text)
        expect(segments.every((one) => one.length <= limit && one.isWellFormed())).toBe(true)
        // A torn pair would have let one more unit into each.
        expect(segments.length).toBeLessThanOrEqual(Math.max(1, Math.ceil(text.length / 66)))
      }),
    )
  })
})
