import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'pg'
import { tell } from './child.ts'

// What a careful hand would write for these questions and no others: one prepared statement, JSON, node:http.

const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 8 })
const { rows: codes } = await pool.query<{ table: string; code: string; title: string }>(
  `SELECT 'o' AS table, code, short_name AS title FROM organization UNION ALL SELECT 'i', code, title FROM item`,
)
const titles = new Map(codes.map(({ table, code, title }) => [table + code, title]))

const LISTED = `valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY'
  AND (display_until IS NULL OR display_until > now())`
const ROW = `index_number, kind, title, summary, doc_number, first_published_at, valid_from, organization_code, item_code`

interface Row {
  readonly [column: string]: unknown
  readonly organization_code: string
  readonly item_code: string
}

const shown = ({ organization_code: o, item_code: i, ...row }: Row) => ({
  ...row,
  organization: { code: o, shortName: titles.get(`o${o}`) },
  item: { code: i, title: titles.get(`i${i}`) },
})

const answers: Record<string, (parameters: URLSearchParams) => Promise<unknown>> = {
  async list() {
    const { rows } = await pool.query<Row>({
      name: 'list',
      text: `SELECT ${ROW} FROM publication WHERE ${LISTED} ORDER BY first_published_at DESC, id DESC LIMIT 21`,
    })
    return { nodes: rows.slice(0, 20).map(shown), hasNextPage: rows.length > 20 }
  },
  async filtered(parameters) {
    const { rows } = await pool.query<Row>({
      name: 'filtered',
      text: `SELECT ${ROW} FROM publication WHERE ${LISTED} AND organization_code = $1 AND item_code = $2
              ORDER BY first_published_at DESC, id DESC LIMIT 21`,
      values: [parameters.get('organization'), parameters.get('item')],
    })
    return { nodes: rows.slice(0, 20).map(shown), hasNextPage: rows.length > 20 }
  },
  async detail(parameters) {
    const { rows } = await pool.query<Row>({
      name: 'detail',
      text: `SELECT ${ROW}, keywords, to_char(formed_on, 'YYYY-MM-DD') formed_on, display_until, audience, content,
                    organization_name, body_html, attachments, mongolian
               FROM publication WHERE index_number = $1 AND valid_to IS NULL AND audience = 'SOCIETY'`,
      values: [parameters.get('number')],
    })
    return rows[0] ? shown(rows[0]) : null
  },
  async rows(parameters) {
    const { rows } = await pool.query({
      name: 'rows',
      text: `SELECT r.no, r.content FROM publication_row r JOIN publication p ON p.id = r.publication_id
              WHERE p.index_number = $1 AND p.valid_to IS NULL AND r.field = 'recipients' ORDER BY r.no LIMIT 51`,
      values: [parameters.get('number')],
    })
    return { nodes: rows.slice(0, 50), hasNextPage: rows.length > 50 }
  },
}

const server = createServer((request, response) => {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2)
  const answer = answers[path.slice(1)]
  if (!answer) return void response.writeHead(404).end()
  answer(new URLSearchParams(query)).then(
    (value) => {
      const body = JSON.stringify(value)
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
      })
      response.end(body)
    },
    () => response.writeHead(500).end(),
  )
})
server.listen(0, '127.0.0.1', () => tell((server.address() as AddressInfo).port, () => 0))
