import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { PgBoss } from 'pg-boss'
import type { TestProject } from 'vitest/node'
import { applyMigrations } from '../../src/platform/db/migrate.ts'
import { startMeilisearch } from '../../src/platform/embedded/meilisearch.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'
import { createLog } from '../../src/platform/log.ts'
import { databaseUrl } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A database of the run's PostgreSQL from which others can be made. */
    adminUrl: string
    templateDatabase: string
    /** Null where no Meilisearch can be had. */
    meiliUrl: string | null
    meiliKey: string | null
  }
}

const TEMPLATE = 'gongkai_template'

/** One PostgreSQL and one Meilisearch for the whole run; every test file takes a database of its own from the template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await using started = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'gongkai-test-'))
  started.defer(() => rm(dataDir, { recursive: true, force: true }))
  const log = createLog({ level: 'warn' })

  const postgres = await startPostgres({ dataDir, log, ephemeral: true })
  started.defer(postgres.stop)
  await makeTemplate(postgres.url)
  project.provide('adminUrl', postgres.url)
  project.provide('templateDatabase', TEMPLATE)

  const meilisearch = await startMeilisearch({ dataDir, log })
  if (meilisearch) started.defer(meilisearch.stop)
  project.provide('meiliUrl', meilisearch?.url ?? null)
  project.provide('meiliKey', meilisearch?.apiKey ?? null)

  const kept = started.move()
  return () => kept.disposeAsync()
}

async function makeTemplate(adminUrl: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${TEMPLATE} TEMPLATE template0`)
  await admin.end()

  const url = databaseUrl(adminUrl, TEMPLATE)
  await applyMigrations(url)
  const jobs = new PgBoss({ connectionString: url, supervise: false, schedule: false })
  await jobs.start()
  await jobs.stop({ graceful: false })
}
