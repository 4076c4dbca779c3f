import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { Client, DatabaseError } from 'pg'
import type { Migration } from './migration-files.ts'
import {
  matchesChecksum,
  MigrationError,
  MIGRATIONS,
  migrationNames,
  readMigrations,
} from './migration-files.ts'

// Scripts run here and not in Prisma's engine: through a driver adapter it cuts a script at every semicolon, so also
// inside a trigger's body, and runs the pieces outside a transaction. The table is Prisma's, row for row, so
// `prisma migrate deploy` may be used on the same database.

/** Prisma's own key: `prisma migrate deploy` on another machine waits for us, and we for it. */
const LOCK = 72_707_369

const HISTORY_TABLE = `
  CREATE TABLE IF NOT EXISTS public._prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`

interface Recorded {
  readonly name: string
  readonly checksum: string
  readonly finished: boolean
}

/**
 * Applies what the database lacks, oldest first, each script in one transaction with its record: a script that fails
 * leaves nothing behind and may simply be run again. Of two servers that start at once one waits for the other.
 */
export async function applyMigrations(
  url: string,
  onStep: (name: string) => void = () => {},
  folder = MIGRATIONS,
): Promise<string[]> {
  const migrations = await readMigrations(folder)
  return alone(url, async (client) => {
    const applied = soundHistory(migrations, await history(client))
    const pending = migrations.filter((migration) => !applied.has(migration.name))
    // Only now: with nothing to do, a user without the right to create tables will do.
    if (pending.length > 0) await client.query(HISTORY_TABLE)
    for (const migration of pending) {
      onStep(migration.name)
      await applyOne(client, migration)
    }
    return pending.map((migration) => migration.name)
  })
}

/** Names of the migrations that the database lacks. One small query: readiness asks for it often. */
export async function pendingMigrations(
  database: string | Pick<Pool, 'query'>,
  folder = MIGRATIONS,
): Promise<string[]> {
  const recorded =
    typeof database === 'string' ? await connected(database, history) : await history(database)
  const applied = new Set(recorded.filter((row) => row.finished).map((row) => row.name))
  return (await migrationNames(folder)).filter((name) => !applied.has(name))
}

/** Empties the database: everything of ours and the job queue's. Fails when something else is still using it. */
export async function resetDatabase(url: string): Promise<void> {
  await alone(url, (client) =>
    client.query(`
      DROP SCHEMA IF EXISTS pgboss CASCADE;
      DROP SCHEMA IF EXISTS public CASCADE;
      CREATE SCHEMA public;
      GRANT USAGE ON SCHEMA public TO PUBLIC`),
  )
}

async function applyOne(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query(
      `INSERT INTO public._prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    // The connection may be what failed; then the server has rolled back already.
    await client.query('ROLLBACK').catch(() => {})
    throw new MigrationError('MIGRATION_FAILED', `数据库迁移 ${name} 失败：${reason(error, sql)}`)
  }
}

async function history(database: Pick<Pool, 'query'>): Promise<Recorded[]> {
  try {
    const { rows } = await database.query<Recorded>(
      `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM public._prisma_migrations WHERE rolled_back_at IS NULL`,
    )
    return rows
  } catch (error) {
    // No such table: nothing was ever applied.
    if (hasCode(error, '42P01')) return []
    throw error
  }
}

// An edited script is refused rather than ignored: the database would silently differ from what the code expects.
function soundHistory(migrations: Migration[], recorded: Recorded[]): Set<string> {
  const scripts = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, checksum, finished } of recorded) {
    if (!finished) {
      throw new MigrationError(
        'MIGRATION_UNFINISHED',
        `数据库迁移 ${name} 曾由其他工具执行且未完成，请先用 prisma migrate resolve 处理`,
      )
    }
    const script = scripts.get(name)
    if (script && !matchesChecksum(script, checksum)) {
      throw new MigrationError(
        'MIGRATION_EDITED',
        `数据库迁移 ${name} 执行之后脚本又被改动：请还原脚本，另写新的迁移；开发库可用 npm run db:reset 重建`,
      )
    }
  }
  return new Set(recorded.map((row) => row.name))
}

/** Runs `use` while no other process migrates this database. */
async function alone<Result>(
  url: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  return connected(url, async (client) => {
    await client.query(`SET statement_timeout = 0; SET lock_timeout = '5min'`)
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]).catch((error: unknown) => {
      throw hasCode(error, '55P03')
        ? new MigrationError(
            'MIGRATION_BUSY',
            '另一进程正在迁移此数据库，等候五分钟未果，请稍后重试',
          )
        : error
    })
    // A statement that waits for a table's lock makes every later reader wait behind it: better to give up and retry.
    await client.query(`SET lock_timeout = '30s'`)
    return use(client)
  })
}

async function connected<Result>(
  connectionString: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({
    connectionString,
    application_name: 'gongkai-migrate',
    connectionTimeoutMillis: 10_000,
  })
  // A connection that breaks between two queries must not take the process down; the next query reports it.
  client.on('error', () => {})
  await client.connect().catch((error: unknown) => {
    const place = `${client.host}:${client.port}/${client.database}`
    throw new MigrationError('DATABASE_UNREACHABLE', `无法连接数据库 ${place}：${reason(error)}`)
  })
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

function reason(error: unknown, sql = ''): string {
  // Node tries every address of a host name and gathers what each answered.
  if (error instanceof AggregateError) return error.errors.map((one) => reason(one)).join('；')
  if (!(error instanceof Error)) return String(error)
  if (!(error instanceof DatabaseError) || !error.position) return error.message
  const line = sql.slice(0, Number(error.position)).split('\n').length
  return `${error.message}（第 ${line} 行）`
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof DatabaseError && error.code === code
}
