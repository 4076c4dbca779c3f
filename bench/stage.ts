import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { type App, createApp } from '../src/app.ts'
import { parseConfig } from '../src/platform/config.ts'
import { seal } from '../src/modules/oversight/seal.ts'
import { applyMigrations } from '../src/platform/db/migrate.ts'
import { startMeilisearch } from '../src/platform/embedded/meilisearch.ts'
import { startPostgres } from '../src/platform/embedded/postgres.ts'
import { createLog } from '../src/platform/log.ts'
import { applyCounty } from '../src/seed/apply-county.ts'
import { seedDemo } from '../src/seed/demo-accounts.ts'
import { seedRecords } from '../src/seed/seed-records.ts'
import { seedReforms } from '../src/seed/seed-reforms.ts'
import { countySeed } from '../src/seeding.ts'
import { addCopies, unwatched } from './copying.ts'
import type { Subject } from './question.ts'
import { trailOf } from './sizes.ts'

/** A county with many records, and everything that the contestants stand on. */
export interface Stage {
  readonly folder: string
  readonly databaseUrl: string
  readonly meilisearch: { readonly url: string; readonly apiKey?: string }
  /** This program within the bench's own process, for what is measured without HTTP. */
  readonly app: App
  readonly subject: Subject
  /** Adds public records, past the commands. */
  add(count: number): Promise<void>
  /** Bytes that the way of a record to the public leaves beside its own rows. */
  readonly trail: number
  sql(statement: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

/** Of the demo accounts. */
export const PASSWORD = 'password of the bench'

const ROWS = 2_000

const OTHER_WORDS = (
  '低保|医疗救助|公示|通知|申请材料|标准|预警|空气质量|水质|招生|养老|' +
  '残疾人|临时救助|补贴|行政许可|处罚|预算|检查|危房改造|防汛|食品安全|特困供养|' +
  '政策解读|公开 目录|乡镇 救助|县 民政局|公营子镇|2026年 方案|学区|彩票公益金|文化'
).split('|')

/** Views in the words of this county for contestants that answer whatever a schema holds. */
const PEER = `
  CREATE SCHEMA peer;
  CREATE VIEW peer.organization AS SELECT code, short_name FROM public.organization;
  CREATE VIEW peer.item AS SELECT code, title FROM public.item;
  CREATE VIEW peer.record AS
    SELECT id, index_number, kind, title, summary, keywords, doc_number, formed_on, first_published_at, valid_from,
           display_until, audience, organization_name, organization_code, item_code, content, body_html, attachments,
           mongolian
      FROM publication WHERE valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY'
       AND (display_until IS NULL OR display_until > now());
  CREATE VIEW peer.recipient AS
    SELECT publication_id, no, content FROM publication_row WHERE field = 'recipients';
  COMMENT ON VIEW peer.organization IS E'@primaryKey code';
  COMMENT ON VIEW peer.item IS E'@primaryKey code';
  COMMENT ON VIEW peer.record IS E'@primaryKey id\\n@unique index_number\\n'
    '@foreignKey (organization_code) references peer.organization (code)\\n'
    '@foreignKey (item_code) references peer.item (code)';
  COMMENT ON VIEW peer.recipient IS E'@primaryKey publication_id,no\\n'
    '@foreignKey (publication_id) references peer.record (id)';`

/** Starts PostgreSQL and Meilisearch in a folder of their own and fills them by the program's own means. */
export async function openStage(records: number, say: (text: string) => void): Promise<Stage> {
  await using started = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'gongkai-bench-'))
  started.defer(() => rm(folder, { recursive: true, force: true }))
  const log = createLog({ level: 'warn' })
  say('PostgreSQL, Meilisearch')
  const postgres = await startPostgres({ dataDir: folder, log, ephemeral: true })
  started.defer(() => postgres.stop())
  const meilisearch = await startMeilisearch({ dataDir: folder, log })
  if (!meilisearch) throw new Error('no Meilisearch: set MEILISEARCH_BIN to its program')
  started.defer(() => meilisearch.stop())
  await applyMigrations(postgres.url)

  const config = parseConfig({ NODE_ENV: 'test', DATA_DIR: folder })
  const seed = countySeed(config)
  const app = await createApp({
    config,
    addresses: { databaseUrl: postgres.url, meilisearch },
    words: seed.search,
    site: seed.site,
    sms: seed.sms,
    log,
  })
  started.defer(() => app.close())
  const { platform } = app.services
  await applyCounty(platform, seed)
  await seedDemo(platform, seed, PASSWORD)
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  started.defer(() => client.end())
  const sql: Stage['sql'] = async (statement, values = []) =>
    (await client.query<Record<string, unknown>>(statement, [...values])).rows
  say('the demo records, by the real commands')
  const empty = await trailOf(sql)
  await seedRecords(platform, seed, say)
  // A start would do it later, while others are measured.
  await seedReforms(platform, seed)
  await seal(app.proof)
  const [seeded] = await sql('SELECT count(*)::int AS records FROM disclosure')
  const trail = Math.round(((await trailOf(sql)) - empty) / Number(seeded?.['records']))
  const add = async (count: number) => {
    say(`${count} copies of them`)
    await addCopies(sql, count, say)
  }
  await add(records)
  const subject = await subjectOf(sql)
  await sql(PEER)
  const kept = started.move()
  return {
    ...{ folder, databaseUrl: postgres.url, meilisearch, app, subject, add, trail, sql },
    close: () => kept.disposeAsync(),
  }
}

async function subjectOf(sql: Stage['sql']): Promise<Subject> {
  const [roster] = await sql(
    `SELECT p.id, p.index_number FROM publication p JOIN publication_row r ON r.publication_id = p.id
      WHERE kind = 'RecipientRoster' AND valid_to IS NULL AND audience = 'SOCIETY' AND field = 'recipients'
        AND (display_until IS NULL OR display_until > now() + interval '1 day')
      GROUP BY p.id ORDER BY count(*) DESC, p.id LIMIT 1`,
  )
  await unwatched(sql, () =>
    sql(
      `INSERT INTO publication_row (publication_id, field, no, content)
     SELECT publication_id, field, 10000 + row_number() OVER (), content
       FROM publication_row, generate_series(1, $2::int) WHERE publication_id = $1 AND field = 'recipients' LIMIT $2`,
      [roster?.['id'], ROWS],
    ),
  )
  const [busiest] = await sql(
    `SELECT organization_code, item_code, max(index_number) AS number FROM publication
      WHERE body_html IS NOT NULL AND title LIKE '%号副本'
      GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT 1`,
  )
  return {
    organization: String(busiest?.['organization_code']),
    item: String(busiest?.['item_code']),
    indexNumber: String(busiest?.['number']),
    roster: String(roster?.['index_number']),
    words: '低保 申请',
    otherWords: OTHER_WORDS,
  }
}
