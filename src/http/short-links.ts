import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import { targetOf } from '../modules/channel/read-short-link.ts'
import { refuse } from '../platform/http.ts'
import type { Route } from './route.ts'
import { tellWithdrawn } from './withdrawn.ts'

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
  const { withdrawal } = target
  if (withdrawal) return tellWithdrawn(request, response, { ...target, withdrawal })
  // A withdrawal must reach whoever follows it next.
  response.setHeader('Cache-Control', 'no-cache')
  response.writeHead(302, { Location: site.recordUrl(target.indexNumber) }).end()
}
