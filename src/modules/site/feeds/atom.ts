import { addressOf, type Feed, type FeedEntry, tagOf, xml } from './feed.ts'

/** Atom 1.0 (RFC 4287). */
export function atomOf(feed: Feed): string {
  const { site, title, description, path, query, page, changedAt, entries } = feed
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<id>${xml(tagOf(site, path.slice(1) + query))}</id>
<title>${xml(title)}</title>
<subtitle>${xml(description)}</subtitle>
<updated>${changedAt.toISOString()}</updated>
<author><name>${xml(site.sponsor)}</name></author>
<link rel="self" type="application/atom+xml" href="${xml(addressOf(feed, 'atom'))}"/>
<link rel="alternate" type="text/html" href="${xml(page)}"/>
${entries.map(entryXml).join('')}</feed>
`
}

function entryXml(entry: FeedEntry): string {
  const { id, url, title, text, author, categories, publishedAt, updatedAt } = entry
  return `<entry>
<id>${xml(id)}</id>
<title>${xml(title)}</title>
<link rel="alternate" type="text/html" href="${xml(url)}"/>
<author><name>${xml(author)}</name></author>
${categories.map((category) => `<category term="${xml(category)}"/>\n`).join('')}<published>${publishedAt.toISOString()}</published>
<updated>${updatedAt.toISOString()}</updated>
<summary>${xml(text)}</summary>
</entry>
`
}
