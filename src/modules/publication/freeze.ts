import { audienceOrganizationsOf, isForArea } from '../disclosure/kind/audience.ts'
import { displayEnd } from '../disclosure/kind/display.ts'
import { briefOf, type RecordBrief } from '../disclosure/kind/brief.ts'
import { seriesOf } from '../disclosure/kind/feed.ts'
import { type Content, type Kind, allFields } from '../disclosure/kind/kind.ts'
import { publicContent } from '../disclosure/kind/mask.ts'
import { translationStatus } from '../disclosure/kind/mongolian.ts'
import { searchTextOf } from '../disclosure/kind/search-text.ts'
import { partedContent, type TableRows } from '../disclosure/kind/tables.ts'
import type { FitFiles } from '../disclosure/edition-fit.ts'
import type { Attachment } from '../disclosure/model.ts'
import { plainMongolian } from '../disclosure/text/mongolian.ts'
import { renderHtml } from '../disclosure/text/render-html.ts'
import { renderText } from '../disclosure/text/render-text.ts'
import type { ProseMirrorJson } from '../disclosure/text/schema.ts'
import type { Audience, Translation } from './model.ts'

/** The public rendition of an edition: everything that anyone will ever read of it, made once. */
export interface Rendition {
  readonly title: string
  readonly summary: string | null
  readonly keywords: string[]
  readonly docNumber: string | null
  readonly formedOn: Date | null
  readonly audience: Audience
  /** Null when it is for everyone. */
  readonly audienceName: string | null
  readonly audienceOrganizations: string[]
  /** When its time on display (公示期) is over; null when it is not on display for a time. */
  readonly displayUntil: Date | null
  readonly content: Readonly<Record<string, unknown>>
  /** Rows of the kind's tables; they are stored apart. */
  readonly rows: TableRows
  readonly bodyHtml: string | null
  readonly bodyText: string | null
  /** Null when it is not translated into Mongolian. */
  readonly mongolian: Translation | null
  /** The files in their order; their bytes never change. */
  readonly attachments: readonly Attachment[]
  /** The beginning of the files' texts. */
  readonly attachmentText: string
  readonly brief: RecordBrief
  /** Of a reading: its station and time, by which the latest is found. */
  readonly series?: string
  readonly seriesAt?: Date
  readonly searchText: string
}

const NO_FILES: FitFiles = { attachments: [], text: '' }

/** Renders content and its files for the public. Pure: the same gives the same bytes. */
export function freeze(kind: Kind, given: Content, files = NO_FILES): Rendition {
  const shown = publicContent(kind, given)
  const { plain, rows } = partedContent(kind, shown)
  const { body, title, summary, keywords, docNumber, formedOn, ...rest } = plain
  const { audience: _, audienceName, audienceOrganizations: __, ...others } = rest
  const { mongolianTitle, mongolianSummary, mongolianBody, mongolianStatus: ___, ...own } = others
  const doc = body as ProseMirrorJson | undefined
  const values = Object.entries(own).filter(([name]) => Object.hasOwn(allFields(kind), name))
  const rendition = {
    title: String(title),
    summary: textOrNull(summary),
    keywords: Array.isArray(keywords) ? keywords.map(String) : [],
    docNumber: textOrNull(docNumber),
    formedOn: typeof formedOn === 'string' ? new Date(`${formedOn}T00:00:00Z`) : null,
    audience: isForArea(shown) ? ('AREA' as const) : ('SOCIETY' as const),
    audienceName: isForArea(shown) ? textOrNull(audienceName) : null,
    audienceOrganizations: audienceOrganizationsOf(shown),
    displayUntil: displayEnd(kind, shown),
    content: Object.fromEntries(values),
    bodyHtml: doc ? renderHtml(doc) : null,
    bodyText: doc ? renderText(doc) : null,
    mongolian: translation(given, {
      title: mongolianTitle,
      summary: mongolianSummary,
      body: mongolianBody,
    }),
    attachments: files.attachments,
  }
  const { title: heading, summary: abstract, docNumber: number, bodyText, mongolian } = rendition
  const translated = [mongolian?.title, mongolian?.summary, mongolian?.bodyText]
  const searched = [heading, number, rendition.keywords.join(' '), abstract]
  const attachmentText = files.text
  const searchText = [
    ...searched,
    searchTextOf(kind, shown),
    bodyText,
    ...translated,
    attachmentText,
  ]
    .filter((part) => part !== undefined && part !== null && part !== '')
    .join('\n')
  const brief = briefOf(kind, shown)
  return {
    ...rendition,
    ...seriesOf(kind, shown),
    rows,
    brief,
    attachmentText,
    searchText: plainMongolian(searchText),
  }
}

/** The translation as the public reads it: without texts until it is reviewed. */
function translation(
  content: Content,
  texts: { readonly title: unknown; readonly summary: unknown; readonly body: unknown },
): Translation | null {
  const status = translationStatus(content)
  if (status === 'NONE') return null
  const doc = texts.body as ProseMirrorJson | undefined
  return {
    status,
    title: textOrNull(texts.title),
    summary: textOrNull(texts.summary),
    bodyHtml: doc ? renderHtml(doc) : null,
    bodyText: doc ? renderText(doc) : null,
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
