import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sitemapEntries, sitemapParts } from '../../src/modules/site/read-sitemap.ts'
import { recordsSitemap, sitemapIndex } from '../../src/modules/site/feeds/sitemap.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { noticeOf, publishedOver } from '../support/editorial.ts'

// What feed readers and crawlers get, and how soon a withdrawal reaches them.

let app: TestApp
let numbers: string[]

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE', worker: false })
  numbers = []
  for (const title of ['接种通知 <甲> & "乙"', '通知二', '通知三']) {
    numbers.push(await publishedOver(app.signIn, { content: noticeOf(title, '正文第一段。') }))
  }
}, 120_000)

afterAll(() => app.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(app.url + path, { headers })
const textOf = async (path: string) => (await get(path)).text()

/** Throws where the text is no well-formed XML with its name spaces. */
function wellFormed(text: string): string {
  new SaxesParser({ xmlns: true }).write(text).close()
  return text
}

const SUBJECTS = ['area/4', 'item/4.1', 'organization/wjj', 'column/tzgg', 'search']
const withWords = (subject: string, format: string) =>
  `/feeds/${subject}.${format}${subject === 'search' ? '?q=%E9%80%9A%E7%9F%A5' : ''}`

test.each(SUBJECTS)('%s: RSS 2.0, Atom 1.0 and JSON Feed 1.1 tell the same', async (subject) => {
  const rss = parseRssFeed(wellFormed(await textOf(withWords(subject, 'rss'))))
  const atom = parseAtomFeed(wellFormed(await textOf(withWords(subject, 'atom'))))
  const json = parseJsonFeed(await textOf(withWords(subject, 'json')))
  expect(rss.title).toBe(atom.title?.value)
  expect(json.title).toBe(rss.title)
  const titles = ['通知三', '通知二', '接种通知 <甲> & "乙"']
  expect(rss.items?.map((item) => item.title)).toEqual(titles)
  expect(atom.entries?.map((entry) => entry.title?.value)).toEqual(titles)
  expect(json.items?.map((item) => item.title)).toEqual(titles)
  const page = `https://www.kazuo.gov.cn/disclosures/${numbers[2]}`
  const id = `tag:www.kazuo.gov.cn,2018:disclosures/${numbers[2]}`
  expect(rss.items?.[0]).toMatchObject({ link: page, guid: { value: id, isPermaLink: false } })
  expect(atom.entries?.[0]).toMatchObject({ id, links: [{ href: page }] })
  expect(json.items?.[0]).toMatchObject({ id, url: page, content_text: '正文第一段。' })
  // What the specifications demand beside the entries.
  expect(rss).toMatchObject({
    link: expect.any(String) as string,
    description: expect.any(String) as string,
  })
  expect(atom).toMatchObject({
    id: expect.stringMatching(/^tag:/) as string,
    updated: expect.any(String) as string,
  })
})

test('a feed that is known is not sent again, until something changes', async () => {
  const path = '/feeds/column/tzgg.atom'
  // The second of the last change must be over before it is told.
  const first = await vi.waitFor(
    async () => {
      const answer = await get(path)
      expect(answer.headers.get('last-modified')).not.toBeNull()
      return answer
    },
    { timeout: 10_000 },
  )
  expect(first.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
  const etag = first.headers.get('etag') ?? ''
  expect((await get(path, { 'if-none-match': etag })).status).toBe(304)
  expect((await get(path, { 'if-none-match': `W/${etag}` })).status).toBe(304)
  const since = first.headers.get('last-modified') ?? ''
  expect((await get(path, { 'if-modified-since': since })).status).toBe(304)

  const office = await app.signIn('office')
  const input = { indexNumber: numbers[2], type: 'PRIVACY', reason: '涉及个人信息' }
  await office.succeed('withdrawDisclosure', input, 'disclosure { title }')
  // 行政处罚法48, 个人信息保护法47: what is withdrawn is gone from every feed at once.
  for (const subject of SUBJECTS) {
    for (const format of ['rss', 'atom', 'json']) {
      expect(await textOf(withWords(subject, format))).not.toContain('通知三')
    }
  }
  expect((await get(path, { 'if-none-match': etag })).status).toBe(200)
  expect((await get(path, { 'if-modified-since': since })).status).toBe(200)
})

test('what is for a named area is in no feed and in no sitemap', async () => {
  const before = numbers[1] ?? ''
  await app.sql(
    `ALTER TABLE publication DISABLE TRIGGER USER; UPDATE publication SET audience = 'AREA', audience_name = '某村' WHERE index_number = '${before}'; ALTER TABLE publication ENABLE TRIGGER USER`,
  )
  expect(await textOf('/feeds/item/4.1.rss')).not.toContain('通知二')
  expect(await textOf('/sitemaps/1.xml')).not.toContain(before)
})

test.each([
  '/feeds/area/99.rss',
  '/feeds/item/4.1.xml',
  '/feeds/novel/1.rss',
  '/feeds/search.csv?q=a',
  '/sitemaps/2.xml',
  '/sitemaps/0.xml',
])('%s is not there', async (path) => {
  expect((await get(path)).status).toBe(404)
})

test('the sitemap names every listed page with the time of its last change', async () => {
  const robots = await textOf('/robots.txt')
  expect(robots).toContain('Sitemap: https://www.kazuo.gov.cn/sitemap.xml')
  const index = wellFormed(await textOf('/sitemap.xml'))
  expect(locations(index)).toEqual([
    'https://www.kazuo.gov.cn/sitemaps/pages.xml',
    'https://www.kazuo.gov.cn/sitemaps/1.xml',
  ])
  expect(locations(wellFormed(await textOf('/sitemaps/pages.xml')))).toContain(
    'https://www.kazuo.gov.cn/columns/tzgg',
  )
  const records = wellFormed(await textOf('/sitemaps/1.xml'))
  expect(locations(records)).toEqual([`https://www.kazuo.gov.cn/disclosures/${numbers[0]}`])
  expect(records).toMatch(/<lastmod>\d{4}-\d{2}-\d{2}T[\d:.]+Z<\/lastmod>/)
})

test('a sitemap is parted where a file is full, and no page stands in two', async () => {
  const { publicPool, site } = app.app.services
  for (const title of ['四', '五', '六', '七']) {
    await publishedOver(app.signIn, { content: noticeOf(title) })
  }
  const parts = await sitemapParts(publicPool, 2)
  expect(locations(wellFormed(sitemapIndex(site, parts)))).toHaveLength(1 + 3)
  const files = await Promise.all(
    parts.map(async (part) => {
      let text = ''
      for await (const chunk of recordsSitemap(site, sitemapEntries(publicPool, part, 2)))
        text += chunk
      return locations(wellFormed(text))
    }),
  )
  expect(files.map((file) => file.length)).toEqual([2, 2, 1])
  expect(new Set(files.flat()).size).toBe(5)
})

function locations(xml: string): string[] {
  return [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, location = '']) => location)
}
