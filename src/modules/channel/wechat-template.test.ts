import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../platform/config.ts'
import type { Payload, ToldRecord } from './model.ts'
import type { WechatTemplate } from './wechat-ports.ts'
import { checkedTemplates, templateFor, valuesOf } from './wechat-template.ts'

const GENERAL: WechatTemplate = {
  id: 'general',
  kinds: [],
  longTerm: false,
  fields: {
    thing1: 'title',
    thing2: 'organization',
    phrase3: 'change',
    date4: 'time',
    character_string5: 'indexNumber',
    thing6: 'fact3',
  },
}
const WARNINGS: WechatTemplate = { ...GENERAL, id: 'warnings', kinds: ['Warning'] }

const record = (change: Partial<ToldRecord> = {}): ToldRecord => ({
  publicationId: '1',
  disclosureId: '2',
  indexNumber: '11211324000000001X/2026-00001',
  version: 1,
  kind: 'Notice',
  areaCode: '2',
  itemCode: '2.2',
  organizationCode: 'mzj',
  organizationName: '喀喇沁左翼蒙古族自治县民政局',
  title: '城市低保标准调整的通知',
  line: '城市低保标准调整的通知',
  facts: [{ label: '发文字号', value: '喀民发〔2026〕1号' }],
  firstPublishedAt: new Date('2026-03-03T04:00:00Z'),
  validFrom: new Date('2026-03-03T04:00:00Z'),
  withdrawal: null,
  ...change,
})
const payload = (change: Partial<Payload> = {}): Payload => ({
  purpose: 'PUBLISHED',
  records: [record()],
  digest: 'NOW',
  subscribed: true,
  ...change,
})

function mistakes(...templates: WechatTemplate[]): readonly string[] {
  try {
    checkedTemplates(templates)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('templates of the settings', () => {
  test('that are right are taken', () => {
    expect(mistakes(GENERAL, WARNINGS)).toEqual([])
  })

  test('with unknown variables, fields and kinds, or two for the same, are refused, all at once', () => {
    const wrong = { ...WARNINGS, kinds: ['Warnung'], fields: { thing1: 'titel', stuff2: 'title' } }
    expect(mistakes(wrong, GENERAL, GENERAL)).toEqual([
      'WECHAT_TEMPLATES：没有这个体裁：Warnung',
      'WECHAT_TEMPLATES：没有这种字段：stuff2',
      'WECHAT_TEMPLATES：没有这个变量：titel',
      'WECHAT_TEMPLATES：其余体裁 有不止一个模板',
    ])
  })
})

describe('the template of a message', () => {
  test.each([
    [['Warning'], 'warnings'],
    [['Notice'], 'general'],
    [['Warning', 'Warning'], 'warnings'],
    [['Warning', 'Notice'], 'general'],
  ])('about %j is %s', (kinds, id) => {
    expect(templateFor([WARNINGS, GENERAL], kinds)?.id).toBe(id)
  })

  test('is none where none fits', () => {
    expect(templateFor([WARNINGS], ['Notice'])).toBeNull()
    expect(templateFor([WARNINGS], ['Warning', 'Notice'])).toBeNull()
  })
})

describe('what a message says', () => {
  test('stands in its fields', () => {
    expect(valuesOf(GENERAL, payload())).toEqual({
      thing1: '城市低保标准调整的通知',
      thing2: '喀喇沁左翼蒙古族自治县民政局',
      phrase3: '发布',
      date4: '2026年3月3日 12:00',
      character_string5: '11211324000000001X/2026-00001',
      thing6: '无',
    })
  })

  test('of a correction and a withdrawal is told first', () => {
    expect(valuesOf(GENERAL, payload({ purpose: 'CORRECTED' }))).toMatchObject({
      thing1: '更正：城市低保标准调整的通知',
      phrase3: '更正',
    })
    const gone = payload({ purpose: 'WITHDRAWN', records: [record({ title: null, facts: [] })] })
    expect(valuesOf(GENERAL, gone)).toMatchObject({
      thing1: '已撤回：一条公开信息',
      phrase3: '撤回',
    })
  })

  test('of a digest is how many there are', () => {
    const digest = payload({ digest: 'DAILY', records: [record(), record(), record()] })
    expect(valuesOf(GENERAL, digest)).toMatchObject({ thing1: '3条新信息：城市低保标准调整的通知' })
  })
})
