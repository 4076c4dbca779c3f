import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { emptyDatabase } from '../../../test/support/database.ts'
import { applyMigrations } from '../../platform/db/migrate.ts'
import { MIGRATIONS } from '../../platform/db/migration-files.ts'

const [EDITION, PUBLICATION, OTHER] = [1, 2, 3].map(
  (n) => `00000000-0000-4000-8000-00000000000${n}`,
)
const ROWS = [{ name: '赵甲' }, { name: '钱乙' }]
const CONTENT = { title: '名单', keywords: ['甲', '乙'], recipients: ROWS, body: { content: [{}] } }

test('rows that an older version kept within the content move out of it', async () => {
  const database = await emptyDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'gongkai-migrations-'))
  const client = new Client({ connectionString: database.url })
  onTestFinished(async () => {
    await client.end()
    await database.drop()
    await rm(folder, { recursive: true })
  })
  const names = (await readdir(MIGRATIONS)).toSorted((a, b) => a.localeCompare(b))
  const moving = names.indexOf('20261122220200_rows')
  const applied = async (some: readonly string[]) => {
    for (const name of some)
      await cp(join(MIGRATIONS, name), join(folder, name), { recursive: true })
    await applyMigrations(database.url, undefined, folder)
  }
  await applied(names.slice(0, moving))
  await client.connect()
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
  await applied(names.slice(moving, moving + 1))

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
