import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FIELD_TYPES, type FieldType, timeText, typeOf, valueOf } from './wechat-value.ts'

const AT = new Date('2026-03-03T04:00:00.000Z')
const HAN = fc.constantFrom('喀', '左', '县', '低', '保', '预', '警', '𠮷')
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.oneof(HAN, fc.constantFrom('👨‍👩‍👧', 'é', '3', '5.2', 'A', ' ', '¥', '\n')))
    .map((parts) => parts.join('')),
)

/** What the platform takes, by its own table of limits; written down once more, from the other side. */
const limits: Readonly<Record<FieldType, RegExp>> = {
  thing: /^[^\n]{1,20}$/,
  number: /^-?[\d.]{1,32}$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\p{L}\p{N}\s]{1,5}$/u,
  character_string: /^[\x21-\x7e]{1,32}$/,
  time: /^(\d{4}年\d{1,2}月\d{1,2}日 )?\d{2}:\d{2}$/,
  date: /^\d{4}年\d{1,2}月\d{1,2}日( \d{2}:\d{2})?$/,
  amount: /^[¥￥$]?\d{1,10}(\.\d+)?元?$/,
  phone_number: /^[\d+\-()* ]{1,17}$/,
  car_number: /^[\p{Script=Han}A-Za-z\d]{1,8}$/u,
  name: /^(\p{Script=Han}{1,10}|[A-Za-z ]{1,20})$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
}

describe.each(Object.keys(FIELD_TYPES) as FieldType[])('%s', (type) => {
  test('is never more than the platform takes, never empty, and whole characters', () => {
    fc.assert(
      fc.property(text, (given) => {
        const value = valueOf(type, given, AT)
        expect(value).toMatch(limits[type])
        expect(value.isWellFormed()).toBe(true)
        expect(value.trim()).not.toBe('')
      }),
    )
  })
})

test('a thing is cut at a character, and a cut shows', () => {
  fc.assert(
    fc.property(text, (given) => {
      const value = valueOf('thing', given, AT)
      const graphemes = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(value)]
      const whole = new Set(
        [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(given)].map(
          ({ segment }) => segment,
        ),
      )
      const foreign = graphemes.filter(
        ({ segment }) => !whole.has(segment) && !/^[…（） 无]$/u.test(segment),
      )
      expect(foreign).toEqual([])
    }),
  )
  expect(valueOf('thing', '县气象局发布暴雨橙色预警信号请注意防范山洪灾害', AT)).toBe(
    '县气象局发布暴雨橙色预警信号请注意防范…',
  )
})

test('what fits stays as it is', () => {
  const fitting: readonly (readonly [FieldType, string])[] = [
    ['number', '12.5'],
    ['character_string', '11211324000000001X/2026-00001'],
    ['date', '2026年3月3日'],
    ['time', '12:00'],
    ['amount', '¥1200.50元'],
    ['phone_number', '0421-4822345'],
    ['car_number', '辽N12345'],
    ['name', '喀左县环保局'],
    ['phrase', '更正'],
  ]
  for (const [type, value] of fitting) expect(valueOf(type, value, AT)).toBe(value)
})

test('what does not fit says nothing rather than half of it', () => {
  expect(valueOf('phone_number', '0421-4822345转8001或13900000000', AT)).toBe('-')
  expect(valueOf('character_string', '索引号', AT)).toBe('-')
  expect(valueOf('phrase', '重污染天气预警', AT)).toBe('其他')
  expect(valueOf('time', '明天', AT)).toBe('2026年3月3日 12:00')
})

test('a field tells its type by its name', () => {
  expect(
    ['thing1', 'phone_number12', 'thing', 'thing123', 'constructor1', 'Thing1'].map(typeOf),
  ).toEqual(['thing', 'phone_number', undefined, undefined, undefined, undefined])
})

test('times are told where the county lies', () => {
  expect(timeText(new Date('2026-12-31T16:05:00.000Z'))).toBe('2027年1月1日 00:05')
})
