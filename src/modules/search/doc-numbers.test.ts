import { describe, expect, test } from 'vitest'
import { docNumbersIn, spelledOut, takeDocNumbers } from './doc-numbers.ts'

describe('发文字号 in a text', () => {
  test.each([
    ['朝政办发〔2018〕135号', '朝 政 办 发 2018 135 号'],
    ['喀政发[2020]3号', '喀 政 发 2020 3 号'],
    ['喀政发（2020）第003号', '喀 政 发 2020 3 号'],
    ['喀政发【２０２０】３号', '喀 政 发 2020 3 号'],
    ['喀政发 〔2020〕 3 号', '喀 政 发 2020 3 号'],
    ['根据喀政发〔2020〕3号', '喀 政 发 2020 3 号'],
    ['〔2020〕3号', '2020 3 号'],
  ])('%s', (text, spelled) => {
    expect(docNumbersIn(text).map(spelledOut)).toEqual([spelled])
  })

  test('each of several is found', () => {
    const text = '《通知》（朝政办发〔2018〕135号）、喀政发〔2020〕3号和辽政〔2019〕12号'
    expect(docNumbersIn(text).map(({ year, number }) => `${year}-${number}`)).toEqual([
      '2018-135',
      '2020-3',
      '2019-12',
    ])
  })

  test.each(['2018年3月5日', '〔1890〕3号', '第135号', '利州街135号', '〔2018〕第3期'])(
    'none in %s',
    (text) => {
      expect(docNumbersIn(text)).toEqual([])
    },
  )

  test('a long text without one takes no noticeable time', () => {
    const started = performance.now()
    docNumbersIn('政'.repeat(100_000))
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('发文字号 in a query', () => {
  test.each([
    '朝政办发〔2018〕135号',
    '朝政办发[2018]135号',
    '朝政办发（2018）135号',
    '朝政办发(2018)135',
    '朝政办发2018135号',
    '朝政办发2018年135号',
    '朝政办发 2018 135',
    '朝政办发 ２０１８ 年 第135号',
  ])('%s is the same number', (query) => {
    const { numbers, rest } = takeDocNumbers(query)
    expect(numbers).toEqual([{ organ: '朝政办发', year: '2018', number: '135' }])
    expect(rest.trim()).toBe('')
  })

  test.each(['印发2018年3月工作要点', '印发2018年135个项目', '2018年135号', '公告2018年第3号'])(
    '%s stays words',
    (query) => {
      expect(takeDocNumbers(query)).toEqual({ numbers: [], rest: query })
    },
  )

  test('other words are left', () => {
    const { numbers, rest } = takeDocNumbers('低保 喀政办发〔2025〕35号 标准')
    expect(numbers).toHaveLength(1)
    expect(rest.split(/\s+/)).toEqual(['低保', '标准'])
  })
})
