import { describe, expect, test } from 'vitest'
import { type ItemDemands, unmetDemands } from './item-demands.ts'
import type { Content } from './kind/kind.ts'
import { kindOf } from './kind/registry.ts'

const LENIENT: ItemDemands = {
  title: '扶贫工作成效',
  audience: 'BOTH',
  areaOnlyKinds: [],
  areaOnlyReason: null,
  hotlineRequired: false,
}
const ROSTERS = { areaOnlyKinds: ['RecipientRoster'], areaOnlyReason: '向特定群体公示名单' }

const faults = (item: Partial<ItemDemands>, content: Content, kind = 'RecipientRoster') =>
  unmetDemands({ ...LENIENT, ...item }, kindOf(kind), content).map(
    ({ path, code }) => `${path} ${code}`,
  )

describe('what an item demands of its records', () => {
  test('is a telephone for complaints, where the plan wants one, and only there', () => {
    expect(faults({ hotlineRequired: true }, {})).toEqual(['hotline REQUIRED'])
    expect(faults({ hotlineRequired: true }, { hotline: '12345' })).toEqual([])
    expect(faults({}, {})).toEqual([])
  })

  test.each([
    ['everyone', {}, {}, []],
    ['everyone, said', {}, { audience: 'SOCIETY' }, []],
    ['an area', {}, { audience: 'AREA' }, []],
    [
      'an area of an item for everyone',
      { audience: 'SOCIETY' },
      { audience: 'AREA' },
      ['SOCIETY_ONLY'],
    ],
    ['everyone, of an item for everyone', { audience: 'SOCIETY' }, {}, []],
    ['everyone, where the kind is for an area', ROSTERS, {}, ['AREA_ONLY']],
    ['everyone, said, there', ROSTERS, { audience: 'SOCIETY' }, ['AREA_ONLY']],
    ['an area there', ROSTERS, { audience: 'AREA' }, []],
  ] as const)('is an audience that fits it: %s', (_what, item, content, codes) => {
    expect(faults(item, content)).toEqual(codes.map((code) => `audience ${code}`))
  })

  test('is nothing of other kinds, when one is for a named area only', () => {
    expect(faults(ROSTERS, {}, 'ProgressReport')).toEqual([])
  })

  test('is told all at once, in the words of the plan', () => {
    const item = { ...LENIENT, ...ROSTERS, hotlineRequired: true }
    const [hotline, audience] = unmetDemands(item, kindOf('RecipientRoster'), {})
    expect(hotline?.message).toBe('缺少咨询投诉电话')
    expect(audience?.message).toContain('向特定群体公示名单')
  })
})
