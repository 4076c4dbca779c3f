import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client } from 'pg'
import { publish, published, revisedAndApproved } from '../../../test/support/editions.ts'
import { openProof, type ProofStage } from '../../../test/support/proof.ts'
import { openStage, type Stage } from '../../../test/support/stage.ts'
import { openPublicPool } from '../../platform/db/pool.ts'
import { appendCheckpoint } from './checkpoint.ts'
import { readReceipt } from './read-receipt.ts'
import { seal } from './seal.ts'
import { verifyDatabase } from './verify-database.ts'

let stage: Stage
let own: ProofStage

beforeAll(async () => {
  stage = await openStage()
  own = await openProof(stage)
})

afterAll(async () => {
  await own.close()
  await stage.close()
})

const entries = () => stage.sql('SELECT * FROM proof_entry ORDER BY seq')
const checkpoints = () => stage.sql('SELECT * FROM proof_checkpoint ORDER BY size')
const verdict = async () => (await verifyDatabase(own.proof)).findings

test('every row of a publication’s way is taken into the ledger once', async () => {
  await published(stage)
  await seal(own.proof)
  const count = (table: string) => stage.sql(`SELECT count(*)::int AS n FROM ${table}`)
  const taken = Map.groupBy(await entries(), ({ kind }) => kind)
  for (const [kind, table] of Object.entries({
    EVENT: 'audit_event',
    PUBLICATION: 'publication',
    REVIEW_STEP: 'review_step',
    PARTICIPANT: 'edition_participant',
    KEY: 'proof_key',
  })) {
    expect([kind, taken.get(kind)?.length]).toEqual([kind, (await count(table))[0]?.['n']])
  }
  expect(await stage.sql(`SELECT kind FROM proof_pending WHERE kind <> 'CHECKPOINT'`)).toEqual([])

  const before = await entries()
  await seal(own.proof)
  expect((await entries()).filter(({ kind }) => kind !== 'CHECKPOINT')).toEqual(before)
  expect(await verdict()).toEqual([])
})

test('a clock that is set back an hour changes no order: of events, of versions, of receipts', async () => {
  const first = await published(stage)
  const then = stage.clock.now()
  stage.clock.set(new Date(then.getTime() - 60 * 60 * 1000).toISOString())
  await publish(stage, await revisedAndApproved(stage, first))
  await seal(own.proof)
  stage.clock.set(then.toISOString())

  const pool = openPublicPool(stage.url, 1)
  const receipt = await readReceipt(pool, first.indexNumber ?? '')
  await pool.end()
  // The second version cannot have been public before the first was.
  expect(receipt).toMatchObject({ version: 2, firstPublishedAt: then, validFrom: then })
  expect(receipt?.released?.at).toEqual(new Date(then.getTime() - 60 * 60 * 1000))
  const acts = await stage.sql(
    `SELECT e.subject, a.seq FROM proof_entry e JOIN audit_event a ON a.seq::text = e.subject
      WHERE e.kind = 'EVENT' ORDER BY e.seq`,
  )
  const order = acts.map(({ seq }) => Number(seq))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(await verdict()).toEqual([])
})

test('a transaction that commits late is taken late, and not lost', async () => {
  const slow = new Client({ connectionString: stage.url })
  await slow.connect()
  await slow.query('BEGIN')
  await slow.query(`INSERT INTO proof_pending (kind, subject) VALUES ('EVENT', 'late')`)
  // A checkpoint that has just been signed is taken in the next time.
  const [before] = await stage.sql(
    `SELECT count(*)::int AS n FROM proof_pending WHERE kind <> 'CHECKPOINT'`,
  )
  await published(stage)
  await seal(own.proof)
  expect(before).toEqual({ n: 0 })
  await slow.query('COMMIT')
  await slow.end()
  await seal(own.proof)
  const [last] = (await entries()).filter(({ kind }) => kind !== 'CHECKPOINT').slice(-1)
  expect(last).toMatchObject({ subject: 'late', row_hash: null })
  // Such a note, without its row, is what a row leaves that was deleted before it was sealed.
  expect(await verdict()).toMatchObject([{ code: 'ROW_DELETED' }])
})

test('two servers that seal at once write one chain', async () => {
  await published(stage)
  const counts = await Promise.all([seal(own.proof), seal(own.proof), seal(own.proof)])
  const numbers = (await entries()).map(({ seq }) => Number(seq))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  expect(counts.toSorted((a, b) => b - a).slice(1)).toEqual([0, 0])
})

test('a checkpoint is signed after an hour, not before, and not without news', async () => {
  await appendCheckpoint(own.proof, { now: true })
  const before = (await checkpoints()).length
  await published(stage)
  await seal(own.proof)
  expect(await checkpoints()).toHaveLength(before)

  const later = new Date(stage.clock.now().getTime() + 60 * 60 * 1000).toISOString()
  stage.clock.set(later)
  await seal(own.proof)
  expect(await checkpoints()).toHaveLength(before + 1)
  stage.clock.set(new Date(Date.parse(later) + 2 * 60 * 60 * 1000).toISOString())
  await seal(own.proof)
  expect(await checkpoints()).toHaveLength(before + 1)
})

test('a checkpoint is signed after 1,000 entries', async () => {
  const before = (await checkpoints()).length
  await stage.sql(
    `INSERT INTO audit_event (at, action, subject_type, subject_id)
     SELECT now(), 'test.many', 'Test', n::text FROM generate_series(1, 2100) n`,
  )
  expect(await seal(own.proof)).toBeGreaterThanOrEqual(2100)
  expect(await checkpoints()).toHaveLength(before + 2)
})

test('checkpoints are written beside the database, each once, even when the file was cut off', async () => {
  const file = join(own.proof.folder, 'checkpoints.ndjson')
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  const sizes = lines.map((line) => (JSON.parse(line) as { size: number }).size)
  expect(sizes).toEqual((await checkpoints()).map(({ size }) => Number(size)))
})
