import { Client } from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { approved, published, refer } from '../../../test/support/editions.ts'
import { testSealer } from '../../../test/support/sealing.ts'
import { openStage } from '../../../test/support/stage.ts'
import { systemClock } from '../../platform/clock.ts'
import { openDatabase } from '../../platform/db/client.ts'
import type { Platform } from '../../platform/platform.ts'
import { schedulePublication } from './commands/create-release.ts'
import { releaseTimer } from './handlers.ts'

const stage = await openStage()
afterAll(stage.close)
const { sql } = stage
const approver = stage.county.person('mzj', 'APPROVER')

const MANY = 500
/** Over so long, which leaves a server the time that it needs for other things. */
const SPAN_MS = 100_000
/** What may well be due at one and the same moment: eight o'clock. */
const AT_ONCE = 50
/** Records that go all the way, which is several times the work of the publication alone. */
const TRIALS = 5

/** A server as far as timers go: with a database connection and a clock of its own. */
function server(): Platform & { close(): Promise<void> } {
  const database = openDatabase(stage.url, testSealer)
  const platform = { ...stage.platform, database, clock: systemClock }
  return { ...platform, close: () => database.$disconnect() }
}

/** Many approved editions like one that went through the review, each of a record of its own, named by a word. */
async function copiesOf(editionId: string, name: string, count: number): Promise<void> {
  const copies = `FROM generate_series(1, ${count}) no`
  const like = (table: string, changes: string, of: string) =>
    `INSERT INTO ${table} SELECT r.* ${copies}, ${table} t,
       jsonb_populate_record(t, jsonb_build_object(${changes})) r WHERE ${of}`
  const record = `md5('record ${name}' || no)::uuid`
  const edition = `md5('edition ${name}' || no)::uuid`
  await sql(
    like(
      'disclosure',
      `'id', ${record}`,
      `t.id = (SELECT disclosure_id FROM edition WHERE id = '${editionId}')`,
    ),
  )
  await sql(
    like('edition', `'id', ${edition}, 'disclosure_id', ${record}`, `t.id = '${editionId}'`),
  )
  await sql(
    like('edition_participant', `'edition_id', ${edition}`, `t.edition_id = '${editionId}'`),
  )
}

interface Schedules {
  readonly editionId: string
  readonly name: string
  readonly count: number
  readonly everyMs: number
}

/** Schedules all copies, one after the other from `first` on, as the command would have done it before. */
async function schedule({ editionId, name, count, everyMs }: Schedules, first: Date) {
  await sql(
    `INSERT INTO release (id, state, due_at, created_by_id, created_at)
     SELECT md5('release ${name}' || no)::uuid, 'SCHEDULED',
            $1::timestamptz + no * interval '${everyMs} ms', $2, now()
       FROM generate_series(1, ${count}) no`,
    [first, approver.userId],
  )
  await sql(
    `INSERT INTO release_member (release_id, edition_id, position, content_hash, round)
     SELECT md5('release ${name}' || no)::uuid, md5('edition ${name}' || no)::uuid, 0, content_hash, round
       FROM generate_series(1, ${count}) no, edition WHERE edition.id = $1`,
    [editionId],
  )
}

/** How late each of some schedules was for everybody, in order; two servers race for them. */
async function latenessOf(schedules: Schedules): Promise<number[]> {
  const { name, count } = schedules
  await copiesOf(schedules.editionId, name, count)
  const listener = new Client({ connectionString: stage.url })
  await listener.connect()
  const seen: number[] = []
  listener.on('notification', ({ payload = '' }) => seen.push(Date.now() - Number(payload)))
  await listener.query('LISTEN fired')
  const servers = [server(), server()]
  const timers = servers.map(releaseTimer)
  await schedule(schedules, new Date(Date.now() + 1_000))
  for (const timer of timers) timer.start()
  await vi.waitUntil(() => seen.length === count, { timeout: 2 * SPAN_MS, interval: 100 })
  await Promise.all(timers.map((timer) => timer.stop()))
  await Promise.all(servers.map((one) => one.close()))
  await listener.end()
  const late = seen.toSorted((a, b) => a - b)
  console.log(
    `lateness of ${count} ${name}: p50 ${shareOf(late, 0.5)} ms, p99 ${shareOf(late, 0.99)} ms, worst ${shareOf(late, 1)} ms`,
  )
  return late
}

const shareOf = (late: readonly number[], share: number) =>
  late[Math.ceil(late.length * share) - 1] ?? 0

test('two servers race for 500 schedules, and for 50 at one moment: each fires once, 99 of 100 within a second', async () => {
  const ready = await approved(stage)
  // What a machine that has more to do than it can needs for one, nothing is faster than.
  const began = performance.now()
  for (let no = 0; no < TRIALS; no++) await published(stage)
  const cost = (performance.now() - began) / TRIALS
  // Told when it is committed and everybody can read it, which is later than what is stored.
  await sql(`CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.state = 'PUBLISHED' THEN
        PERFORM pg_notify('fired', (extract(epoch FROM NEW.due_at) * 1000)::text);
      END IF;
      RETURN NULL; END $$`)
  await sql('CREATE TRIGGER tell AFTER UPDATE ON release FOR EACH ROW EXECUTE FUNCTION tell()')
  const editionId = ready.id

  const spread = { editionId, name: 'one after the other', count: MANY, everyMs: SPAN_MS / MANY }
  const late = await latenessOf(spread)
  expect(shareOf(late, 0.99)).toBeLessThan(Math.max(1_000, 5 * cost))
  expect(late[0]).toBeGreaterThanOrEqual(0)

  const atOnce = await latenessOf({ editionId, name: 'at one moment', count: AT_ONCE, everyMs: 0 })
  // One after the other, each with the work of a publication.
  expect(shareOf(atOnce, 1)).toBeLessThan(1_000 + AT_ONCE * cost)

  const twice = `SELECT count(*)::int AS publications, count(DISTINCT edition_id)::int AS editions,
                        count(DISTINCT index_number)::int AS numbers FROM publication`
  const all = MANY + AT_ONCE + TRIALS
  expect(await sql(twice)).toEqual([{ publications: all, editions: all, numbers: all }])
  const kept = `SELECT count(*)::int AS n FROM release WHERE lateness_ms >= 0 AND state = 'PUBLISHED'`
  expect(await sql(kept)).toEqual([{ n: MANY + AT_ONCE }])
}, 360_000)

test('what came due while no server ran fires at the start, and what is scheduled a moment ahead in time', async () => {
  const one = server()
  stage.clock.set(new Date().toISOString())
  const [missed, near] = [await approved(stage), await approved(stage)]
  const at = (ms: number) => new Date(Date.now() + ms)
  const release = await schedulePublication(one, approver, { ...refer(missed), at: at(60_000) })
  await sql(`UPDATE release SET due_at = now() - interval '1 hour' WHERE id = $1`, [release.id])
  const timer = releaseTimer(one)
  timer.start()
  const latenessOf = async (id: string) => {
    const [row] = await sql('SELECT lateness_ms FROM release WHERE id = $1', [id])
    return row?.['lateness_ms'] as number | null
  }
  const fired = (id: string) => vi.waitUntil(() => latenessOf(id), { timeout: 15_000 })
  expect(await fired(release.id)).toBeGreaterThan(3_500_000)
  const soon = await schedulePublication(one, approver, { ...refer(near), at: at(60_000) })
  await sql(`UPDATE release SET due_at = now() + interval '100 ms' WHERE id = $1`, [soon.id])
  expect(await fired(soon.id)).toBeLessThan(2_000)
  await timer.stop()
  await one.close()
})

test('a release that cannot be fired for a reason of the machine keeps no other waiting', async () => {
  const one = server()
  stage.clock.set(new Date().toISOString())
  const [broken, sound] = [await approved(stage), await approved(stage)]
  const at = new Date(Date.now() + 60_000)
  const first = await schedulePublication(one, approver, { ...refer(broken), at })
  await sql(`CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.edition_id = '${broken.id}' THEN RAISE EXCEPTION 'the disk is full'; END IF;
      RETURN NEW; END $$`)
  await sql(
    'CREATE TRIGGER break BEFORE INSERT ON publication FOR EACH ROW EXECUTE FUNCTION break()',
  )
  const second = await schedulePublication(one, approver, { ...refer(sound), at })
  await sql(`UPDATE release SET due_at = now() - interval '1 second' WHERE state = 'SCHEDULED'`)
  const timer = releaseTimer(one)
  timer.start()
  const stateOf = async (id: string) => {
    const [row] = await sql('SELECT state FROM release WHERE id = $1', [id])
    return row?.['state']
  }
  await vi.waitUntil(async () => (await stateOf(second.id)) === 'PUBLISHED', { timeout: 15_000 })
  expect(await stateOf(first.id)).toBe('SCHEDULED')
  await timer.stop()
  await one.close()
})
