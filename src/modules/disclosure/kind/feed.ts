import type { Fields } from './field.ts'
import type { Content, Kind } from './kind.ts'
import { fitted } from './fitted.ts'
import { allFields } from './kind.ts'
import { type Shown, shownValues } from './shown.ts'

/** How machines post records of a kind: readings of a series, one for each time. */
export interface Feed<F extends Fields> {
  /** The fields that tell a reading from all others: what is measured where, and the instant. */
  readonly key: readonly [series: keyof F & string, at: keyof F & string]
  /** The title of a reading that comes without one. */
  readonly title: (shown: Shown<F>) => string
}

/** A kind that machines may post. */
export interface FeedKind extends Kind {
  readonly feed: Feed<Fields>
}

/** Whether machines may post records of the kind. */
export function isFeed(kind: Kind): kind is FeedKind {
  return kind.feed !== undefined
}

const LONGEST_TITLE = 200

/** The content with a title, made by the declaration when it has none. */
export function titled(kind: FeedKind, content: Content): Content {
  if (content['title'] !== undefined) return content
  const title = kind.feed.title(shownValues(allFields(kind), content, 'FULL'))
  return { ...content, title: fitted(title, LONGEST_TITLE) }
}

/** Series and time of a reading; nothing for other kinds, or while one of the two is missing. */
export function seriesOf(
  kind: Kind,
  content: Content,
): { readonly series: string; readonly seriesAt: Date } | undefined {
  if (!isFeed(kind)) return undefined
  const [series, at] = kind.feed.key.map((field) => content[field])
  return typeof series === 'string' && typeof at === 'string'
    ? { series, seriesAt: new Date(at) }
    : undefined
}
