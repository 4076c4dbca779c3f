import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { migrationFolder } from '../../../test/support/migrations.ts'
import { schemaDrift, writeMigration } from './migration-diff.ts'

const BASE = `
generator client {
  provider = "prisma-client"
  output   = "generated"
}
datasource db {
  provider = "postgresql"
}
`
const STAY = (more = '') => `
model Stay {
  id    BigInt    @id @default(autoincrement())
  guest String
  kind  String
  since DateTime  @db.Timestamptz(3)
  until DateTime? @db.Timestamptz(3)
  nights Night[]
  ${more}
}
model Night {
  stayId BigInt
  no     Int
  stay   Stay @relation(fields: [stayId], references: [id])
  @@id([stayId, no])
}
`

/** Everything of PostgreSQL that the project writes by hand because Prisma's schema has no words for it. */
const BY_HAND = `
CREATE EXTENSION pg_trgm;
CREATE EXTENSION btree_gist;
CREATE UNIQUE INDEX stay_current ON "Stay" (guest) WHERE until IS NULL;
CREATE INDEX stay_current_since ON "Stay" (guest, since DESC) INCLUDE (kind) WHERE until IS NULL;
CREATE INDEX stay_guest_lower ON "Stay" (lower(guest));
CREATE INDEX stay_guest_trgm ON "Stay" USING gin (lower(guest) gin_trgm_ops);
ALTER TABLE "Stay" ADD CONSTRAINT stay_order CHECK (until IS NULL OR until > since);
ALTER TABLE "Stay" ADD CONSTRAINT stay_apart
  EXCLUDE USING gist (guest WITH =, tstzrange(since, until) WITH &&) DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER stay_frozen BEFORE UPDATE ON "Stay" FOR EACH ROW EXECUTE FUNCTION frozen();
CREATE VIEW current_stay AS SELECT id FROM "Stay" WHERE until IS NULL;
CREATE SCHEMA pgboss;
CREATE TABLE pgboss.job (id int);
`

describe('migrations and prisma/schema', () => {
  const adminUrl = inject('adminUrl')
  let root: string
  let folders: { migrations: string; schema: string }

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'gongkai-schema-'))
    folders = { migrations: join(root, 'migrations'), schema: join(root, 'schema') }
    await mkdir(folders.schema)
    await writeFile(join(folders.schema, 'base.prisma'), BASE)
    await schema(STAY())
  })

  afterEach(() => rm(root, { recursive: true }))

  const schema = (models: string) => writeFile(join(folders.schema, 'stay.prisma'), models)
  const write = (name: string, options = {}) =>
    writeMigration(adminUrl, name, { ...folders, ...options })
  const script = (name: string | null) =>
    readFile(join(folders.migrations, String(name), 'migration.sql'), 'utf8')

  it('writes what differs, and nothing when nothing does', async () => {
    const name = await write('First stay')
    expect(name).toMatch(/^\d{14}_first_stay$/)
    expect(await script(name)).toContain('CREATE TABLE "Stay"')
    expect(await schemaDrift(adminUrl, folders)).toBe('')
    expect(await write('again')).toBeNull()
    expect((await readdir(folders.migrations)).toSorted()).toEqual([name, 'migration_lock.toml'])
  })

  it('sees a column that only the schema has', async () => {
    await write('first')
    await schema(STAY('note String?'))
    expect(await schemaDrift(adminUrl, folders)).toContain('ADD COLUMN     "note" TEXT')
  })

  it('leaves alone what is written by hand', async () => {
    await write('first')
    await migrationFolder(folders.migrations, { '20990101000000_by_hand': BY_HAND })
    expect(await schemaDrift(adminUrl, folders)).toBe('')
  })

  it('takes a trigram index from the schema', async () => {
    await migrationFolder(folders.migrations, { '20250101000000_trgm': 'CREATE EXTENSION pg_trgm' })
    await schema(STAY('@@index([guest(ops: raw("gin_trgm_ops"))], type: Gin)'))
    await write('first')
    expect(await schemaDrift(adminUrl, folders)).toBe('')
  })

  it('writes an empty script to fill in by hand', async () => {
    expect(await script(await write('by_hand', { empty: true }))).toBe('')
  })

  it('refuses a name without letters and one that would not come last', async () => {
    await expect(write('——')).rejects.toMatchObject({ code: 'MIGRATION_NAME' })
    await migrationFolder(folders.migrations, { '20990101000000_future': '' })
    await expect(write('now')).rejects.toMatchObject({ code: 'MIGRATION_ORDER' })
  })

  it('says what is wrong with a schema', async () => {
    await schema(STAY('note Nothing'))
    const drift = schemaDrift(adminUrl, folders)
    await expect(drift).rejects.toThrow(/无法比较 prisma\/schema：.*"Nothing".*stay\.prisma/s)
  })

  it('prints no warning of experimental features', async () => {
    const call = `
      const { schemaDrift } = await import(${JSON.stringify(new URL('migration-diff.ts', import.meta.url).href)})
      console.log((await schemaDrift(...${JSON.stringify([adminUrl, folders])})).length > 0)`
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', call])
    expect({ stdout, stderr }).toEqual({ stdout: 'true\n', stderr: '' })
  })
})
