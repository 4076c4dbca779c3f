import type { Column, Site } from '../model.ts'
import type { SitemapEntry, SitemapPart } from '../read-sitemap.ts'
import { xml } from './feed.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
const XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

/** The index: a file for the pages of the site itself, and those of its records. */
export function sitemapIndex(site: Site, parts: readonly SitemapPart[]): string {
  const files = parts.map(({ changedAt }, index) => {
    return `<sitemap><loc>${xml(`${site.url}/sitemaps/${index + 1}.xml`)}</loc><lastmod>${changedAt.toISOString()}</lastmod></sitemap>\n`
  })
  return `${HEAD}<sitemapindex ${XMLNS}>
<sitemap><loc>${xml(`${site.url}/sitemaps/pages.xml`)}</loc></sitemap>
${files.join('')}</sitemapindex>
`
}

/** The home page and the pages of the columns. */
export function pagesSitemap(site: Site): string {
  const pages = [`${site.url}/`, ...site.allColumns.map((column: Column) => site.columnUrl(column))]
  const urls = pages.map((page) => `<url><loc>${xml(page)}</loc></url>\n`)
  return `${HEAD}<urlset ${XMLNS}>\n${urls.join('')}</urlset>\n`
}

/** One file with the pages of records. */
export async function* recordsSitemap(
  site: Site,
  pages: AsyncIterable<readonly SitemapEntry[]>,
): AsyncGenerator<string> {
  yield `${HEAD}<urlset ${XMLNS}>\n`
  for await (const page of pages) {
    yield page
      .map(({ indexNumber, changedAt }) => {
        return `<url><loc>${xml(site.recordUrl(indexNumber))}</loc><lastmod>${changedAt.toISOString()}</lastmod></url>\n`
      })
      .join('')
  }
  yield '</urlset>\n'
}

/** What crawlers may read: everything but what is not for them; what is withdrawn answers 404 or 410 by itself. */
export function robotsTxt(site: Site): string {
  return `User-agent: *
Disallow: /graphql
Disallow: /uploads
Disallow: /imports

Sitemap: ${site.url}/sitemap.xml
`
}
