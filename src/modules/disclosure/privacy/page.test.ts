import { describe, expect, test } from 'vitest'
import { layOut, type TextPart } from './page.ts'
import { contextOf, labelAt, leadOf, rowAt, sentenceBounds } from './scene.ts'

const part = (path: string, text: string, more: Partial<TextPart> = {}): TextPart => ({
  path,
  text,
  ...more,
})

describe('parts on a page', () => {
  test.each([
    ['cells of a row', ['rows.0.a', 'rows.0.b'], '\t'],
    ['cells of a row, one a list', ['rows.0.a.0', 'rows.0.a.1'], '\t'],
    ['rows of a table', ['rows.0.b', 'rows.1.a'], '\n'],
    ['elements of a list', ['keywords.0', 'keywords.1'], '\n'],
    ['paragraphs', ['body.content.0', 'body.content.1'], '\n'],
    ['fields', ['title', 'summary'], '\f'],
    ['a field and a list', ['source', 'keywords.0'], '\f'],
    ['two lists', ['keywords.0', 'issuers.0'], '\f'],
    ['two tables', ['rows.0.a', 'points.0.a'], '\f'],
  ])('%s', (_what, [first = '', second = ''], between) => {
    expect(layOut([part(first, '一'), part(second, '二')]).text).toBe(`一${between}二`)
  })

  test('a row may be told instead of read from the path', () => {
    const cell = (path: string, row: string) => part(path, '一', { row })
    expect(layOut([cell('t.0.0', 't.0'), cell('t.0.1', 't.0'), cell('t.1.0', 't.1')]).text).toBe(
      '一\t一\n一',
    )
  })

  test('a cell stays one line and one column, whatever stands in it', () => {
    const page = layOut([part('rows.0.a', '一\n二\t三'), part('rows.0.b', '四')])
    expect(page.text).toBe('一 二 三\t四')
  })

  test('a place on the page is a place in the original of its part', () => {
    const page = layOut([part('a', '１\u200B２'), part('b', '\u00AD三')])
    expect(page.text).toBe('12\f三')
    expect(page.placeOf(1)).toEqual({ path: 'a', offset: 2 })
    expect(page.placeOf(3)).toEqual({ path: 'b', offset: 1 })
  })
})

describe('what stands around a place', () => {
  const page = layOut([part('text', '身份证：甲乙。丙\n电话\n丁，戊')])
  const at = (character: string) => page.text.indexOf(character)

  test('the words before it in its line, or a short line above', () => {
    expect(leadOf(page, at('乙'))).toBe('身份证:甲')
    expect(leadOf(page, at('丁'))).toBe('电话')
    expect(leadOf(page, at('戊'))).toBe('丁,')
  })

  test('its sentence', () => {
    const sentence = (character: string) => {
      const [from, to] = sentenceBounds(page, at(character), at(character) + 1)
      return page.text.slice(from, to)
    }
    expect(sentence('甲')).toBe('身份证:甲乙')
    expect(sentence('丙')).toBe('丙')
    expect(sentence('丁')).toBe('丁,戊')
  })
})

describe('tables in plain text', () => {
  const labelsOf = (text: string) => {
    const { rows, text: page } = layOut([part('text', text)])
    return rows.map(({ cells }) =>
      cells.map(({ start, end, column }) => `${column.label}=${page.slice(start, end)}`).join(),
    )
  }

  test.each([
    ['tabs', '姓名\t电话\n甲\t1\n乙\t', ['姓名=甲,电话=1', '姓名=乙,电话=']],
    ['commas and quotation marks', '姓名,电话\n"甲",\'1', ['姓名=甲,电话=1']],
    ['full-width commas', '姓名，电话\n甲，1', ['姓名=甲,电话=1']],
    [
      'Markdown',
      '| 姓名 | 电话 |\n| --- | --- |\n| 甲 | 1 |',
      ['姓名=---,电话=---', '姓名=甲,电话=1'],
    ],
    ['many spaces', '姓名    电话\n甲      1', ['姓名=甲,电话=1']],
    ['one space', '序号 姓名 电话\n1 甲 2', ['序号=1,姓名=甲,电话=2']],
    ['spaces and an empty cell', '序号 姓名 电话\n1 甲', ['=1,=甲']],
    ['a title above', '二〇一八年名单\n姓名\t电话\n甲\t1', ['姓名=甲,电话=1']],
    ['an end', '姓名\t电话\n甲\t1\n以上\n乙\t2', ['姓名=甲,电话=1']],
    [
      'a head on every page',
      '姓名\t电话\n甲\t1\n姓名\t电话\n乙\t2',
      ['姓名=甲,电话=1', '姓名=乙,电话=2'],
    ],
    ['no people', '指标\t数\n户数\t12', []],
    ['a sentence', '请带上姓名，电话。\n甲，1', []],
  ])('parted by %s', (_what, text, rows) => {
    expect(labelsOf(text)).toEqual(rows)
  })

  test('a label told by the field is the title of its column', () => {
    const page = layOut([
      part('rows.0.a', '甲', { label: '姓名' }),
      part('rows.0.b', '乙'),
      part('summary', '丙\n丁', { label: '概述' }),
      part('phone', '1', { label: '电话' }),
    ])
    const at = (character: string) => page.text.indexOf(character)
    expect(labelAt(page, at('甲'))).toBe('姓名')
    expect(rowAt(page, at('乙'))?.cells).toHaveLength(1)
    expect(labelAt(page, at('丙'))).toBe('')
    expect(contextOf(page, at('1'))).toBe('电话 ')
  })
})
