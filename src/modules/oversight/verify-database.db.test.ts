import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { published } from '../../../test/support/editions.ts'
import {
  fileDeskIn,
  openProof,
  proofRecords,
  type ProofStage,
} from '../../../test/support/proof.ts'
import { openStage } from '../../../test/support/stage.ts'
import { COVERED_KINDS, covered } from './covered.ts'
import type { Finding } from './finding.ts'
import { registerKey } from './proof.ts'
import { seal } from './seal.ts'
import { schemes } from './signature.ts'
import { signerOf } from './signing-key.ts'
import { examineDatabase, verifyDatabase } from './verify-database.ts'

const stage = await openStage()
let own: ProofStage

beforeAll(async () => {
  own = await openProof(stage)
  await registerKey({ ...own.proof, signer: signerOf('sm2', schemes.sm2.newKey()) })
  await proofRecords(stage, fileDeskIn(own.proof.folder))
  await verifyDatabase(own.proof)
  // Lets the ledger have a checkpoint among its entries.
  await published(stage)
})

afterAll(async () => {
  await own.close()
  await stage.close()
})

/** What is found after a superuser, whom nothing stops, has done something; afterwards it is undone. */
async function foundAfter(...statements: readonly string[]): Promise<readonly Finding[]> {
  let findings: readonly Finding[] = []
  const undone = new Error('undone')
  await stage.platform.database
    .$transaction(
      async (tx) => {
        for (const statement of statements) await tx.$executeRawUnsafe(statement)
        findings = (await examineDatabase(own.proof, { tx, isWhole: true })).findings
        throw undone
      },
      { isolationLevel: 'RepeatableRead' },
    )
    .catch((error: unknown) => {
      if (error !== undone) throw error
    })
  return findings
}

test('nothing is found where nothing was done', async () => {
  expect((await verifyDatabase(own.proof)).findings).toEqual([])
  expect(await foundAfter()).toEqual([])
})

/** Every table that proof is about. */
const TABLES = [
  ...new Set(COVERED_KINDS.map((kind) => covered(kind).table)),
  'publication_row',
  'proof_entry',
  'proof_node',
]

/** Columns that proof does not speak of, with the reason in covered.ts. */
const APART = ['attachment.sections']

/** By what two rows change places. */
const SWAPPED: Readonly<Record<string, string>> = {
  audit_event: 'seq',
  publication: 'id',
  review_step: 'id',
  edition_participant: 'step',
  attachment: 'id',
  proof_checkpoint: 'size',
  proof_key: 'public_key',
  privacy_decision: 'id',
  non_disclosure: 'edition_id',
  reassessment: 'id',
  release_step: 'id',
  retrospective_review: 'id',
  revocation: 'id',
  publication_row: 'no',
  proof_entry: 'seq',
  proof_node: 'hash',
}

interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
}

async function columnsOf(table: string): Promise<Column[]> {
  const rows = await stage.sql(
    `SELECT attname AS column, format_type(atttypid, NULL) AS type FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  )
  return rows.map((row) => ({ table, column: String(row['column']), type: String(row['type']) }))
}

/** SQL of another value than that of the column. */
function otherValue({ column, type }: Column): string {
  if (type.endsWith('[]'))
    return `CASE WHEN cardinality(${column}) > 0 THEN '{}' ELSE (SELECT array_agg(v) FROM unnest(${column} || ${elementOf(type)}) v) END`
  if (type === 'uuid') return 'gen_random_uuid()'
  if (['integer', 'bigint', 'smallint'].includes(type)) return `coalesce(${column}, 0) + 1000000`
  if (type === 'boolean') return `NOT coalesce(${column}, false)`
  if (type.startsWith('timestamp')) return `coalesce(${column}, now()) + interval '1 day'`
  if (type === 'date') return `coalesce(${column}, current_date) + 1`
  if (type === 'jsonb') return `jsonb_build_object('changed', ${column})`
  if (type === 'text') return `coalesce(${column}, '') || 'x'`
  return `(SELECT v FROM unnest(enum_range(NULL::${type})) v WHERE v IS DISTINCT FROM ${column} LIMIT 1)`
}

function elementOf(type: string): string {
  return type === 'text[]' ? `'x'::text` : `(enum_range(NULL::${type.slice(0, -2)}))[1]`
}

/** Takes everything away by which the database itself keeps a table. */
const FREE = (table: string) => `
  DO $$ DECLARE one record; BEGIN
    ALTER TABLE ${table} DISABLE TRIGGER USER;
    FOR one IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
                WHERE '${table}'::regclass IN (conrelid, confrelid) AND contype IN ('c', 'x', 'f', 'u') LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.place, one.conname);
    END LOOP;
    FOR one IN SELECT indexrelid::regclass AS name FROM pg_index
                WHERE indrelid = '${table}'::regclass AND indisunique AND NOT indisprimary LOOP
      EXECUTE format('DROP INDEX %s', one.name);
    END LOOP;
  END $$`

/** One row in the middle of the table. */
const ONE = (table: string) =>
  `ctid = (SELECT ctid FROM ${table} ORDER BY ctid OFFSET (SELECT count(*) / 2 FROM ${table}) LIMIT 1)`

describe.each(TABLES)('in %s', (table) => {
  test('every column of a row is proved', async () => {
    const unnoticed: string[] = []
    for (const column of await columnsOf(table)) {
      const name = `${table}.${column.column}`
      if (APART.includes(name)) continue
      const change = `UPDATE ${table} SET ${column.column} = ${otherValue(column)} WHERE ${ONE(table)}`
      const [first] = await foundAfter(FREE(table), change)
      if (!first?.place) unnoticed.push(name)
    }
    expect(unnoticed).toEqual([])
  })

  test('a row that is gone is missed', async () => {
    const [first] = await foundAfter(FREE(table), `DELETE FROM ${table} WHERE ${ONE(table)}`)
    expect(first?.place).toBeTruthy()
  })

  test('a row that was put in is found', async () => {
    const columns = await columnsOf(table)
    const [key] = columns as [Column]
    const values = columns.map((column) => (column === key ? otherValue(key) : column.column))
    const insert = `INSERT INTO ${table} SELECT ${values.join(', ')} FROM ${table} WHERE ${ONE(table)}`
    const [first] = await foundAfter(FREE(table), insert)
    expect(first?.place).toBeTruthy()
  })

  test('two rows that changed places are found', async () => {
    const column = SWAPPED[table] ?? ''
    const [first] = await foundAfter(
      FREE(table),
      `CREATE TEMP TABLE pair ON COMMIT DROP AS
         SELECT DISTINCT ON (${column}) ctid AS place, * FROM ${table} ORDER BY ${column} DESC LIMIT 2`,
      `DELETE FROM ${table} WHERE ctid IN (SELECT place FROM pair)`,
      `UPDATE pair SET ${column} = (SELECT other.${column} FROM pair other WHERE other.place <> pair.place)`,
      `INSERT INTO ${table} SELECT (jsonb_populate_record(NULL::${table}, to_jsonb(pair) - 'place')).* FROM pair`,
    )
    expect(first?.place).toBeTruthy()
  })
})

test('the newest checkpoint, taken away with all that tells of it, is missed in the file beside the database', async () => {
  await seal(own.proof)
  const newest = '(SELECT max(size) FROM proof_checkpoint)'
  const findings = await foundAfter(
    FREE('proof_checkpoint'),
    FREE('proof_entry'),
    FREE('proof_node'),
    'DELETE FROM proof_pending',
    `DELETE FROM proof_entry WHERE kind = 'CHECKPOINT' AND subject = ${newest}::text`,
    `DELETE FROM proof_checkpoint WHERE size = ${newest}`,
  )
  expect(findings.map(({ code }) => code)).toContain('CHECKPOINT_MISSING')
})

test('a publication whose content was emptied is wrong, whatever its row says of a purge', async () => {
  const empty = `title = NULL, content = '{}', body_html = NULL, salt = NULL`
  const one = `id = (SELECT id FROM publication WHERE withdrawal_type = 'ERROR')`
  const codes = async (changes: string) => {
    const update = `UPDATE publication SET ${changes} WHERE ${one}`
    return (await foundAfter(FREE('publication'), update)).map(({ code }) => code)
  }
  expect(await codes(empty)).toContain('ROW_CHANGED')
  expect(await codes(`${empty}, purged_at = now()`)).toContain('PURGE_UNPROVED')
})

test('what a withdrawal for privacy has purged, files and rows included, is in order, and every column that is left is proved', async () => {
  const purged = 'purged_at IS NOT NULL AND withdrawal_type IS NULL'
  const titles = await stage.sql(`SELECT title FROM publication WHERE ${purged}`)
  expect(titles).toEqual([{ title: null }])
  expect((await verifyDatabase(own.proof)).findings).toEqual([])
  const unnoticed: string[] = []
  for (const column of await columnsOf('publication')) {
    const change = `UPDATE publication SET ${column.column} = ${otherValue(column)} WHERE ${purged}`
    const [first] = await foundAfter(FREE('publication'), change)
    if (!first?.place.includes('publication')) unnoticed.push(column.column)
  }
  expect(unnoticed).toEqual([])
})

test('rows that a superuser puts in where triggers see them are sealed like any other, and told as nobody’s', async () => {
  const insert = (table: string, changes: string) =>
    `INSERT INTO ${table} SELECT (jsonb_populate_record(t, ${changes})).* FROM ${table} t LIMIT 1`
  const codes: Record<string, readonly string[]> = {}
  for (const [table, statement] of Object.entries({
    audit_event: insert('audit_event', `'{"seq": 1000000, "nonce": "other"}'`),
    // A decision is copied, as if it had been taken on another finding too.
    privacy_decision: insert(
      'privacy_decision',
      `jsonb_build_object('id', gen_random_uuid(), 'finding_key', 'other')`,
    ),
    // A signature is copied into another round.
    review_step: `WITH step AS (SELECT t FROM review_step t LIMIT 1),
      part AS (INSERT INTO edition_participant SELECT (jsonb_populate_record(p, '{"round": 9}')).*
        FROM edition_participant p, step WHERE p.edition_id = (t).edition_id AND p.user_id = (t).actor_id LIMIT 1
        RETURNING round)
      INSERT INTO review_step SELECT (jsonb_populate_record(t, jsonb_build_object(
        'id', gen_random_uuid(), 'round', part.round))).* FROM part, step`,
    attachment: insert('attachment', `jsonb_build_object('id', gen_random_uuid())`),
    proof_key: `INSERT INTO proof_key VALUES ('feedfeedfeedfeed', 'ed25519', 'none', now())`,
  })) {
    await stage.sql(statement)
    const { findings } = await verifyDatabase(own.proof)
    codes[table] = findings.filter(({ place }) => place.includes(table)).map(({ code }) => code)
  }
  expect(codes).toEqual({
    audit_event: ['EVENT_UNSIGNED'],
    privacy_decision: ['NOT_WITNESSED'],
    review_step: ['NOT_WITNESSED'],
    attachment: ['NOT_WITNESSED'],
    proof_key: ['NOT_WITNESSED'],
  })
})
