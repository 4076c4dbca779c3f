import { type Database, Prisma } from '../../platform/db/client.ts'
import type { IndexedVersion } from './ports.ts'

/** Where the state of the index is kept. */
export interface StateStore {
  readonly database: Database
  readonly clock: { now(): Date }
}

/** First and longest pause before a record that the engine refused is tried again. */
const FIRST_PAUSE = '1 minute'
const LONGEST_PAUSE = '6 hours'

/** Which debts are looked for: all, or those of publications since a time and of what could not be written before. */
export interface OwedSince {
  readonly since?: Date
}

/**
 * Records whose newest publication the index is not known to hold, the oldest debt first. Derived from the publications
 * themselves, so that no lost job can hide one.
 */
export async function owedRecords(
  { database, clock }: StateStore,
  most: number,
  { since }: OwedSince = {},
): Promise<string[]> {
  const rested = Prisma.sql`s.updated_at + least(
    ${FIRST_PAUSE}::interval * power(2, least(s.attempts, 20) - 1), ${LONGEST_PAUSE}::interval) <= ${clock.now()}`
  const lately = since
    ? Prisma.sql`AND p.disclosure_id IN (
        SELECT disclosure_id FROM publication WHERE valid_to IS NULL AND valid_from >= ${since}
         UNION SELECT disclosure_id FROM search_state s
                WHERE status = 'PENDING' OR status = 'FAILED' AND ${rested})`
    : Prisma.empty
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT p.disclosure_id::text id
      FROM publication p LEFT JOIN search_state s ON s.disclosure_id = p.disclosure_id
     WHERE p.valid_to IS NULL AND s.indexed_version IS DISTINCT FROM p.version ${lately}
       AND (s.status IS DISTINCT FROM 'FAILED' OR s.version < p.version OR ${rested})
     ORDER BY p.valid_from, p.disclosure_id LIMIT ${most}`
  return rows.map(({ id }) => id)
}

/** The version of the newest publication of each of the records that were ever public. */
export async function newestVersions(
  { database }: StateStore,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await database.$queryRaw<IndexedVersion[]>`
    SELECT disclosure_id::text id, version FROM publication
     WHERE valid_to IS NULL AND disclosure_id = ANY(${ids}::uuid[])`
  return new Map(rows.map(({ id, version }) => [id, version]))
}

/** Those of the records whose newest publication the index is not known to hold, as it is or by its absence. */
export async function unsynced(
  { database }: StateStore,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT p.disclosure_id::text id
      FROM publication p LEFT JOIN search_state s ON s.disclosure_id = p.disclosure_id
     WHERE p.valid_to IS NULL AND p.disclosure_id = ANY(${ids}::uuid[])
       AND s.indexed_version IS DISTINCT FROM p.version`
  return rows.map(({ id }) => id)
}

/** The engine has confirmed these versions: as documents, or as not listed and therefore absent. */
export async function markSynced(
  store: StateStore,
  records: readonly IndexedVersion[],
  task: string | null,
): Promise<void> {
  const { ids, versions } = columns(records)
  await store.database.$executeRaw`
    INSERT INTO search_state AS s (disclosure_id, version, indexed_version, status, task, updated_at)
    SELECT id, version, version, 'SYNCED'::index_status, ${task}, ${store.clock.now()}
      FROM unnest(${ids}::uuid[], ${versions}::int[]) AS r (id, version)
    ON CONFLICT (disclosure_id) DO UPDATE
       SET version = excluded.version, indexed_version = excluded.version, status = 'SYNCED', task = excluded.task,
           attempts = 0, last_error = NULL, updated_at = excluded.updated_at`
}

/** These could not be brought into the index: refused for good, or not now. */
export async function markUnsynced(
  store: StateStore,
  records: readonly IndexedVersion[],
  status: 'FAILED' | 'PENDING',
  code: string,
): Promise<void> {
  const { ids, versions } = columns(records)
  await store.database.$executeRaw`
    INSERT INTO search_state AS s (disclosure_id, version, status, attempts, last_error, updated_at)
    SELECT id, version, ${status}::index_status, 1, ${code}, ${store.clock.now()}
      FROM unnest(${ids}::uuid[], ${versions}::int[]) AS r (id, version)
    ON CONFLICT (disclosure_id) DO UPDATE
       SET version = excluded.version, status = excluded.status, last_error = excluded.last_error,
           attempts = CASE WHEN s.version = excluded.version THEN s.attempts + 1 ELSE 1 END,
           updated_at = excluded.updated_at`
}

/** What the state says of these is not so: they are owed again. */
export async function markOwed(store: StateStore, ids: readonly string[]): Promise<void> {
  await store.database.$executeRaw`
    UPDATE search_state SET indexed_version = NULL, status = 'PENDING', updated_at = ${store.clock.now()}
     WHERE disclosure_id = ANY(${ids}::uuid[])`
}

/** How many documents the index is known to have. */
export async function documentsKnown({ database }: StateStore): Promise<number> {
  const rows = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int count FROM search_state s
      JOIN publication p ON p.disclosure_id = s.disclosure_id AND p.version = s.indexed_version
     WHERE p.withdrawal_type IS NULL AND p.audience = 'SOCIETY'
       AND (p.display_until IS NULL OR p.display_until > now())`
  return rows[0]?.count ?? 0
}

/** Which versions of which records these are. */
export async function versionsKnown({
  database,
}: StateStore): Promise<ReadonlyMap<string, number>> {
  const rows = await database.$queryRaw<IndexedVersion[]>`
    SELECT s.disclosure_id::text id, s.indexed_version version FROM search_state s
      JOIN publication p ON p.disclosure_id = s.disclosure_id AND p.version = s.indexed_version
     WHERE p.withdrawal_type IS NULL AND p.audience = 'SOCIETY'
       AND (p.display_until IS NULL OR p.display_until > now())`
  return new Map(rows.map(({ id, version }) => [id, version]))
}

function columns(records: readonly IndexedVersion[]) {
  return { ids: records.map(({ id }) => id), versions: records.map(({ version }) => version) }
}
