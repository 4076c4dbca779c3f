import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import { atomOf } from '../modules/site/feeds/atom.ts'
import { FEED_FORMATS, type Feed, type FeedFormat } from '../modules/site/feeds/feed.ts'
import { jsonFeedOf } from '../modules/site/feeds/json-feed.ts'
import { rssOf } from '../modules/site/feeds/rss.ts'
import {
  FEED_SUBJECTS,
  feedOf,
  type FeedSources,
  type FeedSubject,
  searchFeed,
} from '../modules/site/read-feed.ts'
import { sha256 } from '../platform/canonical.ts'
import { refuse } from '../platform/http.ts'
import { isKnown } from '../platform/http-conditional.ts'
import { isAnswered } from '../platform/http-method.ts'
import type { Route } from './route.ts'

/** Feeds: `/feeds/<area|item|organization|column>/<code>.<rss|atom|json>` and `/feeds/search.<…>?q=`. */
export const feeds: Route = { path: '/feeds/', handle: answerFeed }

const ENDINGS = FEED_FORMATS.join('|')
const LIST = new RegExp(
  `^/feeds/(${FEED_SUBJECTS.join('|')})/([A-Za-z0-9.-]{1,40})\\.(${ENDINGS})$`,
)
const SEARCH = new RegExp(`^/feeds/search\\.(${ENDINGS})$`)

const RENDERERS: Readonly<Record<FeedFormat, { type: string; render: (feed: Feed) => string }>> = {
  rss: { type: 'application/rss+xml', render: rssOf },
  atom: { type: 'application/atom+xml', render: atomOf },
  json: { type: 'application/feed+json', render: jsonFeedOf },
}

/** Answers with what is listed now: a record that is withdrawn, or whose time on display is over, is in no feed. */
async function answerFeed(
  { services }: Pick<App, 'services'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (isAnswered(request, response, ['If-None-Match', 'If-Modified-Since'])) return
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  const found = await feedAt(services, pathname, searchParams.get('q') ?? '')
  if (!found) return refuse(response, 404, 'NOT_FOUND', '没有这个订阅源')
  const { type, render } = RENDERERS[found.format]
  const body = render(found.feed)
  const validators = { etag: `"${sha256(body).slice(0, 32)}"`, changedAt: found.changedAt }
  if (isKnown(request, response, validators)) return void response.writeHead(304).end()
  response.setHeader('Content-Type', `${type}; charset=utf-8`)
  response.setHeader('Content-Length', Buffer.byteLength(body))
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : body)
}

async function feedAt(sources: FeedSources, path: string, query: string) {
  const [, subject = '', code = '', format = ''] = LIST.exec(path) ?? []
  if (subject !== '') {
    const feed = await feedOf(sources, subject as FeedSubject, code)
    return feed && { feed, format: format as FeedFormat, changedAt: feed.changedAt }
  }
  const [, found = ''] = SEARCH.exec(path) ?? []
  if (found === '') return null
  // What left the results of a search leaves no trace of when.
  return { feed: await searchFeed(sources, query), format: found as FeedFormat, changedAt: null }
}
