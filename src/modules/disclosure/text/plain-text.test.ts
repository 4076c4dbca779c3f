import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { problemsOf } from '../../../platform/problems.ts'
import { cleanLine, cleanText } from './plain-text.ts'

const line = cleanLine(20)
const text = cleanText(20)

function codes(schema: z.ZodType, value: unknown): string[] {
  const result = schema.safeParse(value, { reportInput: true })
  return result.success ? [] : problemsOf(result.error).map(({ code }) => code)
}

// ᠬᠠᠷᠠᠴᠢᠨ ᠮᠣᠩᠭᠣᠯ ᠤᠨ with a free variation selector, a vowel separator, a narrow no-break space and joiners.
const MONGOLIAN =
  '\u182C\u1820\u1837\u1820\u1834\u1822\u1828 \u182D\u180B\u1820\u180E\u1820\u202F\u1824\u1828 \u1828\u200D\u1820\u200C\u1828'

describe('what a line becomes', () => {
  test.each([
    ['  标题\t', '标题'],
    ['\u3000\u3000标题\u3000', '标题'],
    ['标\u200B题\uFEFF\u00AD\u2060', '标题'],
    ['2113\u180B24\u200D19', '21132419'],
    ['e\u0301', 'é'],
    ['\uF900', '豈'],
    ['葛\u{E0100}', '葛\u{E0100}'],
    ['公开　条例', '公开　条例'],
  ])('%j becomes %j', (typed, expected) => {
    expect(line.parse(typed)).toBe(expected)
  })

  test('traditional Mongolian survives unharmed', () => {
    expect(cleanLine(100).parse(MONGOLIAN)).toBe(MONGOLIAN)
    expect(line.parse('\u202F\u1824\u1828')).toBe('\u202F\u1824\u1828')
    expect(cleanText(100).parse(`${MONGOLIAN}\n蒙古文`)).toBe(`${MONGOLIAN}\n蒙古文`)
  })

  test('line breaks of every system become \\n in a text', () => {
    expect(text.parse('一\r\n二\r三\u2028四')).toBe('一\n二\n三\n四')
  })
})

describe('what is refused', () => {
  test.each([
    ['', ['EMPTY']],
    ['\u3000 \u200B\u180B\u202F\u3164', ['EMPTY']],
    ['一\n二', ['CONTROL_CHARACTER']],
    ['一\u0000', ['CONTROL_CHARACTER']],
    ['一\u0085二', ['CONTROL_CHARACTER']],
    ['一\u2028二', ['CONTROL_CHARACTER']],
    ['一\uD842', ['UNPAIRED_SURROGATE']],
    ['\uDFB7一', ['UNPAIRED_SURROGATE']],
    ['一\u202E二', ['BIDI_CONTROL']],
    ['一\u2067二', ['BIDI_CONTROL']],
    ['一\uFFFE', ['NONCHARACTER']],
    ['一\u{1FFFF}', ['NONCHARACTER']],
    ['一\uE5E5', ['PRIVATE_USE_CHARACTER']],
    ['一\u{F0000}', ['PRIVATE_USE_CHARACTER']],
    ['锟\uFFFD', ['REPLACEMENT_CHARACTER']],
    ['长'.repeat(21), ['TOO_LONG']],
    [`${'长'.repeat(21)}\u0007`, ['CONTROL_CHARACTER', 'TOO_LONG']],
    [undefined, ['REQUIRED']],
    [12, ['WRONG_TYPE']],
  ])('%j: %j', (typed, expected) => {
    expect(codes(line, typed)).toEqual(expected)
  })

  test('a text may hold line breaks and tabs, and no other control characters', () => {
    expect(codes(text, '一\n\t二')).toEqual([])
    expect(codes(text, '一\u000B二')).toEqual(['CONTROL_CHARACTER'])
  })
})

test('length is counted in code points', () => {
  expect(line.parse('𠮷'.repeat(20))).toHaveLength(40)
  const issue = line.safeParse('𠮷'.repeat(21)).error?.issues[0]
  expect(issue).toMatchObject({ params: { code: 'TOO_LONG', max: 20, actual: 21 } })
})

test('it stays a string to JSON Schema, with its bounds', () => {
  expect(z.toJSONSchema(line.meta({ title: '标题' }))).toMatchObject({
    type: 'string',
    title: '标题',
    minLength: 1,
    maxLength: 20,
  })
})

const anyText = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom(
      '\u200B',
      '\u200D',
      '\u180B',
      '\u202F',
      '\u3000',
      '\u1820',
      '\u0301',
      'e',
      '\r',
      '\n',
    ),
  ),
})

test.each([cleanLine(500), cleanText(500)])('cleaning again changes nothing (%#)', (schema) => {
  fc.assert(
    fc.property(anyText, (typed) => {
      const once = schema.safeParse(typed)
      fc.pre(once.success)
      expect(schema.parse(once.data)).toBe(once.data)
      expect(once.data).toBe(once.data?.normalize('NFC'))
      expect(once.data?.isWellFormed()).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test('a megabyte of spaces or joiners does not hold up the process', () => {
  const started = performance.now()
  codes(line, `${' '.repeat(500_000)}一${' '.repeat(500_000)}二`)
  codes(line, `一${'\u200D'.repeat(1_000_000)}二`)
  expect(performance.now() - started).toBeLessThan(1_000)
})
