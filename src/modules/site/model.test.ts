import { expect, test } from 'vitest'
import { kazuoSite } from '../../../test/support/site.ts'
import { breadcrumbsOf, columnsOf, dueAt, showsIn, type UpdateClass } from './model.ts'
import { figuresOf, updateOf } from './read-columns.ts'

const site = kazuoSite()
const column = (code: string) => {
  const found = site.column(code)
  if (!found) throw new Error(`no column ${code}`)
  return found
}

const within = (amount: number, unit: 'D' | 'M' | 'Y'): UpdateClass => ({
  code: 'X',
  title: '类别',
  within: { amount, unit },
})

test.each([
  ['two weeks', within(14, 'D'), '2026-02-20T04:00:00Z', '2026-03-06T04:00:00Z'],
  ['six months', within(6, 'M'), '2026-01-15T04:00:00Z', '2026-07-15T04:00:00Z'],
  ['a month after the 31st', within(1, 'M'), '2026-01-31T04:00:00Z', '2026-02-28T04:00:00Z'],
  ['a year after 29 February', within(1, 'Y'), '2024-02-29T04:00:00Z', '2025-02-28T04:00:00Z'],
  // 2026-01-01 02:00 in the county.
  [
    'months of the county’s calendar',
    within(1, 'M'),
    '2025-12-31T18:00:00Z',
    '2026-01-31T18:00:00Z',
  ],
])('检查指标: %s after the last publication something new is due', (_, updateClass, last, due) => {
  expect(dueAt(updateClass, new Date(last)).toISOString()).toBe(new Date(due).toISOString())
})

const standing = { areaCode: '4', itemCode: '4.1', organizationCode: 'wjj', kind: 'Notice' }

test('a record stands in the innermost columns that show it, each with its breadcrumbs', () => {
  const ways = columnsOf(site, standing).map((one) => breadcrumbsOf(one).map(({ title }) => title))
  expect(ways).toEqual([
    ['政务公开', '通知公告'],
    ['重点领域', '医疗卫生计生领域', '医改工作信息公开'],
  ])
})

test('a column without records of its own shows those of its children, and nothing else', () => {
  expect(showsIn(column('bsfw'), { ...standing, kind: 'ServiceGuide' })).toBe(true)
  expect(showsIn(column('bsfw'), standing)).toBe(false)
})

test('a column shows what fits all its conditions', () => {
  const consulted = { ...standing, itemCode: 'G1.1', kind: 'Consultation' }
  expect(showsIn(column('jcygk'), consulted)).toBe(true)
  expect(showsIn(column('jcygk'), { ...consulted, itemCode: '4.1' })).toBe(false)
  expect(showsIn(column('jcygk'), { ...consulted, kind: 'Notice' })).toBe(false)
})

test.each([
  ['nothing at all is a blank column', null, { state: 'EMPTY', dueAt: null }],
  ['within two weeks', '2026-02-20T00:00:00Z', { state: 'CURRENT' }],
  ['after two weeks', '2026-02-10T00:00:00Z', { state: 'OVERDUE' }],
])('检查指标: a column of 动态: %s', (_, last, expected) => {
  const news = { areaCode: '4', itemCode: '4.1', organizationCode: 'wjj', kind: 'ProgressReport' }
  const asOf = new Date('2026-03-01T00:00:00Z')
  const figures = last ? [{ ...news, count: 2, lastPublishedAt: new Date(last), asOf }] : []
  const own = figuresOf(column('gzdt'), figures)
  expect(own.count).toBe(last ? 2 : 0)
  expect(updateOf(column('gzdt'), own)).toMatchObject(expected)
})

test('a column that is not checked has no state', () => {
  const own = { count: 0, lastPublishedAt: null, asOf: null }
  expect(updateOf(column('zwgk'), own)).toBe(null)
})

test('every item of the plan has a column', () => {
  const shown = new Set(
    site.allColumns.flatMap(({ shows }) => shows.flatMap((f) => f.itemCodes ?? [])),
  )
  expect(shown.size).toBe(48)
})
