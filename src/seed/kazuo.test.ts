import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canonicalJson, sha256 } from '../platform/canonical.ts'
import { demoAccounts } from './demo-accounts.ts'
import { dutiesOf } from './duties.ts'
import { loadCounty } from './load-county.ts'

const kazuo = loadCounty(join(import.meta.dirname, '../../seeds/kazuo'))
const items = kazuo.areas.flatMap((area) => area.items)
const plan = kazuo.records.find(({ content }) => content.title === kazuo.plan.title)

/** The characters of a text without white space and Markdown marks. */
const stream = (text: string) => text.replaceAll(/[\s*#]/g, '')

test('the plan of 2018 has 45 organizations, 8 areas, 48 items, 286 points and 36 cadences', () => {
  const kinds = Map.groupBy(kazuo.organizations, ({ kind }) => kind)
  expect(Object.fromEntries([...kinds].map(([kind, all]) => [kind, all.length]))).toEqual({
    COUNTY: 1,
    COUNTY_OFFICE: 1,
    BUREAU: 20,
    SUBDISTRICT: 3,
    TOWN: 14,
    TOWNSHIP: 5,
    DISTRICT: 1,
  })
  expect(kazuo.areas.map(({ code, items }) => `${code}:${items.length}`)).toEqual([
    'G:9',
    '1:4',
    '2:8',
    '3:5',
    '4:6',
    '5:7',
    '6:3',
    '7:6',
  ])
  expect(items.flatMap(({ points }) => points)).toHaveLength(286)
  expect(items.flatMap(({ cadence }) => cadence)).toHaveLength(36)
  expect(items.filter(({ townships }) => townships)).toHaveLength(18)
})

test('every word of the plan is there', () => {
  // Heading 2 is 一、 and heading 3 is （一）, whose full stop a heading of its own does without.
  const body = plan?.content.bodyMarkdown?.replaceAll(/^(### .*)$/gm, '$1。') ?? ''
  // The one word that was mended: the source has “and” where it means 和.
  const text = stream(`${plan?.content.title}${body}`).replace('和县政府网站上', 'and县政府网站上')
  expect(text).toHaveLength(7765)
  expect(sha256(text)).toBe('d2d4f47173cb1b05543c30d6f97b10af7e81481555713077e23fd4f56c1972e4')
})

test('every point and every cadence rests on words of the plan', () => {
  const words = stream(plan?.content.bodyMarkdown ?? '')
  const quotes = items.flatMap(({ points, cadence }) => [
    ...points.map(({ quote }) => quote),
    ...cadence.map(({ phrase }) => phrase),
  ])
  const reasons = items.flatMap(({ areaOnlyReason }) => areaOnlyReason ?? [])
  expect(reasons).toHaveLength(1)
  expect(reasons.filter((quote) => !words.includes(stream(quote)))).toEqual([])
  expect(quotes).toHaveLength(286 + 36)
  expect(quotes.filter((quote) => !words.includes(stream(quote)))).toEqual([])
})

test('one paragraph of the plan is one paragraph: none breaks in mid sentence', () => {
  const paragraphs =
    plan?.content.bodyMarkdown?.split('\n').filter((line) => /^[^#]/.test(line)) ?? []
  const broken = paragraphs.filter((line) => !/[。）](\*\*)?$/.test(line))
  expect(broken).toEqual(['喀左县人民政府办公室', '2018年10月12日印发'])
})

test('the two platforms of item 5.6 are two', () => {
  const item = items.find(({ code }) => code === '5.6')
  expect(item?.mandatedPlatforms).toEqual(['全国排污许可证管理信息平台', '县政府网站'])
})

test('the subdistrict that was merged in 2020 has its last day, all others exist', () => {
  const ended = kazuo.organizations.filter(({ validTo }) => validTo !== null)
  expect(ended.map(({ code, validTo }) => [code, validTo])).toEqual([['t003', '2020-06-30']])
})

test('duties: those named come first and in the order of the plan, and are never counted twice', () => {
  const owing = (code: string) => {
    const item = items.find((one) => one.code === code)
    return item ? dutiesOf(item, kazuo.organizations) : []
  }
  expect(owing('1.1').map(({ organizationCode }) => organizationCode)).toEqual([
    'mzj',
    'nyj',
    'czj',
    'fgj',
    'jyj',
    'zjj',
  ])
  const counted = (code: string) =>
    canonicalJson(
      Object.fromEntries(
        [...Map.groupBy(owing(code), ({ basis }) => basis)].map(([basis, all]) => [
          basis,
          all.length,
        ]),
      ),
    )
  expect(counted('2.1')).toBe('{"LISTED":1,"TOWNSHIPS":23}')
  expect(counted('G1.1')).toBe('{"DEPARTMENTS":21}')
  // 县民政局、县扶贫开发局等县政府有关部门: two are named, nineteen follow.
  expect(counted('G3.1')).toBe('{"DEPARTMENTS":19,"LISTED":2}')
})

test('everybody has an editor, a reviewer and an approver, and the county its office', () => {
  const accounts = demoAccounts(kazuo)
  expect(accounts).toHaveLength(1 + 3 * 45)
  expect(accounts[0]).toEqual({
    username: 'office',
    displayName: '县政务公开办公室（演示）',
    organizationCode: 'zwgkb',
    grants: [{ role: 'OFFICE', organizationCode: 'county', subtree: true }],
  })
  expect(accounts.find(({ username }) => username === 'mzj.editor')).toEqual({
    username: 'mzj.editor',
    displayName: '县民政局编辑（演示）',
    organizationCode: 'mzj',
    grants: [{ role: 'EDITOR', organizationCode: 'mzj', subtree: false }],
  })
})

test('no word of the dictionary hides another from search, unless it is the name of a place', () => {
  const { dictionary } = kazuo.search
  const hiding = dictionary.filter((word) =>
    dictionary.some((other) => other !== word && word.includes(other)),
  )
  // The county's full name is found by the short ones too: they are its synonyms.
  expect(hiding).toEqual(['喀喇沁左翼蒙古族自治县', '南公营子'])
})
