import { Client } from 'pg'
import { type Evidence, evidenceOf, witnessOf } from '../../src/modules/oversight/proof.ts'
import { schemes } from '../../src/modules/oversight/signature.ts'
import { signerOf } from '../../src/modules/oversight/signing-key.ts'
import { openDatabase } from '../../src/platform/db/client.ts'
import { DomainError } from '../../src/platform/errors.ts'
import type { DomainEvent } from '../../src/platform/jobs.ts'
import { createLog } from '../../src/platform/log.ts'
import type { Platform } from '../../src/platform/platform.ts'
import type { Reaction } from '../../src/platform/reaction.ts'
import { type County, createCounty } from './county.ts'
import { testDatabase } from './database.ts'
import { recordedJobs } from './recorded-jobs.ts'
import { testSealer } from './sealing.ts'

/** A clock that stands still until a test moves it. */
export interface StillClock {
  readonly now: () => Date
  readonly set: (time: string) => void
}

/** Commands on a real database with a small county in it, and what can be seen of their effects. */
export interface Stage {
  readonly url: string
  readonly platform: Platform
  /** What its audit rows are signed and blinded with. */
  readonly evidence: Evidence
  readonly county: County
  readonly clock: StillClock
  /** Runs one statement past the application. */
  readonly sql: (statement: string, values?: readonly unknown[]) => Promise<Row[]>
  /** Gives a submitted edition other content, as an older program might have left it; the database forbids it now. */
  rewrite(editionId: string, content: string, values?: readonly unknown[]): Promise<void>
  /** Events of committed commands, in order. */
  readonly events: () => Promise<DomainEvent[]>
  /** A digest of every table's rows. */
  readonly contents: () => Promise<unknown>
  /** The refusal that an attempt met, with proof that it changed nothing. */
  readonly refusal: (attempt: () => Promise<unknown>) => Promise<DomainError>
  readonly close: () => Promise<void>
}

type Row = Record<string, unknown>

/** Noon of 2026-03-03 in the county. */
export const TODAY = '2026-03-03T04:00:00.000Z'

/** Opens a stage with a database of its own, on which some modules react to what others do. */
export async function openStage(reactions: readonly Reaction[] = []): Promise<Stage> {
  const own = await testDatabase()
  const { url } = own
  const database = openDatabase(url, testSealer)
  const client = new Client({ connectionString: url })
  await client.connect()
  const sql: Stage['sql'] = async (statement, values = []) =>
    (await client.query<Row>(statement, [...values])).rows

  await sql('CREATE TABLE emitted (seq bigserial, name text, data jsonb)')
  const county = await createCounty(database)
  const clock = stillClock()
  const evidence = await evidenceOf(database, signerOf('ed25519', schemes.ed25519.newKey()))
  const log = createLog({ level: 'silent' })
  const witness = witnessOf(evidence)
  const platform = { database, jobs: recordedJobs(reactions), clock, log, witness }
  const tables = await sql(`SELECT relname AS name FROM pg_stat_user_tables
                             WHERE schemaname = 'public' ORDER BY relname`)
  const digests = tables.map(
    ({ name }) => `SELECT '${String(name)}' AS name, count(*)::int AS rows,
                          md5(coalesce(string_agg(t::text, ' ' ORDER BY t::text), '')) AS digest
                     FROM "${String(name)}" t`,
  )
  const contents = () => sql(`${digests.join(' UNION ALL ')} ORDER BY name`)

  return {
    url,
    platform,
    evidence,
    county,
    clock,
    sql,
    contents,
    async rewrite(editionId, content, values = []) {
      const trigger = 'TRIGGER edition_keep_submitted_content'
      await sql(`ALTER TABLE edition DISABLE ${trigger}`)
      await sql(`UPDATE edition SET content = ${content} WHERE id = $1`, [editionId, ...values])
      await sql(`ALTER TABLE edition ENABLE ${trigger}`)
    },
    async events() {
      return (await sql('SELECT name, data FROM emitted ORDER BY seq')) as unknown as DomainEvent[]
    },
    async refusal(attempt) {
      const before = await contents()
      const answer = await attempt().then(
        () => new Error('it was not refused'),
        (error: unknown) => error,
      )
      if (!(answer instanceof DomainError)) throw answer
      const after = await contents()
      if (JSON.stringify(after) !== JSON.stringify(before)) {
        throw new Error(`refused with ${answer.code}, but rows have changed`)
      }
      return answer
    },
    async close() {
      await database.$disconnect()
      await client.end()
      await own.drop()
    },
  }
}

/** What came of several attempts at once: the results, and the codes of the refusals; a defect is thrown. */
export async function race<T>(
  attempts: readonly Promise<T>[],
): Promise<{ done: T[]; refused: string[] }> {
  const outcomes = await Promise.allSettled(attempts)
  const done = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [codeOf(one.reason)] : []))
  return { done, refused }
}

function codeOf(error: unknown): string {
  if (!(error instanceof DomainError)) throw error
  return error.code
}

function stillClock(): StillClock {
  let now = new Date(TODAY)
  return {
    now: () => new Date(now),
    set(time) {
      now = new Date(time)
    },
  }
}
