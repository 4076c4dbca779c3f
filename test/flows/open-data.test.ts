import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { noticeOf, publishedOver } from '../support/editorial.ts'
import { samplesOf } from '../support/samples.ts'

// The catalogue and the guide that the law demands, and what programs take along.

let app: TestApp
let fund: string
let notice: string

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE', worker: false })
  const [{ itemCode, organization, content }] = samplesOf('FundReport')
  const options = { itemCode, organization, content: { fundReport: content } }
  fund = await publishedOver(app.signIn, options)
  const dangerous = { notice: { title: '=1+1', summary: '+概述', bodyMarkdown: '正文。' } }
  notice = await publishedOver(app.signIn, { content: dangerous })
}, 120_000)

afterAll(() => app.close())

const get = (path: string) => fetch(app.url + path)
const textOf = async (path: string) => (await get(path)).text()

test('GB/T 21063.3: a data set tells its six required and six optional core metadata', async () => {
  const { metadata, data } = (await (await get('/open-data/FundReport.json')).json()) as {
    metadata: Record<string, string>
    data: Record<string, unknown>[]
  }
  expect(Object.keys(metadata)).toEqual([
    '信息资源名称',
    '信息资源摘要',
    '信息资源提供方',
    '信息资源分类',
    '信息资源标识符',
    '元数据标识符',
    '信息资源发布日期',
    '关键字说明',
    '在线资源链接地址',
    '服务信息',
    '元数据维护方',
    '元数据更新日期',
  ])
  expect(metadata).toMatchObject({
    信息资源提供方: '喀左县人民政府',
    信息资源标识符: '2113240001/FundReport',
  })
  const [{ content }] = samplesOf('FundReport')
  expect(data).toHaveLength(1)
  expect(data[0]).toMatchObject({ indexNumber: fund, uses: content['uses'] })

  const csv = await textOf('/open-data/FundReport.csv')
  for (const [name, value] of Object.entries(metadata)) expect(csv).toContain(`# ${name}：${value}`)
  const rows = parse<Record<string, string>>(csv, {
    bom: true,
    comment: '#',
    comment_no_infix: true,
    columns: true,
  })
  expect(rows).toHaveLength(1)
  expect(rows[0]?.['索引号']).toBe(fund)
})

test('rows of a table are a file of their own, each with its record', async () => {
  const csv = await textOf('/open-data/FundReport/uses.csv')
  const rows = parse<Record<string, string>>(csv, {
    bom: true,
    comment: '#',
    comment_no_infix: true,
    columns: true,
  })
  const [{ content }] = samplesOf('FundReport')
  expect(rows).toHaveLength((content['uses'] as unknown[]).length)
  expect(rows.every((row) => row['索引号'] === fund)).toBe(true)
})

test('条例12: the catalogue has 索引、名称、内容概述、生成日期, as a page, CSV and XLSX, and computes nothing', async () => {
  const html = await textOf('/catalogue')
  expect(html).toContain('共 2 条')
  expect(html).toContain(`<td>${notice}</td>`)
  const rows = parse<Record<string, string>>(await textOf('/catalogue.csv'), {
    bom: true,
    columns: true,
  })
  const own = rows.find((row) => row['索引号'] === notice)
  expect(own).toMatchObject({ 名称: "'=1+1", 内容概述: "'+概述" })
  expect(own?.['生成日期']).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  const narrowed = await textOf('/catalogue.csv?kind=FundReport')
  expect(narrowed).toContain(fund)
  expect(narrowed).not.toContain(notice)
  const xlsx = await get('/catalogue.xlsx')
  expect(
    Buffer.from(await xlsx.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
  expect((await get('/catalogue?after=forged')).status).toBe(422)
})

test('the catalogue goes on after the last record of a page', async () => {
  const third = await publishedOver(app.signIn, { content: noticeOf('通知三') })
  const [row] = await app.sql(
    'SELECT first_published_at AS at, id FROM publication WHERE index_number = $1',
    [third],
  )
  const position = [Number(row?.['at']), String(row?.['id'])]
  const after = app.app.services.cursors.encode('catalogue', position)
  const html = await textOf(`/catalogue?after=${encodeURIComponent(after)}`)
  expect(html).not.toContain(third)
  expect(html.match(/<tr><td>/g)).toHaveLength(2)
})

test('条例12: the guide names classification, arrangement, ways and the office, and counts as of now', async () => {
  const html = await textOf('/guide')
  for (const text of [
    '信息的分类',
    '编排体系',
    '获取方式',
    '办公地址',
    '办公时间',
    '传真号码',
    '医疗卫生计生领域',
  ]) {
    expect(html).toContain(text)
  }
  const { sites } = await app.anonymous.query<{
    sites: { guide: { classes: { recordCount: number }[] } }[]
  }>(
    '{ sites { guide { arrangement ways { title } office { name phone fax hours address } classes { area { code } recordCount } } } }',
  )
  const counts = sites[0]?.guide.classes.map(({ recordCount }) => recordCount) ?? []
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3)
})

test('what is withdrawn is gone from data and catalogue at once', async () => {
  const office = await app.signIn('office')
  const input = { indexNumber: fund, type: 'PRIVACY', reason: '涉及个人信息' }
  await office.succeed('withdrawDisclosure', input, 'disclosure { status }')
  for (const path of [
    '/open-data/FundReport.json',
    '/open-data/FundReport/uses.csv',
    '/catalogue.csv',
    '/catalogue',
  ]) {
    expect(await textOf(path)).not.toContain(fund)
  }
})

test.each([
  '/open-data/Novel.csv',
  '/open-data/FundReport/nothing.csv',
  '/open-data/FundReport/uses.json',
  '/open-data/',
])('%s is not there', async (path) => {
  expect((await get(path)).status).toBe(404)
})
