import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sampledKinds, samplesOf } from '../../../../test/support/samples.ts'
import { briefOf, FACT_UNITS, LINE_UNITS, MOST_FACTS } from './brief.ts'
import { readContent } from './content.ts'
import type { Content } from './kind.ts'
import { publicContent } from './mask.ts'
import { kindOf } from './registry.ts'

const briefWith = (name: string, content: Content) => {
  const kind = kindOf(name)
  return briefOf(kind, publicContent(kind, readContent(kind, content, '')))
}

const EXPECTED: readonly (readonly [kind: string, which: number, line: string, facts: string[]])[] =
  [
    [
      'Warning',
      0,
      '朝阳市人民政府发布重污染天气黄色预警：喀左县全域，1月15日0时起。儿童、老年人和呼吸系统疾病患者应停止户外活动。',
      ['预警级别 黄色（三级）', '可能影响范围 喀左县全域', '起始时间 2026年1月15日0时'],
    ],
    [
      'AirQualityReading',
      1,
      '大城子站7月8日14时空气质量指数42，一级（优）',
      ['空气质量指数 42', '空气质量级别 一级（优）', '监测时间 2026年7月8日14时'],
    ],
    [
      'WaterQualityReport',
      0,
      '2026年5月水质：断面2个中1个达标；饮用水水源2个中1个达标',
      ['监测月份 2026年5月', '断面 2个中1个达标', '饮用水水源 2个中1个达标'],
    ],
    [
      'RecipientRoster',
      0,
      '公营子镇农村最低生活保障审核公示：共2人（户），至5月19日，异议电话0421-5550105',
      ['对象总数 2人（户）', '公示截止日期 2026年5月19日', '异议受理电话 0421-5550105'],
    ],
    [
      'FundReport',
      0,
      '2025年福利彩票公益金：来源1520000.10元，安排使用1500000.05元，结余20000.05元',
      ['资金来源 1520000.10元', '安排使用 1500000.05元', '结余 20000.05元'],
    ],
  ]

/** Samples on display are moved to the day of the run. */
const fixed = (name: string) =>
  name === 'RecipientRoster' ? { displayFrom: '2026-05-11', displayTo: '2026-05-19' } : {}

test.each(EXPECTED)('%s %i is told in its own words', (name, which, line, facts) => {
  const brief = briefWith(name, { ...samplesOf(name)[which]?.content, ...fixed(name) })
  expect(brief.line).toBe(line)
  expect(brief.facts.map(({ label, value }) => `${label} ${value}`)).toEqual(facts)
})

describe.each(sampledKinds())('%s', (name) => {
  test('is told in one short line and a few short facts, the same each time', () => {
    for (const { content } of samplesOf(name)) {
      const brief = briefWith(name, content)
      expect(brief.line).toMatch(/^[^\n]+$/)
      expect(brief.line.length).toBeLessThanOrEqual(LINE_UNITS)
      expect(brief.facts.length).toBeLessThanOrEqual(MOST_FACTS)
      for (const { label, value } of brief.facts) {
        expect(label).toMatch(/\p{Script=Han}|AQI/u)
        expect(value).toMatch(/^[^\n]+$/)
        expect(value.length).toBeLessThanOrEqual(FACT_UNITS)
      }
      expect(JSON.stringify(brief)).not.toMatch(/undefined|null|NaN|Invalid/)
      expect(briefWith(name, content)).toEqual(brief)
    }
  })

  test('is told whatever is missing', () => {
    const [{ content }] = samplesOf(name)
    fc.assert(
      fc.property(fc.subarray(Object.keys(content)), (left) => {
        const some = Object.fromEntries(
          Object.entries(content).filter(([field]) => field === 'title' || left.includes(field)),
        )
        const brief = briefWith(name, some)
        expect(brief.line.length).toBeLessThanOrEqual(LINE_UNITS)
        expect(JSON.stringify(brief)).not.toMatch(/undefined|null|NaN|Invalid/)
      }),
      { numRuns: 30 },
    )
  })
})

test('no line and no fact tells of a person, even where the list itself names them', () => {
  const [{ content }] = samplesOf('RecipientRoster')
  const person = fc.record({
    name: fc.constantFrom('欧阳赛试', '钱某某', '郑一二'),
    idNumber: fc.constantFrom('21132419900307427X', '110105194912310021'),
    audience: fc.constantFrom('AREA', 'SOCIETY'),
  })
  fc.assert(
    fc.property(person, ({ name, idNumber, audience }) => {
      const recipients = [{ name, idNumber, address: `喀左县某镇${name}家` }]
      const kind = kindOf('RecipientRoster')
      const shown = publicContent(kind, { ...content, audience, recipients })
      const told = JSON.stringify(briefOf(kind, shown))
      expect(told).not.toContain(name.slice(0, 2))
      expect(told).not.toContain(idNumber.slice(-3))
    }),
  )
})
