import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Client } from 'pg'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { applicationRole, asRole } from './application-role.ts'
import { openPublicPool, type PublicPool } from './pool.ts'

let database: TestDatabase
let client: Client
let pool: PublicPool

beforeAll(async () => {
  database = await testDatabase()
  const role = await applicationRole(database.url)
  client = new Client({ connectionString: database.url, options: asRole(role) })
  await client.connect()
  pool = openPublicPool(database.url, 1, role)
})

afterAll(async () => {
  await pool.end()
  await client.end()
  await database.drop()
})

const REFUSED = { code: '42501' }

test('the application works as a role that owns nothing', async () => {
  expect(await applicationRole(database.url)).toBe('gongkai_app')
  const owned = await client.query(
    `SELECT current_user, (SELECT count(*)::int FROM pg_class WHERE relowner = current_user::regrole) AS owned`,
  )
  expect(owned.rows).toEqual([{ current_user: 'gongkai_app', owned: 0 }])
  expect((await pool.query('SELECT current_user')).rows).toEqual([{ current_user: 'gongkai_app' }])
})

describe.each([
  ['audit_event', 'action'],
  ['review_step', 'comment'],
  ['edition_participant', 'step'],
  ['security_event', 'code'],
  ['proof_shape', 'kind'],
  ['proof_entry', 'kind'],
  ['proof_node', 'hash'],
  ['proof_checkpoint', 'root'],
  ['proof_key', 'scheme'],
])('of %s', (table, column) => {
  test('it reads and adds, and is refused the right to anything else', async () => {
    await client.query(`SELECT ${column} FROM ${table}`)
    const { rows } = await client.query(`SELECT has_table_privilege('${table}', 'INSERT') AS may`)
    expect(rows).toEqual([{ may: true }])
    for (const statement of [
      `UPDATE ${table} SET ${column} = ${column}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} DISABLE TRIGGER USER`,
      `DROP TABLE ${table}`,
    ]) {
      await expect(client.query(statement)).rejects.toMatchObject(REFUSED)
    }
  })
})

test('it deletes no publication, switches no trigger off and records no migration', async () => {
  for (const statement of [
    'DELETE FROM publication',
    'TRUNCATE publication CASCADE',
    'UPDATE publication SET title = title',
    'UPDATE publication SET purged_at = now()',
    'UPDATE publication_row SET no = no',
    'DELETE FROM publication_row',
    'ALTER TABLE publication DISABLE TRIGGER USER',
    'DELETE FROM _prisma_migrations',
    'CREATE TABLE other (id int)',
    `SET session_replication_role = replica`,
  ]) {
    await expect(client.query(statement)).rejects.toMatchObject(REFUSED)
  }
})

test('of a publication it writes the end of its span, and empties a record by one function', async () => {
  await client.query('UPDATE publication SET valid_to = valid_to')
  const purge = client.query('SELECT purge_record(gen_random_uuid(), now())')
  await expect(purge).rejects.toMatchObject({ code: '23001' })
})

test('it puts jobs into the queue', async () => {
  const { rows } = await client.query(
    `SELECT bool_and(has_table_privilege(c.oid, 'INSERT')) AS may FROM pg_class c
      WHERE relnamespace = 'pgboss'::regnamespace AND relkind IN ('r', 'p')`,
  )
  expect(rows).toEqual([{ may: true }])
})
