import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import { type Target, targetOf } from '../modules/channel/read-short-link.ts'
import type { Withdrawal } from '../modules/publication/model.ts'
import { answer, refuse } from '../platform/http.ts'
import type { Route } from './route.ts'

type LinkApp = Pick<App, 'services'>

/** Under it every record has a short address, `/s/<code>`, as texts carry it. */
export const shortLinks: Route = { path: '/s/', handle: follow }

const CODE = /^[0-9A-Za-z]{8,12}$/

/** Leads to the page of a record, says why a record was withdrawn (410), and knows nothing else (404). */
async function follow(
  { services: { publicPool, site } }: LinkApp,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return refuse(response, 405, 'METHOD_NOT_ALLOWED', '只接受 GET 和 HEAD 请求')
  }
  const code = new URL(request.url ?? '', 'http://localhost').pathname.slice(shortLinks.path.length)
  const target = CODE.test(code) ? await targetOf(publicPool, code) : null
  if (!target) return refuse(response, 404, 'NOT_FOUND', '没有这个链接')
  if (target.withdrawal) {
    const page = request.headers.accept?.includes('text/html') ?? false
    return tellWithdrawn(response, target, target.withdrawal, page)
  }
  // A withdrawal must reach whoever follows it next.
  response.setHeader('Cache-Control', 'no-cache')
  response.writeHead(302, { Location: site.recordUrl(target.indexNumber) }).end()
}

function tellWithdrawn(
  response: ServerResponse,
  { indexNumber, title }: Target,
  { type, reason, at }: Withdrawal,
  page: boolean,
): void {
  response.setHeader('Vary', 'Accept')
  if (!page) {
    const errors = [{ message: `该信息已撤回：${reason}`, extensions: { code: 'WITHDRAWN' } }]
    return answer(response, 410, { errors, withdrawal: { indexNumber, title, type, reason, at } })
  }
  const html = [
    '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">',
    `<title>该信息已撤回</title></head><body><h1>该信息已撤回</h1>`,
    title === null ? '' : `<p>${escaped(title)}</p>`,
    `<p>${escaped(reason)}</p><p>索引号：${escaped(indexNumber)}</p></body></html>`,
  ].join('')
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store')
  response.writeHead(410).end(html)
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
