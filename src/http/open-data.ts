import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import { kinds } from '../modules/disclosure/kind/registry.ts'
import { tablesOf } from '../modules/disclosure/kind/tables.ts'
import { type DatasetSpan, metadataOf } from '../modules/site/open-data/metadata.ts'
import { datasetJson, recordsCsv, rowsCsv } from '../modules/site/open-data/write.ts'
import { datasetSpans } from '../modules/site/read-open-data.ts'
import { answer, pathOf, refuse } from '../platform/http.ts'
import { disposition, sendAll } from '../platform/http-file.ts'
import { isAnswered } from '../platform/http-method.ts'
import type { Route } from './route.ts'

type DataApp = Pick<App, 'services'>

/**
 * Open data: `/open-data/index.json` lists the data sets; `/open-data/<Kind>.csv` and `.json` have all public records of
 * a kind, `/open-data/<Kind>/<table>.csv` the rows of one of its tables, masked as they were published.
 */
export const openData: Route = { path: '/open-data/', handle: answerData }

const ADDRESS = /^\/open-data\/([A-Z][A-Za-z]{1,60})(?:\/([a-z]\w{0,60}))?\.(csv|json)$/
const NOTHING: DatasetSpan = { count: 0, firstPublishedAt: null, changedAt: null }
const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const

async function answerData(
  { services: { publicPool: pool, site } }: DataApp,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (isAnswered(request, response)) return
  const path = pathOf(request) ?? ''
  const spans = await datasetSpans(pool)
  if (path === '/open-data/index.json') {
    const all = [...kinds.values()].map((kind) =>
      metadataOf(site, kind, spans.get(kind.name) ?? NOTHING),
    )
    return answer(response, 200, { datasets: all })
  }
  const [, name = '', field, format = ''] = ADDRESS.exec(path) ?? []
  const kind = kinds.get(name)
  const table = kind && field !== undefined ? tablesOf(kind).get(field) : undefined
  if (!kind || (field !== undefined && (!table || format !== 'csv'))) {
    return refuse(response, 404, 'NOT_FOUND', '没有这个数据集')
  }
  const metadata = metadataOf(site, kind, spans.get(name) ?? NOTHING, field)
  const dataset = { pool, site, kind, metadata }
  const chunks =
    format === 'json'
      ? datasetJson(dataset)
      : table && field !== undefined
        ? rowsCsv(dataset, [field, table])
        : recordsCsv(dataset)
  const file = `${[name, ...(field === undefined ? [] : [field])].join('-')}.${format}`
  response.setHeader('Content-Type', TYPES[format === 'json' ? 'json' : 'csv'])
  response.setHeader('Content-Disposition', disposition('attachment', file, file))
  response.setHeader('Cache-Control', 'no-cache')
  response.writeHead(200)
  if (request.method === 'HEAD') return void response.end()
  await sendAll(chunks, response)
}
