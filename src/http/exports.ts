import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import { csvOf } from '../modules/disclosure/sheets/csv-write.ts'
import { xlsxOf } from '../modules/disclosure/sheets/xlsx-write.ts'
import { type PublishedTable, publishedTable } from '../modules/publication/read-table.ts'
import { allowEverySite, pathOf, refuse } from '../platform/http.ts'
import { disposition, sendAll } from '../platform/http-file.ts'
import type { Route } from './route.ts'

type ExportApp = Pick<App, 'services'>

/** Under it every published table has its address: `/exports/<index number>/<table>.csv` and `.xlsx`. */
export const exports: Route = { path: '/exports/', handle: exportTable }

const ADDRESS = /^\/exports\/([0-9A-Z]{9,18}\/\d{4}-\d{5,})\/([A-Za-z]\w{0,60})\.(csv|xlsx)$/

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

const TIME = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})

/**
 * Answers with a table of a record that everyone may read, masked as it was published, whoever asks; 404 otherwise. A
 * CSV file is the table alone, so that programs read it; its name and the links in the header say where it is from.
 */
async function exportTable(
  { services: { publicPool, county } }: ExportApp,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  allowEverySite(response, 'GET, HEAD', [])
  if (request.method === 'OPTIONS') return void response.writeHead(204).end()
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return refuse(response, 405, 'METHOD_NOT_ALLOWED', '只接受 GET 和 HEAD 请求')
  }
  const path = pathOf(request) ?? ''
  const [, indexNumber = '', field = '', format = ''] = ADDRESS.exec(path) ?? []
  const found = await publishedTable(publicPool, indexNumber, field)
  if (!found) return refuse(response, 404, 'NOT_FOUND', '没有这个表格')

  const other = format === 'csv' ? 'xlsx' : 'csv'
  const link = path.replace(/\w+$/, other)
  response.setHeader('Content-Type', MEDIA_TYPES[format === 'csv' ? 'csv' : 'xlsx'])
  response.setHeader('Content-Disposition', nameOf(found, format))
  response.setHeader('Link', `<${link}>; rel="alternate"; type="${MEDIA_TYPES[other]}"`)
  response.setHeader('Last-Modified', found.record.validFrom.toUTCString())
  // A copy may be kept, but a withdrawal must reach it: nothing is shown again without being asked for.
  response.setHeader('Cache-Control', 'no-cache')
  response.writeHead(200)
  if (request.method === 'HEAD') return void response.end()

  const item = county.item(found.record.itemCode)
  const notes = notesOf(found, item?.title ?? null, addressOf(request, path))
  const { table, columns } = found
  const chunks =
    format === 'csv'
      ? csvOf(columns, found.pages())
      : xlsxOf({ sheetName: table.title, fields: columns, pages: found.pages(), notes })
  await sendAll(chunks, response)
}

function notesOf(
  { record, table, rowCount }: PublishedTable,
  itemTitle: string | null,
  address: string,
): [title: string, value: string][] {
  const notes: [string, string | null][] = [
    ['标题', record.title],
    ['索引号', record.indexNumber],
    ['公开主体', record.organizationName],
    ['公开事项', itemTitle],
    ['发文字号', record.docNumber],
    ['成文日期', record.formedOn],
    ['公开时间', TIME.format(record.firstPublishedAt)],
    ['更新时间', TIME.format(record.validFrom)],
    ['表格', table.title],
    ['行数', String(rowCount)],
    ['网址', address],
    ['个人信息', '已按规定遮蔽'],
  ]
  return notes.filter((note): note is [string, string] => note[1] !== null)
}

/** The address as the caller knows it: a proxy says whether it was reached safely. */
function addressOf({ headers }: IncomingMessage, path: string): string {
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  return `${scheme}://${headers.host ?? ''}${path}`
}

function nameOf({ record, table }: PublishedTable, format: string): string {
  const number = record.indexNumber.replace('/', '-')
  const name = `${record.title ?? ''}-${table.title}-${number}.${format}`
  return disposition('attachment', name.replaceAll(/[\\/:*?"<>|]/g, '_'), `${number}.${format}`)
}
