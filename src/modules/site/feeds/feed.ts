import { fitted } from '../../disclosure/kind/fitted.ts'
import { escaped } from '../../disclosure/sheets/xml.ts'
import type { PublicRecord } from '../../publication/model.ts'
import type { Site } from '../model.ts'

/** A list of records as feed readers take it, whatever the format. */
export interface Feed {
  readonly site: Site
  readonly title: string
  readonly description: string
  /** Path and query of the feed without its ending: `/feeds/item/2.1`. */
  readonly path: string
  readonly query: string
  /** Page of the list on the site. */
  readonly page: string
  readonly changedAt: Date
  readonly entries: readonly FeedEntry[]
}

export interface FeedEntry {
  /** For ever the same, wherever the site moves (RFC 4151). */
  readonly id: string
  readonly url: string
  readonly title: string
  readonly text: string
  readonly author: string
  readonly categories: readonly string[]
  readonly publishedAt: Date
  readonly updatedAt: Date
}

export const FEED_FORMATS = ['rss', 'atom', 'json'] as const
export type FeedFormat = (typeof FEED_FORMATS)[number]

const TEXT_UNITS = 300

/** A record as an entry of a feed; what is withdrawn has none. */
export function entryOf(site: Site, record: PublicRecord, itemTitle: string | null): FeedEntry {
  const { indexNumber, title, summary, bodyText, brief, keywords } = record
  return {
    id: tagOf(site, `disclosures/${indexNumber}`),
    url: site.recordUrl(indexNumber),
    title: title ?? '',
    text: summary ?? (bodyText ? fitted(bodyText, TEXT_UNITS) : (brief?.line ?? title ?? '')),
    author: record.organizationName,
    categories: [...(itemTitle === null ? [] : [itemTitle]), ...keywords],
    publishedAt: record.firstPublishedAt,
    updatedAt: record.validFrom,
  }
}

/** The address of a feed in one of its formats. */
export function addressOf({ site, path, query }: Feed, format: FeedFormat): string {
  return `${site.url}${path}.${format}${query}`
}

/** A name for ever, under the domain and the year of the county's plan. */
export function tagOf({ domain }: Site, name: string): string {
  return `tag:${domain},2018:${name}`
}

/** Text as XML 1.0 can hold it. */
export function xml(text: string): string {
  return escaped(text.toWellFormed().replaceAll(/(?![\t\n])[\p{Cc}\uFFFE\uFFFF]/gu, ''))
}
