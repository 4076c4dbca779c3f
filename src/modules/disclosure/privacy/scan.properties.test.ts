import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { problemOf } from './finding.ts'
import { knownPublic } from './known.ts'
import samples from './samples.json' with { type: 'json' }
import { scan } from './scan.ts'
import { cardNumber, idNumber } from '../../../../test/support/personal-numbers.ts'

const TODAY = '2026-10-01'
const NOBODY = knownPublic([])
const scanText = (text: string) => scan([{ path: 'text', text }], NOBODY, TODAY)

const ids = fc
  .record({
    division: fc.constantFrom('211324', '210105', '110101', '429004', '652901', '500238', '830000'),
    birth: fc.date({ min: new Date('1900-01-01'), max: new Date(TODAY), noInvalidDate: true }),
    counter: fc.integer({ min: 1, max: 999 }),
  })
  .map(({ division, birth, counter }) => idNumber(division, birth, counter))

const fullWidth = (text: string) =>
  text.replaceAll(/[\dX]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))
const inDigits = (digits: string) => (text: string) =>
  text.replaceAll(/\d/g, (one) => digits.charAt(Number(one)))
const cut = (mark: string, places: readonly number[]) => (text: string) =>
  [0, ...places].map((from, index) => text.slice(from, places[index])).join(mark)

const DISGUISES: Readonly<Record<string, (id: string) => string>> = {
  'as it is': (id) => id,
  'full width': fullWidth,
  'small x': (id) => id.toLowerCase(),
  'spaces by element': cut(' ', [6, 14]),
  'dashes by year, month and day': cut('-', [6, 10, 12, 14]),
  'dashes by threes': cut('-', [3, 6, 9, 12, 15]),
  'over two lines': cut('\n', [11]),
  'over three cells': cut('\t', [6, 14]),
  'zero-width space in it': cut('\u200B', [3, 9]),
  'O for 0': (id) => id.replaceAll('0', 'O'),
  'l for 1 and o for 0': (id) =>
    id.slice(0, 6) + id.slice(6).replaceAll('1', 'l').replaceAll('0', 'o'),
  'written out': inDigits('〇一二三四五六七八九'),
  'written out, with circles for zero': inDigits('○一二三四五六七八九'),
  'written out as on cheques': inDigits('零壹贰叁肆伍陆柒捌玖'),
  'in circles': inDigits('⓪①②③④⑤⑥⑦⑧⑨'),
  'full width over two lines': (id) => cut('\r\n', [6])(fullWidth(id)),
}
const CARRIERS: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => `赵甲，身份证号：${value}，甲村。`,
  (value) => `1\t赵甲\t${value}\t601.00`,
  (value) => `（${value}）`,
  (value) => `名单\n姓名,身份证\n赵甲,${value},甲村\n`,
]

describe.each(Object.entries(DISGUISES))('an ID number, %s', (_what, disguise) => {
  test('is certain, at its place, and never repeated', () => {
    fc.assert(
      fc.property(ids, fc.constantFrom(...CARRIERS), (id, carry) => {
        const written = disguise(id)
        const text = carry(written)
        const found = scanText(text).filter(({ type }) => type === 'ID_NUMBER')
        expect(found).toMatchObject([{ certainty: 'CERTAIN', offset: text.indexOf(written) }])
        const told = JSON.stringify([found, found.map(problemOf)])
        for (const secret of [id, written, id.slice(2, 15)]) expect(told).not.toContain(secret)
      }),
    )
  })
})

test('an ID number is found with one character a cell when a heading says what it is', () => {
  fc.assert(
    fc.property(ids, fc.constantFrom('\t', ' ', '|'), (id, separator) => {
      const text = ['身份证号', ...Array.from(id)].join(separator)
      expect(scanText(text)).toMatchObject([{ type: 'ID_NUMBER', certainty: 'CERTAIN' }])
    }),
  )
})

test('an ID number with a wrong check character is never certain', () => {
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 10 }), (id, shift) => {
      const checks = '0123456789X'
      const wrong = checks.charAt((checks.indexOf(id.charAt(17)) + shift) % 11)
      const found = scanText(`身份证号${id.slice(0, 17)}${wrong}`)
      expect(found.filter(({ certainty }) => certainty === 'CERTAIN')).toEqual([])
    }),
  )
})

test('cards are certain under their name, however they are grouped', () => {
  const cards = fc.tuple(
    fc.constantFrom('622848', '621700', '623058'),
    fc.integer({ min: 0, max: 999_999 }),
  )
  fc.assert(
    fc.property(cards, fc.constantFrom('', ' ', '-'), ([issuer, account], mark) => {
      const card = cardNumber(issuer, account)
      const written = cut(mark, [4, 8, 12, 16])(card)
      const found = scanText(`赵甲 银行卡号：${written}`)
      const cards = found.filter(({ type }) => type === 'BANK_CARD')
      expect(cards).toMatchObject([{ certainty: 'CERTAIN', offset: 8 }])
      expect(JSON.stringify(found)).not.toContain(card.slice(0, 15))
    }),
  )
})

describe('figures', () => {
  /** The same numbers on every run: a table that chance has made must not change its mind. */
  const figures = (seed: number) => {
    let state = seed
    return (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
  }

  test.each([
    ['small', 1000, '\t'],
    ['small, by spaces', 1000, ' '],
    ['of four digits', 9000, '\t'],
    ['of six digits', 900_000, '\t'],
    ['of six digits, by commas', 900_000, ','],
  ])('%s in 20,000 rows of ten columns give nothing certain', (_what, below, separator) => {
    const next = figures(below)
    const row = () => Array.from({ length: 10 }, () => next(below)).join(separator)
    const found = scanText(Array.from({ length: 20_000 }, row).join('\n'))
    expect(found.filter(({ certainty }) => certainty === 'CERTAIN')).toEqual([])
  })

  test('amounts in yuan give nothing at all', () => {
    const next = figures(7)
    const row = () => `甲项目\t${next(9_000_000)}.${10 + next(90)}\t${next(900)}.50`
    expect(scanText(Array.from({ length: 20_000 }, row).join('\n'))).toEqual([])
  })

  test('numbers of eighteen digits are hardly ever taken for one of a person', () => {
    const next = figures(18)
    const number = () => `${100_000_000 + next(900_000_000)}${100_000_000 + next(900_000_000)}`
    const text = Array.from({ length: 50_000 }, number).join('；')
    expect(scanText(text).length).toBeLessThan(3)
  })
})

test('however much is likely, what is certain is told too', () => {
  const right = idNumber('211324', new Date('1950-01-01'), 1)
  const wrong = `身份证号${right.slice(0, 17)}${right.endsWith('1') ? '2' : '1'}；`
  const found = scanText(wrong.repeat(5000) + right)
  expect(found.filter(({ certainty }) => certainty === 'LIKELY')).toHaveLength(1000)
  expect(found.filter(({ certainty }) => certainty === 'CERTAIN')).toHaveLength(1)
})

test('no finding of the samples repeats what it has found', () => {
  const names = /赵甲|钱乙|孙丙|李丁|周戊|吴己|郑庚|王辛/
  for (const { text = '', parts = [{ path: 'text', text }] } of samples) {
    const findings = scan(parts, NOBODY, TODAY)
    const told = findings.map((one) => one.preview + problemOf(one).message).join()
    expect(told).not.toMatch(/\d{5}|[A-Z]\d{3}|@\w/)
    expect(told).not.toMatch(names)
  }
})

test('any text can be scanned, and every finding points into it', () => {
  const pieces = fc.constantFrom(
    '赵甲',
    '患',
    '肺癌',
    '住',
    '村',
    '3号',
    '1',
    '0',
    'O',
    'X',
    ' ',
    '\t',
    '\n',
    '\f',
    '身份证',
    '，',
    '姓名',
    '138',
    '0421-',
    '@',
    '.',
    'a',
    '辽N',
    '*',
    '２',
    '\u200B',
    '𝟏',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(pieces, { maxLength: 60 }).map((some) => some.join('')),
  )
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 5 }), (several) => {
      const parts = several.map((text, index) => ({ path: `rows.${index}.a`, text }))
      for (const { path, offset } of scan(parts, NOBODY, TODAY)) {
        const part = parts.find((one) => one.path === path)
        expect(offset).toBeGreaterThanOrEqual(0)
        expect(offset).toBeLessThan(part?.text.length ?? 0)
      }
    }),
    { numRuns: 2000 },
  )
})
