import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import type { Exchange } from '../graphql/exchange.ts'
import { TooLargeError } from '../modules/disclosure/attachments/receive.ts'
import { uploadAttachment } from '../modules/disclosure/commands/upload-attachment.ts'
import { DomainError, ValidationError } from '../platform/errors.ts'
import { allowEverySite, answer, refuse } from '../platform/http.ts'
import { refuseSent } from '../platform/http-refusal.ts'
import { noteRefused } from './refused.ts'
import type { Route } from './route.ts'

type UploadApp = Pick<App, 'services' | 'files' | 'identify'>

/** Where files are sent. */
export const uploads: Route = { path: '/uploads', handle: upload }

/** Types that a form on another site could send without being asked for permission first. */
const FORMS = ['multipart/form-data', 'application/x-www-form-urlencoded']

/**
 * Takes one file: its bytes as the body, its name percent-encoded in `X-File-Name`, its organization in the query.
 * Answers 201 with the attachment, or a refusal after which nothing is stored.
 */
async function upload(
  app: UploadApp,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
): Promise<void> {
  allowEverySite(response, 'POST', ['Content-Type', 'Authorization', 'X-File-Name'])
  if (request.method === 'OPTIONS') return void response.writeHead(204).end()
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST')
    return refuse(response, 405, 'METHOD_NOT_ALLOWED', '只接受 POST 请求')
  }
  try {
    const attachment = await received(app, request, exchange)
    answer(response, 201, { attachment })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await noteRefused(app, request, exchange, { action: uploads.path, error })
    refuseSent(request, response, error)
  }
}

async function received(app: UploadApp, request: IncomingMessage, exchange: Exchange) {
  const { actor } = await app.identify(request, exchange)
  const mediaType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (FORMS.includes(mediaType)) {
    const message = '请把文件内容直接作为请求正文发送，文件名放在 X-File-Name 请求头'
    throw ValidationError.of('', 'UNSUPPORTED_MEDIA_TYPE', message)
  }
  const { files, services } = app
  if (Number(request.headers['content-length']) > files.limit) throw new TooLargeError(files.limit)
  const query = new URL(request.url ?? '', 'http://localhost').searchParams
  const uploaded = await uploadAttachment(services.platform, files, actor, {
    organizationCode: query.get('organizationCode') ?? '',
    name: fileName(request.headers['x-file-name']),
    body: request,
  })
  return { ...uploaded, url: `/files/${uploaded.id}` }
}

function fileName(header: string | string[] | undefined): string {
  try {
    return decodeURIComponent(String(header ?? ''))
  } catch {
    throw ValidationError.of('name', 'INVALID_NAME', 'X-File-Name 须为百分号编码的 UTF-8 文件名')
  }
}
