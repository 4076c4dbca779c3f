import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { docNumberTokens, normalizeDocNumber } from './doc-number.ts'

const CANONICAL = '朝政办发〔2018〕135号'

describe('a 发文字号 is brought into its official form', () => {
  test.each([
    CANONICAL,
    '朝政办发[2018]135号',
    '朝政办发(2018)135号',
    '朝政办发（2018）135号',
    '朝政办发【2018】135号',
    '朝政办发［2018］135号',
    '朝政办发﹝2018﹞135号',
    '朝政办发〔２０１８〕１３５号',
    '朝政办发〔2018）135号',
    '朝政办发〔2018〕第135号',
    '朝政办发〔2018〕0135号',
    '　朝政办发 〔 2018 〕 135 号 ',
    '朝政办\u200B发〔2018〕135号\n',
  ])('%j', (typed) => {
    expect(normalizeDocNumber(typed)).toBe(CANONICAL)
  })

  test.each([
    ['国发〔1949〕1号', '国发〔1949〕1号'],
    ['朝环罚字[2099]000001号', '朝环罚字〔2099〕1号'],
    ['𠮷政发(2020)7号', '𠮷政发〔2020〕7号'],
  ])('%s becomes %s', (typed, expected) => {
    expect(normalizeDocNumber(typed)).toBe(expected)
  })
})

test.each([
  '',
  '135号',
  '朝政办发2018135号',
  '朝政办发〔2018〕号',
  '朝政办发〔2018〕0号',
  '朝政办发〔2018〕135',
  '朝政办发〔18〕135号',
  '朝政办发〔1948〕1号',
  '朝政办发〔2100〕1号',
  '朝政办发〔2018〕1-3号',
  '朝政办发〔2018〕1234567号',
  '发〔2018〕1号',
  'ABC〔2018〕1号',
  `${'政'.repeat(21)}〔2018〕1号`,
  '见朝政办发〔2018〕135号文件',
])('%j is none', (typed) => {
  expect(normalizeDocNumber(typed)).toBeNull()
  expect(docNumberTokens(typed)).toEqual([])
})

test('the searchable forms have no bracket to trip over, and digits apart from characters', () => {
  expect(docNumberTokens('朝政办发[2018]135号')).toEqual([
    CANONICAL,
    '朝政办发2018135号',
    '朝政办发 2018 135',
  ])
})

test('normalising again changes nothing', () => {
  const organ = fc.string({
    unit: fc.constantFrom('喀', '政', '办', '发'),
    minLength: 2,
    maxLength: 20,
  })
  const brackets = fc.constantFrom('[]', '()', '（）', '【】', '〔〕', '［］')
  fc.assert(
    fc.property(
      organ,
      brackets,
      fc.integer({ min: 1949, max: 2099 }),
      fc.integer({ min: 1, max: 999_999 }),
      (organ, brackets, year, number) => {
        const once = normalizeDocNumber(`${organ}${brackets[0]}${year}${brackets[1]}第0${number}号`)
        expect(once).toBe(`${organ}〔${year}〕${number}号`)
        expect(normalizeDocNumber(once ?? '')).toBe(once)
      },
    ),
  )
})
