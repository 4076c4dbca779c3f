import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DomainError } from '../errors.ts'

/** One folder of prisma/migrations: hand-written or generated SQL that is never changed once it has run anywhere. */
export interface Migration {
  readonly name: string
  readonly sql: string
  /** SHA-256 of the script, as Prisma's own commands compute it. */
  readonly checksum: string
}

/** A migration that cannot be written or applied, told to whoever starts the server or the command. */
export class MigrationError extends DomainError {}

/** Where the project keeps its migrations. */
export const MIGRATIONS = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))

/** The migrations of a folder in the order in which they run; none when the folder does not exist yet. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = await migrationNames(folder)
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8').catch(() => {
        throw new MigrationError('MIGRATION_UNREADABLE', `数据库迁移 ${name} 缺少 migration.sql`)
      })
      return { name, sql, checksum: sha256(sql) }
    }),
  )
}

/** The names alone: the timestamp in front makes alphabetical order the order of writing. */
export async function migrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return names.toSorted()
}

/** True when the script is the one that was recorded; a checkout with other line endings is the same script. */
export function matchesChecksum(migration: Migration, recorded: string): boolean {
  const unix = migration.sql.replaceAll('\r\n', '\n')
  return [migration.sql, unix, unix.replaceAll('\n', '\r\n')].some(
    (sql) => sha256(sql) === recorded,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
