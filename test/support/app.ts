import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { inject } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { countySeed } from '../../src/seeding.ts'
import { startServer } from '../../src/server.ts'
import { type GraphQLClient, graphqlClient } from './client.ts'
import { countyDatabase } from './database.ts'
import { DEMO_PASSWORD } from './demo.ts'
import { TEST_SEALING_KEY } from './sealing.ts'

export interface TestAppOptions {
  /** What search answers from; Meilisearch when left out. An address stands for an engine of the test's own. */
  readonly search?: 'MEILISEARCH' | 'DATABASE' | { readonly url: string; readonly apiKey?: string }
  /** Whether jobs are worked off; true when left out. */
  readonly worker?: boolean
  readonly clock?: Clock
  /** Another one, whose database it shares as a second server would. */
  readonly beside?: TestApp
  /** The application's settings as environment variables. */
  readonly env?: Readonly<Record<string, string>>
}

/** The whole application over HTTP, with Kazuo county in a database and an index of its own. */
export interface TestApp {
  readonly url: string
  readonly databaseUrl: string
  readonly app: App
  readonly anonymous: GraphQLClient
  /** Signs a demo account in; a second time gives the same session. */
  readonly signIn: (username: string) => Promise<GraphQLClient>
  tokenOf(username: string): Promise<{ token: string; cookie: string }>
  /** Runs one statement past the application. */
  readonly sql: (
    statement: string,
    values?: readonly unknown[],
  ) => Promise<Record<string, unknown>[]>
  /** Everything that was logged, as JSON lines. */
  logged(): readonly string[]
  close(): Promise<void>
}

/** Starts the application on a free port. Whoever asked for it closes it. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  await using started = new AsyncDisposableStack()
  const { beside } = options
  const own = beside ? null : await countyDatabase()
  const database = own ?? { url: beside?.databaseUrl ?? '' }
  started.defer(async () => own?.drop())
  const dataDir = await mkdtemp(join(tmpdir(), 'gongkai-files-'))
  started.defer(() => rm(dataDir, { recursive: true, force: true }))
  const config = parseConfig({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    PORT: '0',
    SEALING_KEYS: TEST_SEALING_KEY,
    MEILI_INDEX_PREFIX: `test_${randomUUID()}`,
    ...options.env,
  })
  const lines: string[] = []
  const log = createLog({ level: 'info', format: 'json', write: (line) => lines.push(line) })
  const seed = countySeed(config)
  const app = await createApp({
    config,
    addresses: { databaseUrl: database.url, meilisearch: engineOf(options.search) },
    words: seed.search,
    site: seed.site,
    sms: seed.sms,
    log,
    clock: options.clock,
  })
  started.defer(() => app.close())
  started.defer(() => dropIndex(app))
  if (options.worker ?? true) {
    await app.startWorker()
    started.defer(() => app.stopWorker())
  }
  const server = await startServer(app, config, log)
  started.defer(() => server.close())

  const anonymous = graphqlClient(server.url)
  const tokens = new Map<string, Promise<string>>()
  const token = (username: string) => {
    const known = tokens.get(username) ?? signIn(anonymous, username)
    tokens.set(username, known)
    return known
  }
  const kept = started.move()
  return {
    url: server.url,
    databaseUrl: database.url,
    app,
    anonymous,
    logged: () => lines,
    sql: (statement, values = []) => runStatement(database.url, statement, values),
    signIn: async (username) =>
      graphqlClient(server.url, { authorization: `Bearer ${await token(username)}` }),
    async tokenOf(username) {
      return { token: await token(username), cookie: `__Host-gongkai=${await token(username)}` }
    },
    close: () => kept.disposeAsync(),
  }
}

async function signIn(anonymous: GraphQLClient, username: string): Promise<string> {
  const input = { username, password: DEMO_PASSWORD }
  return (await anonymous.succeed<{ token: string }>('signIn', input, 'token')).token
}

function engineOf(search: TestAppOptions['search'] = 'MEILISEARCH') {
  if (search === 'DATABASE') return null
  if (search !== 'MEILISEARCH') return search
  const url = inject('meiliUrl')
  if (url === null) throw new Error('no Meilisearch: set MEILISEARCH_BIN to its program')
  return { url, apiKey: inject('meiliKey') ?? undefined }
}

/** The engine outlives the test file, unless the test has ended it. */
async function dropIndex({ indexer }: App): Promise<void> {
  if (!indexer || !(await indexer.engine.healthy())) return
  await indexer.engine.live.drop()
  await indexer.engine.shadow.drop()
}

async function runStatement(url: string, statement: string, values: readonly unknown[]) {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement, [...values])).rows
  } finally {
    await client.end()
  }
}
