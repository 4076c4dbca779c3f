import { expect, test } from 'vitest'
import { databaseBefore } from '../../../test/support/before-migration.ts'

const [EDITION, PUBLICATION, OTHER] = [1, 2, 3].map(
  (n) => `00000000-0000-4000-8000-00000000000${n}`,
)
const ROWS = [{ name: '赵甲' }, { name: '钱乙' }]
const CONTENT = { title: '名单', keywords: ['甲', '乙'], recipients: ROWS, body: { content: [{}] } }

test('rows that an older version kept within the content move out of it', async () => {
  const { client, migrate } = await databaseBefore('20261122220200_rows')
  // Without what they refer to: this is about their content alone.
  await client.query(`ALTER TABLE edition DROP CONSTRAINT edition_disclosure_id_fkey,
                        DROP CONSTRAINT edition_author_id_fkey`)
  await client.query('ALTER TABLE publication DROP CONSTRAINT publication_disclosure_id_fkey')
  await client.query(
    `INSERT INTO edition (id, disclosure_id, number, state, content, content_hash, author_id, created_at, updated_at)
     VALUES ($1, $1, 1, 'PUBLISHED', $2, 'h', $1, now(), now()), ($3, $3, 1, 'DRAFT', '{"title": "无"}', 'h', $3, now(), now())`,
    [EDITION, CONTENT, OTHER],
  )
  await client.query(
    `INSERT INTO publication (id, disclosure_id, edition_id, index_number, kind, area_code, item_code,
       organization_code, organization_name, title, audience, content, search_text, content_hash, version,
       first_published_at, valid_from)
     VALUES ($1, $2, $2, 'i', 'RecipientRoster', '2', '2.2', 'mzj', '民政局', '名单', 'SOCIETY', $3, '', 'h', 1, now(), now())`,
    [PUBLICATION, EDITION, { recipients: ROWS, programme: '低保' }],
  )
  await migrate()

  const rowsOf = async (table: string) =>
    (await client.query(`SELECT field, no, content FROM ${table} ORDER BY no`)).rows as unknown
  const moved = ROWS.map((content, index) => ({ field: 'recipients', no: index + 1, content }))
  expect(await rowsOf('edition_row')).toEqual(moved)
  expect(await rowsOf('publication_row')).toEqual(moved)
  const editions = await client.query(
    'SELECT content, tables, content_hash FROM edition ORDER BY id',
  )
  const { recipients: _, ...rest } = CONTENT
  expect(editions.rows).toEqual([
    {
      content: rest,
      tables: { recipients: { rows: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown } },
      content_hash: 'h',
    },
    { content: { title: '无' }, tables: {}, content_hash: 'h' },
  ])
  const { rows } = await client.query('SELECT content FROM publication')
  expect(rows).toEqual([{ content: { programme: '低保' } }])
})
