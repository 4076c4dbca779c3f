import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitted } from './fitted.ts'

test.each([
  ['短信', 60, '短信'],
  ['预警：全县范围', 5, '预警：全…'],
  ['预警，全县范围', 4, '预警…'],
  ['资金来源1234567.89元', 12, '资金来源…'],
  ['共3000万元，已支付', 8, '共3000万元…'],
  ['电话0421-5550120值班', 14, '电话…'],
  ['喀政办发〔2018〕5号文', 9, '喀政办发…'],
  ['今年𠮷县长', 4, '今年…'],
  ['\u182d\u180b\u182d\u180b\u182d\u180b', 4, '\u182d\u180b…'],
  ['第一行\n第二行\u0000【签名】', 60, '第一行 第二行 （签名）'],
])('%j is told in %i units as %j', (text, units, expected) => {
  expect(fitted(text, units)).toBe(expected)
})

const piece = fc.oneof(
  fc.constantFrom('预警', '，', '县', '𠮷', '👨‍👩‍👧', ' ', '\n', '【', '：'),
  fc.nat().map(String),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

test('any text becomes one line that fits, well formed, and the same each time', () => {
  fc.assert(
    fc.property(
      fc.array(piece).map((all) => all.join('')),
      fc.integer({ min: 2, max: 70 }),
      (text, units) => {
        const line = fitted(text, units)
        expect(line.length).toBeLessThanOrEqual(units)
        expect(line.isWellFormed()).toBe(true)
        expect(line).not.toMatch(/[\n\r\u2028\u2029\0【】]/)
        expect(fitted(text, units)).toBe(line)
        expect(fitted(line, units)).toBe(line)
      },
    ),
  )
})

test('a number is told whole or not at all', () => {
  const number = fc.integer({ min: 0, max: 1_000_000_000 })
  fc.assert(
    fc.property(number, fc.nat(70), (value, before) => {
      const line = fitted(`${'县'.repeat(before)}${value}${'乡'.repeat(70)}`, 60)
      expect(line.match(/\d+/)?.[0] ?? String(value)).toBe(String(value))
    }),
  )
})
