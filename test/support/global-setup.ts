import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { PgBoss } from 'pg-boss'
import type { TestProject } from 'vitest/node'
import { createApp } from '../../src/app.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { applyMigrations } from '../../src/platform/db/migrate.ts'
import { startMeilisearch } from '../../src/platform/embedded/meilisearch.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'
import { createLog, type Logger } from '../../src/platform/log.ts'
import { applyCounty } from '../../src/seed/apply-county.ts'
import { seedDemo } from '../../src/seed/demo-accounts.ts'
import { countySeed } from '../../src/seeding.ts'
import { databaseUrl } from './database.ts'
import { DEMO_PASSWORD } from './demo.ts'
import { TEST_SEALING_KEY } from './sealing.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A database of the run's PostgreSQL from which others can be made. */
    adminUrl: string
    templateDatabase: string
    /** The same with Kazuo county in it. */
    countyTemplate: string
    /** Null where no Meilisearch can be had. */
    meiliUrl: string | null
    meiliKey: string | null
  }
}

const TEMPLATE = 'gongkai_template'
const COUNTY_TEMPLATE = 'gongkai_county_template'

/** One PostgreSQL and one Meilisearch for the whole run; every test file takes a database of its own from the template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await using started = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'gongkai-test-'))
  started.defer(() => rm(dataDir, { recursive: true, force: true }))
  const log = createLog({ level: 'warn' })

  const postgres = await startPostgres({ dataDir, log, ephemeral: true })
  started.defer(postgres.stop)
  await makeTemplate(postgres.url)
  await makeCountyTemplate(postgres.url, dataDir, log)
  project.provide('adminUrl', postgres.url)
  project.provide('templateDatabase', TEMPLATE)
  project.provide('countyTemplate', COUNTY_TEMPLATE)

  const meilisearch = await startMeilisearch({ dataDir, log })
  if (meilisearch) started.defer(meilisearch.stop)
  project.provide('meiliUrl', meilisearch?.url ?? null)
  project.provide('meiliKey', meilisearch?.apiKey ?? null)

  const kept = started.move()
  return () => kept.disposeAsync()
}

async function makeTemplate(adminUrl: string): Promise<void> {
  const url = await createDatabase(adminUrl, TEMPLATE, 'template0')
  await applyMigrations(url)
  await simulateClock(url)
  const jobs = new PgBoss({ connectionString: url, supervise: false, schedule: false })
  await jobs.start()
  await jobs.stop({ graceful: false })
}

/** Clocks of tests stand still in the past: their databases say that the times of their publications are nobody's. */
async function simulateClock(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`INSERT INTO installation VALUES ('clock', 'simulated')`)
  await client.end()
}

async function makeCountyTemplate(adminUrl: string, dataDir: string, log: Logger): Promise<void> {
  const url = await createDatabase(adminUrl, COUNTY_TEMPLATE, TEMPLATE)
  const config = parseConfig({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    SEALING_KEYS: TEST_SEALING_KEY,
  })
  const seed = countySeed(config)
  const addresses = { databaseUrl: url, meilisearch: null }
  const app = await createApp({
    config,
    addresses,
    words: seed.search,
    site: seed.site,
    sms: seed.sms,
    log,
  })
  try {
    const { platform } = app.services
    await applyCounty(platform, seed)
    await seedDemo(platform, seed, DEMO_PASSWORD)
  } finally {
    await app.close()
  }
}

async function createDatabase(adminUrl: string, name: string, template: string): Promise<string> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  await admin.end()
  return databaseUrl(adminUrl, name)
}
