import { describe, expect, test } from 'vitest'
import { ValidationError } from '../../platform/errors.ts'
import { engineQuery, haveAll, indexable, termsOf } from './terms.ts'

describe('a query', () => {
  test.each([
    ['低保 公营子镇', '低保 公营子镇'],
    ['《低保办法》、“通知”', '低保办法 通知'],
    ['朝政办发〔2018〕135号 实施方案', '"朝 政 办 发 2018 135 号" 实施方案'],
    ['135号', '"135\uE002号"'],
    ['利州街135号', '利州街\uE002135\uE002号'],
    ['2018-10-12', '2018-10-12'],
    ['ＰＭ２．５', 'PM2.5'],
    ['PM2.5浓度', 'PM2.5\uE002浓度'],
    ['二〇一八年', '二〇一八年'],
    ['低保 -标准 "公示"', '低保 标准 公示'],
    [' \n低保\t ', '低保'],
  ])('%j asks the engine for %j', (query, text) => {
    expect(engineQuery(termsOf(query))).toBe(text)
  })

  test.each(['', '   ', '\u200B'])('%j asks for everything', (query) => {
    expect(termsOf(query)).toEqual([])
  })

  test('only the first ten words count', () => {
    expect(termsOf('一 二 三 四 五 六 七 八 九 十 十一')).toHaveLength(10)
  })

  test.each([
    ['a control character', '低\u0000保', 'CONTROL_CHARACTER'],
    ['half a surrogate pair', '低\uD83D保', 'UNPAIRED_SURROGATE'],
    ['a private character', '低\uE000保', 'PRIVATE_USE_CHARACTER'],
    ['a turn of direction', '低\u202E保', 'BIDI_CONTROL'],
    ['201 characters', '保'.repeat(201), 'TOO_LONG'],
    ['only marks', '——？', 'NOTHING_TO_FIND'],
  ])('with %s is refused', (_what, query, code) => {
    expect(() => termsOf(query)).toThrow(
      expect.objectContaining({
        name: ValidationError.name,
        problems: [expect.objectContaining({ path: 'query', code })],
      }),
    )
  })

  test('200 characters are taken, rare ones counted as one', () => {
    expect(termsOf('𠮷'.repeat(200))).toHaveLength(1)
  })
})

test('an index text breaks where Chinese meets digits or letters, and carries no reserved character', () => {
  expect(indexable('自2026年3月1日起，PM2.5浓度')).toBe(
    '自\uE0022026\uE002年\uE0023\uE002月\uE0021\uE002日起，PM2.5\uE002浓度',
  )
  expect(indexable('\uE000低\uE001保\uE002')).toBe('低保')
})

describe('texts have every term', () => {
  const texts = ['公营子镇PM2.5公告', null, '依据喀政发[2020]3号']
  test.each([
    ['公营子 公告', true],
    ['公营子 低保', false],
    ['pm2.5', true],
    ['喀政发〔2020〕3号', true],
    ['喀政发〔2020〕30号', false],
  ])('%s: %s', (query, expected) => {
    expect(haveAll(texts, termsOf(query))).toBe(expected)
  })
})
