import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { applyMigrations } from './migrate.ts'
import type { SchemaFile } from './migration-engine.ts'
import { schemaDifference } from './migration-engine.ts'
import { MigrationError, MIGRATIONS, migrationNames } from './migration-files.ts'

const SCHEMA = fileURLToPath(new URL('../../../prisma/schema', import.meta.url))

/** Folders to compare; the project's own unless a test says otherwise. */
interface Folders {
  readonly migrations?: string
  readonly schema?: string
}

/**
 * SQL that the migrations still lack for prisma/schema, '' when none. `adminUrl` leads to any database of a server
 * that may create databases: the migrations are run on a throw-away one.
 */
export async function schemaDrift(adminUrl: string, folders: Folders = {}): Promise<string> {
  const { migrations = MIGRATIONS, schema = SCHEMA } = folders
  const files = await readSchema(schema)
  return withScratchDatabase(adminUrl, async (url) => {
    await applyMigrations(url, undefined, migrations)
    return schemaDifference(url, files)
  })
}

/**
 * Writes the migration that brings the database up to prisma/schema and returns its name, null when nothing differs.
 * With `empty` it writes an empty script for what Prisma's schema cannot say (constraints, triggers, partial indexes).
 */
export async function writeMigration(
  adminUrl: string,
  label: string,
  { empty = false, ...folders }: Folders & { readonly empty?: boolean } = {},
): Promise<string | null> {
  const slug = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
  if (!slug) throw new MigrationError('MIGRATION_NAME', '请用英文字母、数字为数据库迁移命名')

  const script = empty ? '' : await schemaDrift(adminUrl, folders)
  if (!script && !empty) return null

  const folder = folders.migrations ?? MIGRATIONS
  const name = `${timestamp(new Date())}_${slug}`
  const last = (await migrationNames(folder)).at(-1)
  if (last && last >= name) {
    throw new MigrationError(
      'MIGRATION_ORDER',
      `新的数据库迁移 ${name} 须排在 ${last} 之后：请核对系统时间`,
    )
  }
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'migration.sql'), script, { flag: 'wx' })
  await writeFile(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n')
  return name
}

async function readSchema(folder: string): Promise<SchemaFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).toSorted()
  return Promise.all(
    names.map(async (path) => ({ path, content: await readFile(join(folder, path), 'utf8') })),
  )
}

async function withScratchDatabase<Result>(
  adminUrl: string,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const name = `gongkai_scratch_${randomBytes(6).toString('hex')}`
  const scratch = new URL(adminUrl)
  scratch.pathname = `/${name}`
  const admin = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 })
  await admin.connect()
  try {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
    return await use(scratch.href)
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await admin.end()
  }
}

function timestamp(now: Date): string {
  return now.toISOString().replaceAll(/\D/g, '').slice(0, 14)
}
