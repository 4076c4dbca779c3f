import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../../../test/support/database.ts'
import { emptyDatabase } from '../../../test/support/database.ts'
import { migrationFolder } from '../../../test/support/migrations.ts'
import { applyMigrations, pendingMigrations, resetDatabase } from './migrate.ts'

const FIRST = '20260101000000_first'
const SECOND = '20260102000000_second'

describe('migrations', () => {
  let database: TestDatabase
  let folder: string

  beforeEach(async () => {
    database = await emptyDatabase()
    folder = await mkdtemp(join(tmpdir(), 'gongkai-migrations-'))
  })

  afterEach(async () => {
    await database.drop()
    await rm(folder, { recursive: true })
  })

  const write = (migrations: Record<string, string>) => migrationFolder(folder, migrations)
  const apply = (onStep?: (name: string) => void) => applyMigrations(database.url, onStep, folder)
  const pending = () => pendingMigrations(database.url, folder)

  async function rows(sql: string): Promise<unknown[]> {
    const client = new Client({ connectionString: database.url })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows
    } finally {
      await client.end()
    }
  }

  const tables = async () =>
    (await rows(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`)).map(
      (row) => (row as { tablename: string }).tablename,
    )

  it('runs in order what is pending, once', async () => {
    await write({ [SECOND]: 'ALTER TABLE a ADD b int', [FIRST]: 'CREATE TABLE a (id int)' })
    expect(await pending()).toEqual([FIRST, SECOND])

    const steps: string[] = []
    expect(await apply((name) => steps.push(name))).toEqual([FIRST, SECOND])
    expect(steps).toEqual([FIRST, SECOND])
    expect(await pending()).toEqual([])
    expect(await apply((name) => steps.push(name))).toEqual([])
    expect(steps).toHaveLength(2)
  })

  it('does nothing where there are none yet', async () => {
    expect(await applyMigrations(database.url, undefined, join(folder, 'missing'))).toEqual([])
    expect(await tables()).toEqual([])
  })

  it('runs each script once when several servers start together', async () => {
    await write({
      [FIRST]: 'CREATE TABLE a (id int); SELECT pg_sleep(0.2); INSERT INTO a VALUES (1)',
    })
    const applied = await Promise.all([apply(), apply(), apply(), apply()])
    expect(applied.flat()).toEqual([FIRST])
    expect(await rows('SELECT id FROM a')).toEqual([{ id: 1 }])
  })

  it('keeps functions whole whose bodies hold semicolons', async () => {
    await write({
      [FIRST]: `
        CREATE TABLE a (id int);
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'never; ever';
        END $$;
        CREATE TRIGGER a_refuse BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION refuse();`,
    })
    await apply()
    await expect(rows('INSERT INTO a VALUES (1)')).rejects.toThrow('never; ever')
  })

  it('leaves nothing of a script that fails, names it, and runs it again once mended', async () => {
    const broken = 'CREATE TABLE b (id int);\nINSERT INTO missing VALUES (1);'
    await write({ [FIRST]: 'CREATE TABLE a (id int)', [SECOND]: broken })
    await expect(apply()).rejects.toMatchObject({
      name: 'MigrationError',
      code: 'MIGRATION_FAILED',
      message: `数据库迁移 ${SECOND} 失败：relation "missing" does not exist（第 2 行）`,
    })
    expect(await tables()).toEqual(['_prisma_migrations', 'a'])
    expect(await pending()).toEqual([SECOND])

    await write({ [SECOND]: 'CREATE TABLE b (id int);' })
    expect(await apply()).toEqual([SECOND])
  })

  it('keeps no script whose record cannot be kept with it', async () => {
    await write({ [FIRST]: 'CREATE TABLE a (id int)' })
    await apply()
    await write({ [SECOND]: 'CREATE TABLE b (id int); ALTER TABLE _prisma_migrations RENAME TO c' })
    await expect(apply()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
    expect(await tables()).toEqual(['_prisma_migrations', 'a'])
  })

  it('refuses a script that was changed after it ran, but not one with other line endings', async () => {
    await write({ [FIRST]: 'CREATE TABLE a (id int);\n-- end\n' })
    await apply()
    await write({ [FIRST]: 'CREATE TABLE a (id int);\r\n-- end\r\n' })
    expect(await apply()).toEqual([])
    await write({ [FIRST]: 'CREATE TABLE a (id bigint);\n-- end\n', [SECOND]: 'SELECT 1' })
    await expect(apply()).rejects.toMatchObject({ code: 'MIGRATION_EDITED' })
    expect(await pending()).toEqual([SECOND])
  })

  it('refuses to go on where another tool stopped half-way', async () => {
    await write({ [FIRST]: 'CREATE TABLE a (id int)' })
    await apply()
    await rows('UPDATE _prisma_migrations SET finished_at = NULL')
    expect(await pending()).toEqual([FIRST])
    await expect(apply()).rejects.toMatchObject({ code: 'MIGRATION_UNFINISHED' })
  })

  it('says where it could not connect, without the password', async () => {
    const nowhere = new URL(database.url)
    nowhere.pathname = '/nowhere'
    const place = `${nowhere.hostname}:${nowhere.port}/nowhere`
    await expect(applyMigrations(nowhere.href, undefined, folder)).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: `无法连接数据库 ${place}：database "nowhere" does not exist`,
    })
  })

  it('empties a database, the job queue included, so that it can be filled again', async () => {
    await write({ [FIRST]: 'CREATE EXTENSION pg_trgm; CREATE TABLE a (id int)' })
    await apply()
    await rows('CREATE SCHEMA pgboss; CREATE TABLE pgboss.job (id int)')
    await resetDatabase(database.url)
    expect(await tables()).toEqual([])
    expect(await rows(`SELECT 1 FROM pg_namespace WHERE nspname = 'pgboss'`)).toEqual([])
    expect(await apply()).toEqual([FIRST])
  })
})
