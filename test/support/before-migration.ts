import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { onTestFinished } from 'vitest'
import { applyMigrations } from '../../src/platform/db/migrate.ts'
import { MIGRATIONS } from '../../src/platform/db/migration-files.ts'
import { emptyDatabase } from './database.ts'

/** A database as an older version left it. */
export interface OlderDatabase {
  readonly client: Client
  /** Applies the migration that it was made for. */
  readonly migrate: () => Promise<void>
}

/** Makes a database with all migrations before one; it is gone with the test. */
export async function databaseBefore(migration: string): Promise<OlderDatabase> {
  const database = await emptyDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'gongkai-migrations-'))
  const client = new Client({ connectionString: database.url })
  onTestFinished(async () => {
    await client.end()
    await database.drop()
    await rm(folder, { recursive: true })
  })
  const names = (await readdir(MIGRATIONS)).toSorted((a, b) => a.localeCompare(b))
  const place = names.indexOf(migration)
  if (place < 0) throw new Error(`no migration ${migration}`)
  const apply = async (some: readonly string[]) => {
    for (const name of some)
      await cp(join(MIGRATIONS, name), join(folder, name), { recursive: true })
    await applyMigrations(database.url, undefined, folder)
  }
  await apply(names.slice(0, place))
  await client.connect()
  return { client, migrate: () => apply([migration]) }
}
