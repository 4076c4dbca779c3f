import { expect, test } from 'vitest'
import { csvText } from '../../../../test/support/sheets.ts'
import type { Fields } from '../kind/field.ts'
import { kindOf, kinds } from '../kind/registry.ts'
import { readSheet } from './sheet-read.ts'
import { titleOf } from './title.ts'
import { understand } from './understand.ts'

// What bureaus write above their columns, where it is not what the kind calls them.

function columnsOf(kind: string, table: string): Fields {
  const type = kindOf(kind).fields[table]?.type
  if (!type || !('table' in type)) throw new Error(`${kind}.${table} is no table`)
  return type.table.fields
}

function read(kind: string, table: string, rows: readonly (readonly string[])[]) {
  const sheet = understand(readSheet(Buffer.from(csvText(rows))), columnsOf(kind, table))
  const { unmatched } = sheet.header
  return { rows: sheet.rows, unmatched, problems: sheet.problems.map(({ code }) => code) }
}

test('districts of schools', () => {
  const sheet = read('SchoolZoning', 'schools', [
    ['序号', '学校名称', '办学层次', '招生范围', '招生计划（人）', '班级数', '校址', '咨询电话'],
    ['1', '第一小学', '小学', '利州社区、南关社区', '120', '3', '大城子街道', '0421-5550101'],
  ])
  expect(sheet).toEqual({
    rows: [
      {
        school: '第一小学',
        schoolType: 'PRIMARY',
        zone: '利州社区、南关社区',
        capacity: 120,
        classes: 3,
        address: '大城子街道',
        phone: '0421-5550101',
      },
    ],
    unmatched: [],
    problems: [],
  })
})

test('sections of rivers, with 是 and 否 under 是否达标', () => {
  const sheet = read('WaterQualityReport', 'sections', [
    ['地区', '河流名称', '监测断面', '水质目标', '实测水质', '是否达标', '主要超标指标'],
    ['喀左县', '大凌河', '章吉营', 'Ⅲ类', 'Ⅱ类', '是', ''],
    ['喀左县', '大凌河', '利州', 'Ⅲ类', 'Ⅳ类', '否', '氨氮、总磷'],
  ])
  expect(sheet).toMatchObject({
    rows: [
      { target: 'III', measured: 'II', compliance: 'COMPLIANT' },
      { target: 'III', measured: 'IV', compliance: 'NON_COMPLIANT', indicators: ['氨氮', '总磷'] },
    ],
    unmatched: [],
    problems: [],
  })
})

test('emissions, donations and statistics', () => {
  const emissions = read('EmissionMonitoringReport', 'measurements', [
    ['排放口名称', '监测项目', '排放浓度', '浓度单位', '排放限值', '达标评价', '采样日期'],
    ['1号排放口', '化学需氧量', '32.5', 'mg/L', '50', '达标', '2018.10.1'],
  ])
  const donations = read('DonationReport', 'donors', [
    ['捐赠单位（个人）', '捐赠人性质', '捐赠金额（元）', '捐赠时间', '捐赠用途'],
    ['某公司', '单位', '1,000.00', '2026年3月1日', '抗洪'],
  ])
  const statistics = read('StatisticsReport', 'statistics', [
    ['指标名称', '计量单位', '本期数', '同比增减'],
    ['粮食产量', '吨', '1200', '3%'],
  ])
  for (const { unmatched } of [emissions, donations, statistics]) expect(unmatched).toEqual([])
  expect(emissions.problems).toEqual([])
})

test('no title stands for two columns of a table', () => {
  const tables = [...kinds.values()].flatMap(({ name, fields }) =>
    Object.entries(fields).flatMap(([field, { type }]) =>
      'table' in type ? [[`${name}.${field}`, type.table.fields] as const] : [],
    ),
  )
  expect(tables.length).toBeGreaterThan(20)
  const twice = tables.flatMap(([table, fields]) => {
    const titles = Object.values(fields).flatMap(({ title, synonyms = [] }) => [
      ...new Set([title, ...synonyms].map((one) => titleOf(one).bare)),
    ])
    return titles
      .filter((title, index) => titles.indexOf(title) !== index)
      .map((title) => `${table} ${title}`)
  })
  expect(twice).toEqual([])
})
