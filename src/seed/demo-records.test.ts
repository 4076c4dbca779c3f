import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadCounty } from './load-county.ts'
import { SeedError } from './seed-error.ts'

const KAZUO = join(import.meta.dirname, '../../seeds/kazuo')
const DEMO = 'records/demo'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gongkai-seed-'))
  cpSync(KAZUO, folder, { recursive: true })
  rmSync(join(folder, DEMO), { recursive: true })
  mkdirSync(join(folder, DEMO))
})
afterEach(() => rmSync(folder, { recursive: true }))

const notice = (title: string, more: object = {}) => ({
  itemCode: '4.1',
  organization: 'wjj',
  content: { title, source: '演示数据', bodyMarkdown: '正文。' },
  ...more,
})

/** The faults of one file of demo records, as `path reason`; those of other files with their names. */
function faultsOf(kind: string, records: unknown): string[] {
  const file = `${DEMO}/${kind}.json`
  writeFileSync(join(folder, file), JSON.stringify(records))
  try {
    loadCounty(folder).assertSubmittable()
    return []
  } catch (error) {
    if (!(error instanceof SeedError)) throw error
    return error.problems.map((problem) => {
      const fault = `${problem.path} ${problem.reason}`
      return problem.file === file ? fault : `${problem.file} ${fault}`
    })
  }
}

const warning = (title: string, more: object) => ({
  itemCode: '6.2',
  organization: 'ajj',
  content: {
    title,
    warningType: 'OTHER',
    level: 'BLUE',
    issuingUnit: '县安监局',
    issuedAt: '2026-01-01T00:00:00Z',
    effectiveFrom: '2026-01-01T00:00:00Z',
    area: '全县',
    ...more,
  },
})
const issued = {
  ...warning('发布', { phase: 'ISSUED', matters: '注意', measures: '撤离' }),
  ref: 'one',
}
const lifted = warning('解除', { phase: 'LIFTED', previous: { ref: 'one' } })

/** A display of counts alone, from the day of seeding. */
const display = {
  title: '公示',
  hotline: '12345',
  programme: '低保',
  stage: 'APPROVAL',
  people: 'PATIENTS',
  standard: '标准',
  displayFrom: { day: 0 },
  displayTo: { day: 7 },
  objectionUnit: '县民政局',
  objectionPhone: '12345',
  recipientCount: 3,
}

describe('what is refused', () => {
  test('an item that does not accept the kind of the file', () => {
    expect(faultsOf('Notice', [notice('一', { itemCode: '4.2' })])).toEqual([
      '$[0].kind 事项 4.2 不接受体裁 Notice',
    ])
  })

  test('a body that is not there', () => {
    expect(faultsOf('Notice', [notice('一', { body: 'one.md' })])).toEqual([
      '$[0].body 缺少文件 records/demo/one.md，或文件无法读取',
    ])
  })

  test('content that could not be submitted, in every edition, with its place', () => {
    const roster = {
      itemCode: 'G3.2',
      organization: 'czj',
      content: {
        title: '资金',
        fiscalYear: 2024,
        fundName: '资金',
        sources: [{ name: '中央', level: 'CENTRAL', amount: '10.00' }],
        uses: [{ project: '甲', unit: '乙', amount: '9.999' }],
        balance: '0.00',
      },
    }
    expect(faultsOf('FundReport', [roster])).toEqual([
      '$[0].content.uses[0].amount 须为非负数，小数点后至多 2 位，不带千位分隔符和单位',
    ])
    const uses = [{ project: '甲', unit: '乙', amount: '9.00' }]
    const better = { ...roster, content: { ...roster.content, uses }, revised: { balance: '1.00' } }
    expect(faultsOf('FundReport', [better])).toEqual([
      '$[0].content.balance 资金来源合计 10.00 元，使用加结余合计 9.00 元，两者应相等',
    ])
  })

  test('what its item demands, and readers that do not exist', () => {
    const roster = {
      itemCode: '1.4',
      organization: 'mzj',
      content: { ...display, audience: 'SOCIETY' },
    }
    expect(faultsOf('RecipientRoster', [roster])).toEqual([
      expect.stringMatching(/^\$\[0\]\.content\.audience .*只能面向特定区域或群体/),
    ])
    const readers = { audience: 'AREA', audienceName: '各村', audienceOrganizations: ['nobody'] }
    const forArea = { ...roster, content: { ...display, ...readers } }
    expect(faultsOf('RecipientRoster', [forArea])).toEqual([
      '$[0].content.audienceOrganizations 没有机构 nobody',
    ])
  })

  test('two records of one item and organization with one title; a ref that stands twice', () => {
    expect(
      faultsOf('Notice', [notice('一', { ref: 'one' }), notice('一', { ref: 'one' })]),
    ).toEqual(['$[1].content.title 同一事项、同一机构已有同名信息', '$[1].ref ref one 重复'])
  })

  test('a reference to what stands later, or nowhere', () => {
    expect(faultsOf('Warning', [lifted, issued])).toEqual([
      '$[0].content 前面没有 ref 为 one 的信息',
    ])
  })

  test('a withdrawal of no known type, and keys that mean nothing', () => {
    const [type, key] = faultsOf('Notice', [
      notice('一', { withdrawn: { type: 'LOST', reason: '丢失' } }),
      notice('二', { publishedAt: '2019-01-01' }),
    ])
    expect(type).toMatch(/^\$\[0\]\.withdrawn\.type /)
    expect(key).toMatch(/^\$\[1\]/)
  })
})

test('a chain in its order, a display that begins on the day of seeding and a file beside are right', () => {
  writeFileSync(join(folder, DEMO, 'one.md'), '正文。')
  expect(faultsOf('Notice', [notice('一', { body: 'one.md' })])).toEqual([])
  expect(faultsOf('Warning', [issued, lifted])).toEqual([])
  const roster = { itemCode: '2.1', organization: 'mzj', content: display }
  expect(faultsOf('RecipientRoster', [roster])).toEqual([])
})

test('every demo record of Kazuo is marked as one', () => {
  const { records, plan } = loadCounty(KAZUO)
  const unmarked = records.filter(({ content }) => content['source'] !== '演示数据')
  expect(unmarked.map(({ content }) => content.title)).toEqual([plan.title])
})
