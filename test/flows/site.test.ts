import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { noticeOf, publishedOver } from '../support/editorial.ts'
import { samplesOf } from '../support/samples.ts'

// What the team of a website reads beside the records themselves.

let app: TestApp
let notices: string[]
let policy: string

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE', worker: false })
  notices = []
  for (const title of ['通知一', '通知二', '通知三']) {
    notices.push(await publishedOver(app.signIn, { content: noticeOf(title, '正文第一段。') }))
  }
  const [{ itemCode, organization, content }] = samplesOf('PolicyDocument')
  const options = { itemCode, organization, content: { policyDocument: content } }
  policy = await publishedOver(app.signIn, options)
})

afterAll(() => app.close())

interface Listed {
  readonly edges: { node: { indexNumber: string } }[]
  readonly totalCount: number
}

test('the navigation tells of every column what it has and whether it is kept up to date', async () => {
  const { sites } = await app.anonymous.query<{ sites: { allColumns: ColumnAnswer[] }[] }>(
    '{ sites { name idCode url allColumns { code recordCount update { class state } } } }',
  )
  expect(sites).toMatchObject([
    { name: '中国喀左', idCode: '2113240001', url: 'https://www.kazuo.gov.cn' },
  ])
  const byCode = new Map(sites[0]?.allColumns.map((one) => [one.code, one]))
  expect(byCode.get('tzgg')).toMatchObject({
    recordCount: 3,
    update: { class: 'NOTICES', state: 'CURRENT' },
  })
  expect(byCode.get('zwgk')).toMatchObject({ recordCount: 4, update: null })
  expect(byCode.get('yjxx')).toMatchObject({ recordCount: 0, update: { state: 'EMPTY' } })
})

interface ColumnAnswer {
  readonly code: string
  readonly recordCount: number
  readonly update: { readonly class: string; readonly state: string } | null
}

test('a column lists its records by pages, the newest first', async () => {
  const page = (after: string | null) =>
    app.anonymous.query<{ column: { records: Listed & { pageInfo: { endCursor: string } } } }>(
      `query ($after: String) { column(code: "tzgg") { records(first: 2, after: $after) {
        totalCount edges { node { indexNumber } } pageInfo { endCursor } } } }`,
      { after },
    )
  const first = (await page(null)).column.records
  const second = (await page(first.pageInfo.endCursor)).column.records
  const listed = [...first.edges, ...second.edges].map(({ node }) => node.indexNumber)
  expect(listed).toEqual(notices.toReversed())
  expect(first.totalCount).toBe(3)
  expect(await app.anonymous.query('{ column(code: "nowhere") { code } }')).toEqual({
    column: null,
  })
})

test('a record names its columns, its neighbours in one of them and its address', async () => {
  const source = `query ($indexNumber: String!) { disclosure(indexNumber: $indexNumber) {
    url columns { code breadcrumbs { code } }
    neighbours(column: "tzgg") { newer { indexNumber } older { indexNumber } }
    elsewhere: neighbours(column: "yjxx") { newer { indexNumber } } } }`
  expect(await app.anonymous.query(source, { indexNumber: notices[1] })).toEqual({
    disclosure: {
      url: `https://www.kazuo.gov.cn/disclosures/${notices[1]}`,
      columns: [
        { code: 'tzgg', breadcrumbs: [{ code: 'zwgk' }, { code: 'tzgg' }] },
        {
          code: 'item-4-1',
          breadcrumbs: [{ code: 'zdly' }, { code: 'health' }, { code: 'item-4-1' }],
        },
      ],
      neighbours: { newer: { indexNumber: notices[2] }, older: { indexNumber: notices[0] } },
      elsewhere: null,
    },
  })
  const ends = await app.anonymous.query(source, { indexNumber: notices[2] })
  expect(ends).toMatchObject({
    disclosure: { neighbours: { newer: null, older: { indexNumber: notices[1] } } },
  })
})

test('政策文件与解读双向关联: each is told with the other, until one is withdrawn', async () => {
  const [{ itemCode, organization, content }] = samplesOf('PolicyInterpretation')
  const interpretation = await publishedOver(app.signIn, {
    itemCode,
    organization,
    content: { policyInterpretation: { ...content, interprets: policy } },
  })
  const related = (indexNumber: string) =>
    app.anonymous.query(
      `query ($indexNumber: String!) { disclosure(indexNumber: $indexNumber) {
        related { relation disclosure { indexNumber } } } }`,
      { indexNumber },
    )
  expect(await related(policy)).toEqual({
    disclosure: {
      related: [{ relation: 'REFERRED_TO_BY', disclosure: { indexNumber: interpretation } }],
    },
  })
  expect(await related(interpretation)).toEqual({
    disclosure: { related: [{ relation: 'REFERS_TO', disclosure: { indexNumber: policy } }] },
  })
  const office = await app.signIn('office')
  const input = { indexNumber: interpretation, type: 'ERROR', reason: '解读有误' }
  await office.succeed('withdrawDisclosure', input, 'disclosure { status }')
  expect(await related(policy)).toEqual({ disclosure: { related: [] } })
})

test('政府网站发展指引: the head of a page has its meta data', async () => {
  const { disclosure } = await app.anonymous.query<{ disclosure: { headMeta: HeadAnswer } }>(
    `query ($indexNumber: String!) { disclosure(indexNumber: $indexNumber) { headMeta {
      siteName columnName columnType articleTitle pubDate contentSource keywords author description url
      tags { name content } } } }`,
    { indexNumber: notices[0] },
  )
  const { pubDate, tags, ...rest } = disclosure.headMeta
  expect(pubDate).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/)
  expect(rest).toEqual({
    siteName: '中国喀左',
    columnName: '通知公告',
    columnType: '通知公告',
    articleTitle: '通知一',
    contentSource: '喀左县卫生和计划生育局',
    keywords: null,
    author: '喀左县卫生和计划生育局',
    description: '正文第一段。',
    url: `https://www.kazuo.gov.cn/disclosures/${notices[0]}`,
  })
  expect(tags.map(({ name }) => name)).toEqual([
    'SiteName',
    'SiteDomain',
    'SiteIDCode',
    'ColumnName',
    'ColumnType',
    'ArticleTitle',
    'PubDate',
    'ContentSource',
    'Author',
    'Description',
    'Url',
  ])
})

interface HeadAnswer {
  readonly pubDate: string
  readonly tags: { readonly name: string; readonly content: string }[]
}
