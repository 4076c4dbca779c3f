import type { ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import {
  pagesSitemap,
  recordsSitemap,
  robotsTxt,
  sitemapIndex,
} from '../modules/site/feeds/sitemap.ts'
import { sitemapEntries, sitemapParts } from '../modules/site/read-sitemap.ts'
import { pathOf, refuse } from '../platform/http.ts'
import { sendAll } from '../platform/http-file.ts'
import { isAnswered } from '../platform/http-method.ts'
import type { Route } from './route.ts'

/** What crawlers ask for first. */
export const robots: Route = {
  path: '/robots.txt',
  handle({ services: { site } }, request, response) {
    if (!isAnswered(request, response)) send(response, 'text/plain', robotsTxt(site))
  },
}

/** The index of the sitemap. */
export const sitemap: Route = {
  path: '/sitemap.xml',
  async handle({ services: { publicPool, site } }, request, response) {
    if (isAnswered(request, response)) return
    send(response, 'application/xml', sitemapIndex(site, await sitemapParts(publicPool)))
  },
}

/** Its files: `/sitemaps/pages.xml`, `/sitemaps/1.xml` and so on. */
export const sitemaps: Route = {
  path: '/sitemaps/',
  async handle({ services: { publicPool, site } }: Pick<App, 'services'>, request, response) {
    if (isAnswered(request, response)) return
    const [, name = ''] =
      /^\/sitemaps\/(pages|[1-9]\d{0,5})\.xml$/.exec(pathOf(request) ?? '') ?? []
    if (name === 'pages') return send(response, 'application/xml', pagesSitemap(site))
    const part = name === '' ? undefined : (await sitemapParts(publicPool))[Number(name) - 1]
    if (!part) return refuse(response, 404, 'NOT_FOUND', '没有这个站点地图')
    head(response, 'application/xml')
    if (request.method === 'HEAD') return void response.end()
    await sendAll(recordsSitemap(site, sitemapEntries(publicPool, part)), response)
  },
}

function send(response: ServerResponse, type: string, text: string): void {
  head(response, type)
  response.end(text)
}

function head(response: ServerResponse, type: string): void {
  response.setHeader('Content-Type', `${type}; charset=utf-8`)
  response.setHeader('Cache-Control', 'no-cache')
  response.writeHead(200)
}
