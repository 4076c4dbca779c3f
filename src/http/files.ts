import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import type { Exchange } from '../graphql/exchange.ts'
import { visibleAttachment } from '../modules/disclosure/attachments/attached.ts'
import { isPicture } from '../modules/disclosure/attachments/file-type.ts'
import type { Attachment } from '../modules/disclosure/model.ts'
import { disclosurePolicy } from '../modules/disclosure/policy.ts'
import { areaFile, publicFile } from '../modules/publication/read-files.ts'
import { ForbiddenError } from '../platform/errors.ts'
import { allowEverySite, refuse } from '../platform/http.ts'
import { disposition, sendAll } from '../platform/http-file.ts'
import { readRange } from '../platform/http-range.ts'
import type { Route } from './route.ts'

type DownloadApp = Pick<App, 'services' | 'files' | 'thumbnails' | 'identify'>

/** Under it every attachment has its address, `/files/<id>`. */
export const files: Route = { path: '/files/', handle: download }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

// What is shown in a browser runs nothing, loads nothing and is no page of this site.
const POLICY =
  "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"

/** Answers with the bytes of an attachment to whoever may read a record that has it, and 404 to all others. */
async function download(
  app: DownloadApp,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
): Promise<void> {
  allowEverySite(response, 'GET, HEAD', ['Authorization', 'Range', 'If-None-Match', 'If-Range'])
  if (request.method === 'OPTIONS') return void response.writeHead(204).end()
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return refuse(response, 405, 'METHOD_NOT_ALLOWED', '只接受 GET 和 HEAD 请求')
  }
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  const id = pathname.slice(files.path.length)
  const size = searchParams.get('size')
  let file: Attachment | null
  try {
    file = UUID.test(id) ? await readableFile(app, request, exchange, id) : null
  } catch (error) {
    if (!(error instanceof ForbiddenError)) throw error
    return refuse(response, 401, error.code, error.message)
  }
  const small = size !== null
  const hasSmall = size === 'thumb' && file && isPicture(file.mediaType)
  if (!file || (small && !hasSmall)) return refuse(response, 404, 'NOT_FOUND', '没有这个文件')
  if (small) await sendSmall(app, file, request, response, exchange.personal)
  else await send(app, file, request, response, exchange.personal)
}

async function readableFile(
  app: DownloadApp,
  request: IncomingMessage,
  exchange: Exchange,
  id: string,
): Promise<Attachment | null> {
  const { publicPool, platform } = app.services
  const shown = await publicFile(publicPool, id)
  if (shown) return shown
  const { actor } = await app.identify(request, exchange)
  if (!actor) return null
  const places = disclosurePolicy.placesFor(actor, 'disclosure.readArea')
  return (
    (await visibleAttachment(platform.database, actor, id)) ??
    (await areaFile(publicPool, places, id))
  )
}

/** A small rendition; it is made of what the same people may download whole. */
async function sendSmall(
  { thumbnails }: DownloadApp,
  file: Attachment,
  request: IncomingMessage,
  response: ServerResponse,
  personal: boolean,
): Promise<void> {
  const etag = `"${file.sha256}-thumb"`
  allowCopy(response, etag, personal)
  if (request.headers['if-none-match']?.includes(etag)) return void response.writeHead(304).end()
  const bytes = await thumbnails.of(file.id)
  if (!bytes) throw new Error(`file ${file.id} is not in the store`)
  response.setHeader('Content-Type', 'image/jpeg')
  response.setHeader('Content-Disposition', disposition('inline', 'thumb.jpg', 'thumb.jpg'))
  response.setHeader('Content-Length', bytes.length)
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : bytes)
}

/** How a copy may be kept, and what it may do where it is shown. */
function allowCopy(response: ServerResponse, etag: string, personal: boolean): void {
  response.setHeader('ETag', etag)
  // A copy may be kept, but a withdrawal must reach it: nothing is shown again without being asked for.
  response.setHeader('Cache-Control', personal ? 'private, no-store' : 'no-cache')
  response.appendHeader('Vary', 'Authorization')
  response.setHeader('Content-Security-Policy', POLICY)
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
}

async function send(
  { files: { store } }: DownloadApp,
  file: Attachment,
  request: IncomingMessage,
  response: ServerResponse,
  personal: boolean,
): Promise<void> {
  const etag = `"${file.sha256}"`
  allowCopy(response, etag, personal)
  response.setHeader('Accept-Ranges', 'bytes')
  if (request.headers['if-none-match']?.includes(etag)) return void response.writeHead(304).end()

  const range = readRange(request.headers, file.size, etag)
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${file.size}`)
    return refuse(response, 416, 'RANGE_NOT_SATISFIABLE', '请求的范围超出文件')
  }
  const bytes = request.method === 'HEAD' ? null : await store.read(file.id, range)
  if (request.method !== 'HEAD' && !bytes) throw new Error(`file ${file.id} is not in the store`)
  response.setHeader('Content-Type', contentType(file))
  response.setHeader('Content-Disposition', shownAs(file))
  response.setHeader('Content-Length', range ? range.end - range.start + 1 : file.size)
  if (range) response.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${file.size}`)
  response.writeHead(range ? 206 : 200)
  if (!bytes) return void response.end()
  await sendAll(bytes, response)
}

function contentType({ mediaType }: Attachment): string {
  return mediaType.startsWith('text/') ? 'application/octet-stream' : mediaType
}

/** Pictures and PDF may be shown in place; everything else is saved. */
function shownAs({ name, mediaType }: Attachment): string {
  const kind = isPicture(mediaType) || mediaType === 'application/pdf' ? 'inline' : 'attachment'
  const extension = /\.\w+$/.exec(name)?.[0] ?? ''
  return disposition(kind, name, `file${extension}`)
}
