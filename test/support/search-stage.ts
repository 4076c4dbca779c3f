import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { inject } from 'vitest'
import { meilisearchEngine } from '../../src/integrations/meilisearch/engine.ts'
import { searchService } from '../../src/modules/search/circuit.ts'
import type { SearchEngine } from '../../src/modules/search/ports.ts'
import { search } from '../../src/modules/search/query.ts'
import type { SearchResult } from '../../src/modules/search/query-page.ts'
import { type CountyWords, searchSettings } from '../../src/modules/search/settings.ts'
import type { Indexer } from '../../src/modules/search/sync.ts'
import type { DisclosureFilter } from '../../src/modules/publication/model.ts'
import { openDatabase } from '../../src/platform/db/client.ts'
import { openPublicPool } from '../../src/platform/db/pool.ts'
import { createLog } from '../../src/platform/log.ts'
import { testDatabase } from './database.ts'
import { testSealer } from './sealing.ts'

/** What a test says of a publication; the rest is made up. */
export interface PublicationFields {
  readonly title?: string | null
  readonly summary?: string
  readonly keywords?: readonly string[]
  readonly docNumber?: string
  readonly body?: string
  readonly kind?: string
  readonly item?: string
  readonly area?: string
  readonly organization?: string
  readonly audience?: 'SOCIETY' | 'AREA'
  readonly displayUntil?: string
  readonly publishedAt?: string
  /** When this version became public; now when left out. */
  readonly validFrom?: Date
}

/** Publications in a database, and an index of their own that follows them when told. */
export interface SearchStage {
  readonly url: string
  readonly indexer: Indexer
  /** A clock that tests may move. */
  readonly clock: { time: Date }
  /** Writes the first publication of a record; returns the record's id. */
  publish(fields?: PublicationFields): Promise<string>
  /** Writes the next publication in its place. */
  supersede(id: string, fields: PublicationFields): Promise<void>
  /** Writes a tombstone in its place. */
  withdraw(id: string): Promise<void>
  search(query: string, options?: SearchOptions): Promise<SearchResult>
  /** Ids of the records that are found, the best first. */
  found(query: string, options?: SearchOptions): Promise<string[]>
  sql(statement: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** The state of a record's index entry. */
  state(id: string): Promise<Record<string, unknown> | undefined>
  close(): Promise<void>
}

export interface SearchOptions {
  readonly filter?: DisclosureFilter
  readonly first?: number
  readonly offset?: number
  /** Null: as without any engine. */
  readonly engine?: SearchEngine | null
}

export interface StageOptions {
  readonly words?: CountyWords
  /** The engine's address where it is not the one of the whole run. */
  readonly meilisearch?: { readonly url: string; readonly apiKey: string }
  readonly searchTimeoutMs?: number
  readonly writeTimeoutMs?: number
  /** Puts something between the program and the engine. */
  readonly wrap?: (engine: SearchEngine) => SearchEngine
}

/** Opens a stage with a database and an index of its own. */
export async function openSearchStage(options: StageOptions = {}): Promise<SearchStage> {
  const testbed = await testDatabase()
  const { url } = testbed
  const database = openDatabase(url, testSealer)
  const publicPool = openPublicPool(url)
  const client = new Pool({ connectionString: url, max: 2 })
  // Only publications matter here, of any time, without the editions that they would come from.
  await client.query(
    `ALTER TABLE publication DROP CONSTRAINT publication_disclosure_id_fkey,
                             DROP CONSTRAINT publication_edition_id_fkey,
                             DISABLE TRIGGER publication_not_back_dated`,
  )
  const sql: SearchStage['sql'] = async (statement, values = []) =>
    (await client.query<Record<string, unknown>>(statement, [...values])).rows

  const { wrap = (engine) => engine, meilisearch = sharedMeilisearch(), ...timeouts } = options
  const own = meilisearchEngine({
    ...meilisearch,
    ...timeouts,
    indexPrefix: `test_${randomUUID()}`,
  })
  const engine = wrap(own)
  const log = createLog({ level: 'silent' })
  const clock = { time: new Date(), now: () => clock.time }
  const { words = { synonyms: [], dictionary: [] } } = options
  const settings = searchSettings(words)
  const indexer: Indexer = { database, publicPool, engine, settings, county, clock, log }
  const service = searchService(engine, log)
  const noService = searchService(null, log)

  const stage: SearchStage = {
    url,
    indexer,
    clock,
    sql,
    async publish(fields = {}) {
      const id = randomUUID()
      await insert(sql, id, 1, fields)
      return id
    },
    async supersede(id, fields) {
      const version = await closeNewest(sql, id)
      await insert(sql, id, version + 1, fields)
    },
    async withdraw(id) {
      const version = await closeNewest(sql, id)
      await insert(sql, id, version + 1, { title: '已撤回' }, 'ERROR')
    },
    search: (query, { filter = {}, first = 20, offset = 0, engine: asked } = {}) => {
      const chosen = asked === null ? noService : asked ? searchService(asked, log) : service
      return search({ publicPool, search: chosen }, { query, filter, first, offset })
    },
    found: async (query, options) =>
      (await stage.search(query, options)).hits.map(({ record }) => record.disclosureId),
    state: async (id) =>
      (await sql('SELECT * FROM search_state WHERE disclosure_id = $1', [id]))[0],
    async close() {
      await own.live.drop().catch(() => undefined)
      await own.shadow.drop().catch(() => undefined)
      await Promise.all([publicPool.end(), database.$disconnect(), client.end()])
      await testbed.drop()
    },
  }
  return stage
}

/** The engine of the whole run. */
function sharedMeilisearch(): { url: string; apiKey: string } {
  const url = inject('meiliUrl')
  if (url === null)
    throw new Error('these tests need Meilisearch: set MEILISEARCH_BIN to its program')
  return { url, apiKey: inject('meiliKey') ?? '' }
}

const county: Indexer['county'] = {
  area: () => null,
  item: () => null,
  organization: () => null,
  reload: async () => {},
}

let serial = 0

async function insert(
  sql: SearchStage['sql'],
  id: string,
  version: number,
  fields: PublicationFields,
  withdrawalType: string | null = null,
): Promise<void> {
  const { title = '关于某事的通知', summary = null, keywords = [], docNumber = null } = fields
  const body = withdrawalType ? null : (fields.body ?? '正文')
  const before = await sql('SELECT * FROM publication WHERE disclosure_id = $1 LIMIT 1', [id])
  const number = `11211324900000145H/2026-${String(++serial).padStart(5, '0')}`
  const row = {
    id: randomUUID(),
    disclosure_id: id,
    edition_id: withdrawalType ? null : randomUUID(),
    index_number: before[0]?.['index_number'] ?? number,
    kind: fields.kind ?? 'Notice',
    area_code: fields.area ?? '2',
    item_code: fields.item ?? '2.1',
    organization_code: fields.organization ?? 'mzj',
    organization_name: '喀左县民政局',
    title,
    summary,
    keywords,
    doc_number: docNumber,
    audience: fields.audience ?? 'SOCIETY',
    audience_name: fields.audience === 'AREA' ? '甲村' : null,
    audience_organizations: [],
    display_until: withdrawalType ? null : (fields.displayUntil ?? null),
    content: {},
    attachments: [],
    attachment_text: '',
    body_html: body,
    body_text: body,
    search_text: [title, docNumber, keywords.join(' '), summary, body].filter(Boolean).join('\n'),
    content_hash: '',
    version,
    first_published_at:
      before[0]?.['first_published_at'] ?? fields.publishedAt ?? '2026-03-01T04:00:00Z',
    valid_from: fields.validFrom ?? new Date(),
    withdrawal_type: withdrawalType,
    withdrawal_reason: withdrawalType && '内容有误',
  }
  // Columns that are not given have their defaults.
  const columns = Object.keys(row).join(', ')
  await sql(
    `INSERT INTO publication (${columns})
     SELECT ${columns} FROM jsonb_populate_record(NULL::publication, $1)`,
    [JSON.stringify(row)],
  )
}

async function closeNewest(sql: SearchStage['sql'], id: string): Promise<number> {
  const rows = await sql(
    'UPDATE publication SET valid_to = now() WHERE disclosure_id = $1 AND valid_to IS NULL RETURNING version',
    [id],
  )
  return Number(rows[0]?.['version'])
}
