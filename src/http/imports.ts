import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import type { Exchange } from '../graphql/exchange.ts'
import { uuidOf } from '../graphql/global-id.ts'
import { importRows, type ImportResult } from '../modules/disclosure/commands/import-rows.ts'
import { SHEET_LIMITS, unreadable } from '../modules/disclosure/sheets/sheet.ts'
import { DomainError } from '../platform/errors.ts'
import { allowEverySite, answer, refuse } from '../platform/http.ts'
import { receivedBody } from '../platform/http-body.ts'
import { refuseSent } from '../platform/http-refusal.ts'
import { noteRefused } from './refused.ts'
import type { Route } from './route.ts'

type ImportApp = Pick<App, 'services' | 'identify'>

/** Where rows of a table are sent as a spreadsheet. */
export const imports: Route = { path: '/imports', handle: importTable }

/**
 * Takes a CSV or XLSX file as the body: `?editionId=…&field=…&expectedVersion=…&apply=0|1`. Without `apply=1` it is a
 * dry run. Answers what was understood; 422 when rows should have been taken over and were not.
 */
async function importTable(
  app: ImportApp,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
): Promise<void> {
  allowEverySite(response, 'POST', ['Content-Type', 'Authorization'])
  if (request.method === 'OPTIONS') return void response.writeHead(204).end()
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST')
    return refuse(response, 405, 'METHOD_NOT_ALLOWED', '只接受 POST 请求')
  }
  try {
    const { actor } = await app.identify(request, exchange)
    const query = new URL(request.url ?? '', 'http://localhost').searchParams
    const apply = query.get('apply') === '1'
    const result = await importRows(app.services.platform, actor, {
      editionId: uuidOf('Edition', query.get('editionId') ?? ''),
      expectedVersion: Number(query.get('expectedVersion') ?? Number.NaN),
      field: query.get('field') ?? '',
      apply,
      receive: () => received(request),
    })
    tell(response, result, apply)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await noteRefused(app, request, exchange, { action: imports.path, error })
    refuseSent(request, response, error)
  }
}

function tell(response: ServerResponse, { report, edition }: ImportResult, apply: boolean): void {
  const outcome = { ...report, applied: edition !== null, version: edition?.version ?? null }
  if (!apply || edition) return answer(response, 200, { import: outcome })
  const message = `文件中有 ${report.errorCount} 处错误，没有导入任何一行`
  const errors = [{ message, extensions: { code: 'SHEET_HAS_ERRORS' } }]
  answer(response, 422, { errors, import: outcome })
}

function received(request: IncomingMessage): Promise<Buffer> {
  return receivedBody(request, SHEET_LIMITS.bytes, () =>
    unreadable('FILE_TOO_LARGE', '文件不得超过 20 MB'),
  )
}
