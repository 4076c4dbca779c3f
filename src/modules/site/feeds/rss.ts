import { addressOf, type Feed, type FeedEntry, xml } from './feed.ts'

/** RSS 2.0. */
export function rssOf(feed: Feed): string {
  const { site, title, description, page, changedAt, entries } = feed
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${xml(title)}</title>
<link>${xml(page)}</link>
<description>${xml(description)}</description>
<language>zh-CN</language>
<copyright>${xml(site.sponsor)}</copyright>
<lastBuildDate>${changedAt.toUTCString()}</lastBuildDate>
<atom:link href="${xml(addressOf(feed, 'rss'))}" rel="self" type="application/rss+xml"/>
${entries.map(itemXml).join('')}</channel>
</rss>
`
}

function itemXml({ id, url, title, text, author, categories, publishedAt }: FeedEntry): string {
  return `<item>
<title>${xml(title)}</title>
<link>${xml(url)}</link>
<guid isPermaLink="false">${xml(id)}</guid>
<description>${xml(text)}</description>
<dc:creator>${xml(author)}</dc:creator>
${categories.map((category) => `<category>${xml(category)}</category>\n`).join('')}<pubDate>${publishedAt.toUTCString()}</pubDate>
</item>
`
}
