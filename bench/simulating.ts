import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Cost, costOfPublishing } from './costing.ts'
import { type Mix, mixOf } from './mix.ts'
import { type Part, usages } from './processes.ts'
import { startProgram } from './program.ts'
import { measurePublishing } from './publishing.ts'
import { untilQuiet } from './quiet.ts'
import type { Order, Seen } from './readers.ts'
import type { Spread } from './spread.ts'
import { PASSWORD, type Stage } from './stage.ts'

/** A county's site at work. */
export interface Simulation {
  readonly records: number
  /** Of them in the index: the engine would take hours to have all. */
  readonly searchable: number
  readonly workers: number
  readonly seconds: number
  /** By what was asked. */
  readonly kinds: Readonly<Record<string, Spread & { perSecond: number }>>
  readonly perSecond: number
  /** Of the answers to documents, how many came from memory. */
  readonly hitRatio: number
  readonly failed: number
  readonly publish: { searchable: Spread; gone: Spread }
  /** Bytes at the end. */
  readonly memory: Readonly<Record<Part, number>>
  /** The same mix without publications, as fast as it is answered. */
  readonly most: {
    readonly atOnce: number
    readonly perSecond: number
    readonly kinds: Readonly<Record<string, Spread>>
  }
}

const WORKERS = 2
const WARM_UP_MS = 10_000
const AT_ONCE = 32
const PUBLISHED = 20
const QUIET_MS = 5_000

/** Readers of all kinds, while one record is published or withdrawn every second. */
export async function measureSimulation(
  on: Stage,
  env: Readonly<Record<string, string>>,
  seconds: number,
  say: (text: string) => void,
): Promise<Simulation & { publishing: Cost }> {
  await setAside(on)
  const before = await scansOf(on)
  const program = await startProgram({ ...env, WORKERS: String(WORKERS), SEED_DEMO: '0' })
  const mix = await mixOf(on, program.url)
  const [publishing, seen, publish, memory] = await (async () => {
    try {
      // A start looks whether the index has everything.
      await untilQuiet(on)
      const cost = await costOfPublishing(program.url, PUBLISHED, () => pause(QUIET_MS))
      say(`${seconds} s of a county's site`)
      const readers = startReaders({ url: program.url, mix, warmUpMs: WARM_UP_MS })
      // Each is published, and each withdrawn.
      const published = await measurePublishing(program.url, PASSWORD, on.subject, seconds / 2)
      return [cost, await readers.stop(), published, memoryOf()] as const
    } finally {
      // Statistics of the database are complete once its connections are closed.
      await program.stop()
    }
  })()
  const misses = (await scansOf(on)) - before
  say('the same, as fast as it is answered')
  const most = await mostOf(env, mix)
  const { documents, records } = await counted(on)
  const kept = ['pages', 'records', 'oldRecords', 'filtered']
  const asked = kept.reduce((sum, kind) => sum + (seen.asked[kind] ?? 0), 0)
  return {
    publishing,
    ...{ records, searchable: documents, workers: WORKERS, seconds, publish, memory },
    kinds: Object.fromEntries(
      Object.entries(seen.kinds).map(([kind, spread]) => {
        return [kind, { perSecond: mix[kind]?.perSecond ?? 0, ...spread }]
      }),
    ),
    perSecond: seen.perSecond,
    hitRatio: 1 - misses / asked,
    failed: seen.failed,
    most: { atOnce: AT_ONCE, perSecond: most.perSecond, kinds: most.kinds },
  }
}

async function mostOf(env: Readonly<Record<string, string>>, mix: Mix): Promise<Seen> {
  const program = await startProgram({ ...env, WORKERS: String(WORKERS), SEED_DEMO: '0' })
  try {
    const order = { url: program.url, mix, warmUpMs: WARM_UP_MS, atOnce: AT_ONCE }
    const readers = startReaders(order)
    await pause(3 * WARM_UP_MS)
    return await readers.stop()
  } finally {
    await program.stop()
  }
}

function startReaders(order: Order) {
  const child = fork(fileURLToPath(new URL('readers.ts', import.meta.url)))
  child.send(order)
  return {
    async stop(): Promise<Seen> {
      const told = once(child, 'message')
      child.send('stop')
      const [seen] = (await told) as [Seen]
      child.disconnect()
      if (seen.firstFailure) throw new Error(`${seen.failed} failed: ${seen.firstFailure}`)
      return seen
    },
  }
}

/** Has the index leave out what it does not have yet, for the hours that this takes. */
async function setAside({ sql }: Stage): Promise<void> {
  await sql(
    `INSERT INTO search_state (disclosure_id, version, status, attempts, last_error, updated_at)
     SELECT disclosure_id, version, 'FAILED', 20, 'SET_ASIDE', now() FROM publication p
      WHERE valid_to IS NULL
        AND NOT EXISTS (SELECT FROM search_state s WHERE s.disclosure_id = p.disclosure_id)`,
  )
  await sql('VACUUM ANALYZE search_state')
}

/** How often the database was asked for a record by its number, and for lists but those of an item, which feeds are. */
async function scansOf({ sql }: Stage): Promise<number> {
  const [found] = await sql(
    `SELECT sum(idx_scan)::int AS scans FROM pg_stat_user_indexes WHERE indexrelname = ANY ($1)`,
    [
      [
        'publication_as_of',
        'publication_one_live_number',
        'publication_first_published_at_id_idx',
        'publication_listed',
        'publication_listed_by_area',
        'publication_listed_by_organization',
        'publication_listed_by_organization_and_item',
      ],
    ],
  )
  return Number(found?.['scans'])
}

async function counted({ sql }: Stage): Promise<{ documents: number; records: number }> {
  const [found] = await sql(
    `SELECT (SELECT count(*)::int FROM search_state WHERE status = 'SYNCED') AS documents,
            (SELECT count(*)::int FROM publication WHERE valid_to IS NULL) AS records`,
  )
  return { documents: Number(found?.['documents']), records: Number(found?.['records']) }
}

function memoryOf(): Simulation['memory'] {
  const parts = Object.entries(usages()).map(([part, { bytes }]) => [part, bytes])
  return Object.fromEntries(parts) as Simulation['memory']
}
