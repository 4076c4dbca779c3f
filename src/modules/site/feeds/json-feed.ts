import { addressOf, type Feed } from './feed.ts'

/** JSON Feed 1.1. */
export function jsonFeedOf(feed: Feed): string {
  const { site, title, description, page, entries } = feed
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description,
    home_page_url: page,
    feed_url: addressOf(feed, 'json'),
    language: 'zh-CN',
    authors: [{ name: site.sponsor, url: site.url }],
    items: entries.map(({ categories, author, publishedAt, updatedAt, text, ...entry }) => ({
      ...entry,
      content_text: text,
      summary: text,
      date_published: publishedAt.toISOString(),
      date_modified: updatedAt.toISOString(),
      authors: [{ name: author }],
      tags: categories,
    })),
  })
}
