import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import type { Exchange } from '../graphql/exchange.ts'
import { disclosurePolicy } from '../modules/disclosure/policy.ts'
import type { PublicRecord } from '../modules/publication/model.ts'
import { publicRecord } from '../modules/publication/read.ts'
import { areaRecord } from '../modules/publication/read-area.ts'
import { type PrintDocument, SHEET_SIZES, type SheetSize } from '../modules/site/print/document.ts'
import { handbookOf } from '../modules/site/print/handbook.ts'
import { htmlOf } from '../modules/site/print/html.ts'
import { pdfOf } from '../modules/site/print/pdf.ts'
import { type PrintedRecord, sheetOf } from '../modules/site/print/sheet.ts'
import { guidesOf, MOST_GUIDES, rowsToPrint } from '../modules/site/read-print.ts'
import { calendarDate } from '../platform/clock.ts'
import { DomainError, NotFoundError, ValidationError } from '../platform/errors.ts'
import { disposition, sendAll } from '../platform/http-file.ts'
import { isAnswered } from '../platform/http-method.ts'
import { refuseSent } from '../platform/http-refusal.ts'
import { known } from '../platform/known.ts'
import type { Route } from './route.ts'
import { tellWithdrawn, type Withdrawn } from './withdrawn.ts'

type PrintApp = Pick<App, 'services' | 'identify'>

/** What is put on paper: `/print/<index number>` and `/print/handbook?items=`, as HTML, and with `.pdf` as PDF. */
export const print: Route = { path: '/print/', handle: answerPrint }

const SHEET = /^\/print\/([0-9A-Z]{9,18}\/\d{4}-\d{5,})(\.pdf)?$/
const HANDBOOK = /^\/print\/handbook(\.pdf)?$/
const MOST_ITEMS = 50

/** A page that loads nothing but pictures of this server and runs nothing. */
const POLICY =
  "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"

/** The record was public and is withdrawn: why, for whoever still has the address. */
class GoneError extends Error {
  readonly record: Withdrawn

  constructor(record: Withdrawn) {
    super('withdrawn')
    this.record = record
  }
}

async function answerPrint(
  app: PrintApp,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
): Promise<void> {
  if (isAnswered(request, response, ['Authorization'])) return
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  try {
    const size = sizeOf(searchParams.get('size') ?? 'A4')
    const [, indexNumber] = SHEET.exec(pathname) ?? []
    const document = indexNumber
      ? await sheet(app, request, exchange, { indexNumber, size })
      : HANDBOOK.test(pathname)
        ? await handbook(app, (searchParams.get('items') ?? '').split(','), size)
        : notFound()
    const name = indexNumber?.replace('/', '-') ?? 'handbook'
    const asPdf = pathname.endsWith('.pdf') || prefersPdf(request)
    const pdf = asPdf ? await pdfOf(document) : null
    head(response, exchange.personal)
    if (!pdf) return await sendHtml(request, response, document)
    response.setHeader('Content-Type', 'application/pdf')
    response.setHeader('Content-Length', pdf.length)
    response.setHeader('Content-Disposition', disposition('inline', `${name}.pdf`, `${name}.pdf`))
    response.writeHead(200).end(request.method === 'HEAD' ? undefined : pdf)
  } catch (error) {
    if (error instanceof GoneError) return tellWithdrawn(request, response, error.record)
    if (!(error instanceof DomainError)) throw error
    refuseSent(request, response, error)
  }
}

/** The sheet of a record that everyone may read, or of one for a named area that the caller may. */
async function sheet(
  app: PrintApp,
  request: IncomingMessage,
  exchange: Exchange,
  { indexNumber, size }: { readonly indexNumber: string; readonly size: SheetSize },
): Promise<PrintDocument> {
  const { publicPool, site } = app.services
  const record = await readable(app, request, exchange, indexNumber)
  if (!record) return notFound()
  const { title, withdrawal } = record
  if (withdrawal) throw new GoneError({ indexNumber, title, withdrawal })
  const rows = await rowsToPrint(publicPool, record)
  // It went while its rows were read: what it is now is answered.
  if (!rows) return sheet(app, request, exchange, { indexNumber, size })
  return sheetOf(site, printed(app, record, rows), size)
}

async function readable(
  { services: { publicPool }, identify }: PrintApp,
  request: IncomingMessage,
  exchange: Exchange,
  indexNumber: string,
): Promise<PublicRecord | null> {
  const shown = await publicRecord(publicPool, indexNumber)
  if (shown) return shown
  const { actor } = await identify(request, exchange)
  if (!actor) return null
  const places = disclosurePolicy.placesFor(actor, 'disclosure.readArea')
  return areaRecord(publicPool, places, indexNumber)
}

async function handbook(
  app: PrintApp,
  given: readonly string[],
  size: SheetSize,
): Promise<PrintDocument> {
  const { publicPool, site, county, platform } = app.services
  const items = [...new Set(given.map((code) => code.trim()).filter((code) => code !== ''))]
  if (items.length === 0 || items.length > MOST_ITEMS) {
    throw ValidationError.of(
      'items',
      'INVALID_ITEMS',
      `请用 items 指定 1 至 ${MOST_ITEMS} 个公开事项`,
    )
  }
  if (items.some((code) => !county.item(code))) return notFound()
  const guides = await guidesOf(publicPool, items)
  if (guides.length > MOST_GUIDES) {
    const message = `手册至多收录 ${MOST_GUIDES} 份指南，请减少公开事项`
    throw ValidationError.of('items', 'TOO_MANY_GUIDES', message)
  }
  const chapters: PrintedRecord[] = []
  for (const guide of guides) {
    const rows = await rowsToPrint(publicPool, guide)
    if (rows) chapters.push(printed(app, guide, rows))
  }
  if (chapters.length === 0) throw new NotFoundError('所选公开事项没有办事指南')
  return handbookOf(site, chapters, { size, date: calendarDate(platform.clock.now()) })
}

function printed(
  { services: { county } }: PrintApp,
  record: PublicRecord,
  rows: PrintedRecord['rows'],
): PrintedRecord {
  return { record, rows, itemTitle: known(county.item(record.itemCode), record.itemCode).title }
}

function sizeOf(given: string): SheetSize {
  const size = SHEET_SIZES.find((one) => one === given.toUpperCase())
  if (!size) throw ValidationError.of('size', 'INVALID_SIZE', '纸张只能是 A4 或 A3')
  return size
}

function prefersPdf({ headers }: IncomingMessage): boolean {
  const accepted = headers.accept ?? ''
  return accepted.includes('application/pdf') && !accepted.includes('text/html')
}

function head(response: ServerResponse, personal: boolean): void {
  // A copy may be kept, but a withdrawal must reach it: nothing is shown again without being asked for.
  response.setHeader('Cache-Control', personal ? 'private, no-store' : 'no-cache')
  response.appendHeader('Vary', 'Accept, Authorization')
  response.setHeader('X-Robots-Tag', 'noindex')
}

async function sendHtml(
  request: IncomingMessage,
  response: ServerResponse,
  document: PrintDocument,
): Promise<void> {
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Content-Security-Policy', POLICY)
  response.writeHead(200)
  if (request.method === 'HEAD') return void response.end()
  await sendAll(asAsync(htmlOf(document)), response)
}

async function* asAsync(chunks: Iterable<string>): AsyncGenerator<string> {
  yield* chunks
}

function notFound(): never {
  throw new NotFoundError('没有可以打印的这项信息')
}
