import type { PublicPool } from '../../platform/db/pool.ts'
import type { DisclosureFilter } from '../publication/model.ts'
import { pageOf } from '../publication/read.ts'
import type { SearchService } from '../search/ports.ts'
import { search } from '../search/query.ts'
import type { CountyCache } from '../taxonomy/model.ts'
import { entryOf, type Feed } from './feeds/feed.ts'
import type { Site } from './model.ts'
import { fittingAny } from './read-columns.ts'

/** What feeds are made from. */
export interface FeedSources {
  readonly publicPool: PublicPool
  readonly county: CountyCache
  readonly search: SearchService
  readonly site: Site
}

/** What a feed is about. */
export const FEED_SUBJECTS = ['area', 'item', 'organization', 'column'] as const
export type FeedSubject = (typeof FEED_SUBJECTS)[number]

const ENTRIES = 50
/** As the search field of GraphQL takes it. */
const QUERY_UNITS = 200

interface FeedList {
  readonly title: string
  readonly page: string
  /** It shows what fits any of them. */
  readonly filters: readonly DisclosureFilter[]
}

/** The newest records of an area, item, organization or column, or null when there is none of this code. */
export async function feedOf(
  sources: FeedSources,
  subject: FeedSubject,
  code: string,
): Promise<Feed | null> {
  const { publicPool, county, site } = sources
  const list = listOf(sources, subject, code)
  if (!list) return null
  const page = { order: 'PUBLISHED_DESC', first: ENTRIES, after: null } as const
  const [records, changedAt] = await Promise.all([
    pageOf(publicPool, fittingAny(list.filters), page),
    lastChange(publicPool, list.filters),
  ])
  return {
    site,
    title: `${list.title}－${site.name}`,
    description: `${site.sponsor}公开的“${list.title}”信息`,
    path: `/feeds/${subject}/${code}`,
    query: '',
    page: list.page,
    changedAt: changedAt ?? new Date(0),
    entries: records
      .slice(0, ENTRIES)
      .map((record) => entryOf(site, record, county.item(record.itemCode)?.title ?? null)),
  }
}

/** The best of what a search finds, the newest first. */
export async function searchFeed(sources: FeedSources, words: string): Promise<Feed> {
  const { county, site } = sources
  const query = words.slice(0, QUERY_UNITS).toWellFormed()
  const { hits } = await search(sources, { query, filter: {}, first: ENTRIES, offset: 0 })
  const records = hits
    .map(({ record }) => record)
    .toSorted((one, other) => other.firstPublishedAt.getTime() - one.firstPublishedAt.getTime())
  const times = records.map(({ validFrom }) => validFrom.getTime())
  return {
    site,
    title: `检索“${query}”－${site.name}`,
    description: `${site.sponsor}公开的信息中含有“${query}”的`,
    path: '/feeds/search',
    query: `?${new URLSearchParams({ q: query }).toString()}`,
    page: site.url,
    changedAt: new Date(Math.max(0, ...times)),
    entries: records.map((record) =>
      entryOf(site, record, county.item(record.itemCode)?.title ?? null),
    ),
  }
}

function listOf(
  { county, site }: FeedSources,
  subject: FeedSubject,
  code: string,
): FeedList | null {
  const page = site.url
  switch (subject) {
    case 'area': {
      const area = county.area(code)
      return area && { title: area.title, page, filters: [{ areaCodes: [code] }] }
    }
    case 'item': {
      const item = county.item(code)
      return item && { title: item.title, page, filters: [{ itemCodes: [code] }] }
    }
    case 'organization': {
      const organization = county.organization(code)
      const filters = [{ organizationCodes: [code] }]
      return organization && { title: organization.shortName, page, filters }
    }
    case 'column': {
      const column = site.column(code)
      if (!column) return null
      return { title: column.title, page: site.columnUrl(column), filters: column.shows }
    }
  }
}

/** In every list, past or present: a tombstone tells when its record left. */
const EVER_LISTED = `valid_to IS NULL AND audience = 'SOCIETY'`

/** When a list last changed, by what came, what was changed, and what went. */
async function lastChange(
  pool: PublicPool,
  filters: readonly DisclosureFilter[],
): Promise<Date | null> {
  const { conditions, values } = fittingAny(filters, EVER_LISTED)
  const ever = conditions.join(' AND ')
  // Each of the two has an index that begins at its end: one over both would have every record of the list read.
  const { rows } = await pool.query<{ readonly at: Date | null }>(
    `SELECT greatest((SELECT max(valid_from) FROM publication WHERE ${ever}),
                     (SELECT max(display_until) FROM publication WHERE ${ever} AND display_until <= now())) AS at`,
    [...values],
  )
  return rows[0]?.at ?? null
}
