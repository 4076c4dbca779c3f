import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSearchStage, type SearchStage } from '../../../test/support/search-stage.ts'
import { loadCounty } from '../../seed/load-county.ts'
import { prepareIndex } from './sweep.ts'

/** What citizens of Kazuo county look for: the plan of 2018 and notices as its offices write them. */
const county = loadCounty(join(import.meta.dirname, '../../../seeds/kazuo'))
const RECORDS = {
  plan: {
    title: '喀左县推进社会公益事业建设领域政府信息公开实施方案',
    body: county.records[0]?.content.bodyMarkdown ?? '',
    kind: 'PolicyDocument',
  },
  cityPlan: {
    title: '朝阳市推进社会公益事业建设领域政府信息公开实施方案的通知',
    docNumber: '朝政办发〔2018〕135号',
    body: '现将实施方案印发给你们，请认真贯彻执行。',
  },
  floodOrder: {
    title: '朝阳市人民政府办公室关于做好防汛工作的通知',
    docNumber: '朝政办发〔2018〕136号',
    body: '各单位要做好防汛抗旱准备，排查隐患135处。',
  },
  otherOffice: {
    title: '喀左县人民政府办公室关于印发年度工作要点的通知',
    docNumber: '喀政办发〔2018〕135号',
    body: '现将年度工作要点印发给你们。',
  },
  standard: {
    title: '关于调整城乡低保标准的通知',
    docNumber: '喀政办发〔2025〕35号',
    keywords: ['低保', '标准'],
    body: '自2026年1月1日起，城市最低生活保障标准调整为每人每月760元，农村调整为每人每年7200元。',
  },
  roster: {
    title: '公营子镇2026年第一季度农村最低生活保障对象公示',
    body: '经个人申请、入户调查、民主评议和审核，现将公营子镇拟纳入保障的对象予以公示，公示期七天。',
    organization: 't008',
  },
  housing: { title: '南公营子镇危房改造工作进展', body: '南公营子镇今年完成危房改造二十三户。' },
  forecast: { title: '喀左县空气质量预报', body: '未来6天空气质量以良为主，首要污染物为PM2.5。' },
  warning: { title: '重污染天气黄色预警', body: '预计未来三天PM10浓度升高，启动黄色预警。' },
  lottery: { title: '2025年度彩票公益金使用情况公告', body: '福利彩票公益金资助养老项目3个。' },
  school: {
    title: '2026年义务教育招生入学工作方案',
    body: '按学区划片招生，随迁子女凭居住证入学。',
  },
  medical: {
    title: '医疗救助和临时救助办事指南',
    body: '向户籍所在地乡镇提出申请，由县民政局审批。',
  },
  road: { title: '利州街135号路段封闭施工通告', body: '因供热管网改造，利州街135号门前道路封闭。' },
  river: { title: '大凌河断面水质月报', body: '东山嘴断面水质为Ⅲ类，化学需氧量达标。' },
} as const
type Name = keyof typeof RECORDS

let stage: SearchStage
const names = new Map<string, Name>()

beforeAll(async () => {
  stage = await openSearchStage({ words: county.search })
  for (const [name, fields] of Object.entries(RECORDS)) {
    names.set(await stage.publish(fields), name as Name)
  }
  // Makes the index with all that is there.
  await prepareIndex(stage.indexer)
})
afterAll(() => stage.close())

async function found(query: string): Promise<string[]> {
  return (await stage.found(query)).map((id) => names.get(id) ?? id)
}

describe('a 发文字号 finds its document, then those that mention it, and no other', () => {
  test.each([
    '朝政办发〔2018〕135号',
    '朝政办发[2018]135号',
    '朝政办发（2018）135号',
    '朝政办发(2018)135 号',
    '朝政办发〔2018〕第135号',
    '朝政办发2018135号',
    '朝政办发2018年135号',
    '朝政办发 2018 135',
    '关于朝政办发〔2018〕135号',
  ])('%s', async (query) => {
    expect(await found(query)).toEqual(['cityPlan', 'plan'])
  })

  test('without the organ it finds those of every organ', async () => {
    expect((await found('〔2018〕135号')).toSorted()).toEqual(['cityPlan', 'otherOffice', 'plan'])
  })

  test('its place in the text is shown', async () => {
    const { hits } = await stage.search('朝政办发[2018]135号')
    expect(hits[1]?.snippet).toContain('<mark>朝政办发〔2018〕135号</mark>')
  })
})

test('a bare number finds documents and addresses of that number, not 35 and not 136', async () => {
  expect((await found('135号')).toSorted()).toEqual(['cityPlan', 'otherOffice', 'plan', 'road'])
  expect(await found('35号')).toEqual(['standard'])
})

describe('the best result comes first', () => {
  test.each<[query: string, best: Name]>([
    ['低保', 'standard'],
    ['低保标准', 'standard'],
    ['公营子镇低保', 'roster'],
    ['公营子 公示', 'roster'],
    ['危房改造', 'housing'],
    ['空气质量', 'forecast'],
    ['PM2.5', 'forecast'],
    ['pm10', 'warning'],
    ['重污染天气', 'warning'],
    ['雾霾', 'warning'],
    ['彩票公益金', 'lottery'],
    ['公益金', 'lottery'],
    ['福彩', 'lottery'],
    ['义务教育招生', 'school'],
    ['随迁子女 居住证', 'school'],
    ['医疗救助', 'medical'],
    ['大凌河水质', 'river'],
    ['防汛', 'floodOrder'],
    ['喀左县推进社会公益事业建设领域政府信息公开实施方案', 'plan'],
    ['《喀左县推进社会公益事业建设领域政府信息公开实施方案》', 'plan'],
    ['利州街', 'road'],
    ['2026年招生', 'school'],
    ['县教育局 学区划分', 'plan'],
  ])('%s: %s', async (query, best) => {
    expect((await found(query))[0]).toBe(best)
  })
})

describe('the body shows why it was found', () => {
  test.each<[query: string, name: Name, marked: string]>([
    ['低保', 'standard', '最低生活保障'],
    ['公营子镇低保', 'roster', '公营子镇'],
    ['化学需氧量', 'river', '化学需氧量'],
  ])('%s: %s marks %s', async (query, name, marked) => {
    const { hits } = await stage.search(query)
    const hit = hits.find(({ record }) => names.get(record.disclosureId) === name)
    expect(hit?.snippet).toContain(`<mark>${marked}</mark>`)
  })
})

describe('what is not meant is not found', () => {
  test.each<[query: string, not: Name]>([
    ['公营子镇', 'housing'],
    ['南公营子镇', 'roster'],
    ['PM2.5', 'warning'],
    ['喀政办发〔2025〕35号', 'otherOffice'],
    ['136号', 'cityPlan'],
    ['7200', 'roster'],
    ['2027年', 'school'],
  ])('%s: not %s', async (query, not) => {
    expect(await found(query)).not.toContain(not)
  })

  test.each(['草稿甲', '量子纠缠', '张某某的诊断'])('%s finds nothing', async (query) => {
    expect(await found(query)).toEqual([])
  })
})

test('what the county calls by two names is found by either', async () => {
  for (const [one, other] of [
    ['低保', '最低生活保障'],
    ['福彩', '福利彩票'],
    ['重污染天气', '雾霾'],
    ['喀左县', '喀喇沁左翼'],
  ] as const) {
    expect((await found(one)).toSorted()).toEqual((await found(other)).toSorted())
  }
})
