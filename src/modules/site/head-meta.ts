import { fitted } from '../disclosure/kind/fitted.ts'
import type { PublicRecord } from '../publication/model.ts'
import { type Column, columnsOf, type Site } from './model.ts'

/** What the head of a record's page says (政府网站发展指引, 页面标签). */
export interface HeadMeta {
  readonly siteName: string
  readonly siteDomain: string
  readonly siteIdCode: string
  readonly columnName: string | null
  readonly columnType: string | null
  /** Null only after a withdrawal for PRIVACY. */
  readonly articleTitle: string | null
  /** `YYYY-MM-DD HH:MM`, where the county lies. */
  readonly pubDate: string
  readonly contentSource: string
  readonly keywords: string | null
  readonly author: string
  readonly description: string | null
  readonly image: string | null
  readonly url: string
}

/** Names of the tags, in the order in which the 指引 lists them. */
const TAGS = {
  siteName: 'SiteName',
  siteDomain: 'SiteDomain',
  siteIdCode: 'SiteIDCode',
  columnName: 'ColumnName',
  columnType: 'ColumnType',
  articleTitle: 'ArticleTitle',
  pubDate: 'PubDate',
  contentSource: 'ContentSource',
  keywords: 'Keywords',
  author: 'Author',
  description: 'Description',
  image: 'Image',
  url: 'Url',
} as const satisfies Record<keyof HeadMeta, string>

const TIME = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})

const DESCRIPTION_UNITS = 120

/** The head of a record's page, as it stands in a column or, without one, in the first that shows it. */
export function headMetaOf(site: Site, record: PublicRecord, column?: Column | null): HeadMeta {
  const { title, summary, bodyText, keywords, content, organizationName, attachments } = record
  const place = column ?? columnsOf(site, record)[0] ?? null
  const picture = attachments.find(({ mediaType }) => mediaType.startsWith('image/'))
  const source = content['source']
  return {
    siteName: site.name,
    siteDomain: site.domain,
    siteIdCode: site.idCode,
    columnName: place?.title ?? null,
    columnType: place?.type ?? null,
    articleTitle: title,
    pubDate: TIME.format(record.firstPublishedAt),
    contentSource: typeof source === 'string' ? source : organizationName,
    keywords: keywords.length > 0 ? keywords.join(',') : null,
    author: organizationName,
    description: summary ?? (bodyText ? fitted(bodyText, DESCRIPTION_UNITS) : null),
    image: picture ? `${site.url}/files/${picture.id}` : null,
    url: site.recordUrl(record.indexNumber),
  }
}

/** The tags to be put into the head, those without a value left out. */
export function headTagsOf(meta: HeadMeta): { readonly name: string; readonly content: string }[] {
  return Object.entries(TAGS).flatMap(([field, name]) => {
    const content = meta[field as keyof HeadMeta]
    return content === null ? [] : [{ name, content }]
  })
}
