import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import { csvOf } from '../modules/disclosure/sheets/csv-write.ts'
import { xlsxOf } from '../modules/disclosure/sheets/xlsx-write.ts'
import type { DisclosureFilter } from '../modules/publication/model.ts'
import { countRecords } from '../modules/publication/read-counts.ts'
import { listRecords } from '../modules/publication/read.ts'
import { catalogueHtml } from '../modules/site/catalogue/catalogue-html.ts'
import { guideOf } from '../modules/site/catalogue/guide.ts'
import { guideHtml } from '../modules/site/catalogue/guide-html.ts'
import { RECORD_COLUMNS, recordValues } from '../modules/site/open-data/columns.ts'
import { standingFigures } from '../modules/site/read-columns.ts'
import { everyRecord } from '../modules/site/read-open-data.ts'
import { calendarDate } from '../platform/clock.ts'
import { DomainError } from '../platform/errors.ts'
import { disposition, sendAll } from '../platform/http-file.ts'
import { isAnswered } from '../platform/http-method.ts'
import { refuseSent } from '../platform/http-refusal.ts'
import type { Route } from './route.ts'

type CatalogueApp = Pick<App, 'services'>

const PAGE = 100
const LIST = 'catalogue'
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** 政府信息公开指南 (条例12), always as of now. */
export const guide: Route = {
  path: '/guide',
  async handle({ services: { publicPool, site, county } }, request, response) {
    if (isAnswered(request, response)) return
    const figures = await standingFigures(publicPool)
    sendPage(request, response, guideHtml(site, guideOf(site, county, figures)))
  },
}

/** 政府信息公开目录 (条例12) as a page of 100: `?area=&item=&organization=&kind=` narrow it, `after` goes on. */
export const catalogue: Route = {
  path: '/catalogue',
  async handle({ services: { publicPool, site, cursors } }: CatalogueApp, request, response) {
    if (isAnswered(request, response)) return
    try {
      const { filter, query, params } = askedFor(request)
      const given = params.get('after')
      const [time, id] = given === null ? [] : cursors.decode(LIST, given)
      const after =
        id === undefined ? null : { publishedAt: new Date(Number(time)), id: String(id) }
      const page = { order: 'PUBLISHED_DESC', first: PAGE, after } as const
      const [found, { count: total, isEstimate }] = await Promise.all([
        listRecords(publicPool, filter, page),
        countRecords(publicPool, filter),
      ])
      const records = found.slice(0, PAGE)
      const last = found.length > PAGE ? records.at(-1) : undefined
      if (last)
        params.set('after', cursors.encode(LIST, [last.firstPublishedAt.getTime(), last.id]))
      const next = last ? `?${params.toString()}` : null
      sendPage(request, response, catalogueHtml(site, { records, total, isEstimate, query, next }))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      refuseSent(request, response, error)
    }
  },
}

/** The whole catalogue as a file for programs. */
export const catalogueCsv: Route = {
  path: '/catalogue.csv',
  async handle(app: CatalogueApp, request, response) {
    if (isAnswered(request, response)) return
    head(response, 'csv', 'text/csv; charset=utf-8; header=present')
    if (request.method === 'HEAD') return void response.end()
    await sendAll(csvOf(RECORD_COLUMNS, rowsOf(app, request)), response)
  },
}

/** The whole catalogue as a workbook for people. */
export const catalogueXlsx: Route = {
  path: '/catalogue.xlsx',
  async handle(app: CatalogueApp, request, response) {
    if (isAnswered(request, response)) return
    head(response, 'xlsx', XLSX)
    if (request.method === 'HEAD') return void response.end()
    const { site, clock } = app.services
    const notes = [
      ['名称', '政府信息公开目录'],
      ['编制单位', site.sponsor],
      ['依据', '《中华人民共和国政府信息公开条例》第十二条'],
      ['截至', calendarDate(clock.now())],
    ] as const
    const pages = rowsOf(app, request)
    const workbook = { sheetName: '目录', fields: RECORD_COLUMNS, pages, notes }
    await sendAll(xlsxOf(workbook), response)
  },
}

function askedFor({ url = '' }: IncomingMessage) {
  const params = new URL(url, 'http://localhost').searchParams
  const chosen = (name: string) => {
    const value = params.get(name)
    return value ? [value] : undefined
  }
  const filter: DisclosureFilter = {
    areaCodes: chosen('area'),
    itemCodes: chosen('item'),
    organizationCodes: chosen('organization'),
    kinds: chosen('kind'),
  }
  const whole = new URLSearchParams(params)
  whole.delete('after')
  return { filter, params, query: whole.size > 0 ? `?${whole.toString()}` : '' }
}

async function* rowsOf({ services: { publicPool, site } }: CatalogueApp, request: IncomingMessage) {
  for await (const page of everyRecord(publicPool, askedFor(request).filter)) {
    yield page.map((record) => recordValues(site, record))
  }
}

function head(response: ServerResponse, format: string, type: string): void {
  const plain = `catalogue.${format}`
  response.setHeader('Content-Type', type)
  response.setHeader(
    'Content-Disposition',
    disposition('attachment', `政府信息公开目录.${format}`, plain),
  )
  response.setHeader('Cache-Control', 'no-cache')
  response.writeHead(200)
}

function sendPage(request: IncomingMessage, response: ServerResponse, html: string): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Content-Security-Policy', POLICY)
  response.setHeader('Cache-Control', 'no-cache')
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : html)
}
