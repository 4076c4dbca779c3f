import type { PublicPool } from '../../platform/db/pool.ts'
import { ON_DISPLAY } from '../publication/read.ts'
import type { SearchEngine, SearchIndex } from './ports.ts'

/** A record of which the index and the publications do not agree. */
export interface Drifted {
  readonly disclosureId: string
  /** Null when nothing of it was ever public. */
  readonly indexNumber: string | null
  /** Version in the index, null when it is not there. */
  readonly indexed: number | null
  /** Version that is listed, null when it is not. */
  readonly listed: number | null
}

/** Everything in which the index differs from the publications. */
export interface SearchDrift {
  /** Listed, but cannot be found. */
  readonly missing: readonly Drifted[]
  /** Can be found, but is not listed. */
  readonly extra: readonly Drifted[]
  /** Found by the words of another version. */
  readonly stale: readonly Drifted[]
}

/** Compares the whole index with the publications. What is being published at this moment may show up as missing. */
export async function searchDrift(pool: PublicPool, engine: SearchEngine): Promise<SearchDrift> {
  const indexed = await versionsHeld(engine.live)
  const newest = await newestPublications(pool)
  const drifted = [...new Set([...indexed.keys(), ...newest.keys()])].flatMap((disclosureId) => {
    const publication = newest.get(disclosureId)
    const entry: Drifted = {
      disclosureId,
      indexNumber: publication?.indexNumber ?? null,
      indexed: indexed.get(disclosureId) ?? null,
      listed: publication?.listed ? publication.version : null,
    }
    return entry.indexed === entry.listed ? [] : [entry]
  })
  return {
    missing: drifted.filter((entry) => entry.indexed === null),
    extra: drifted.filter((entry) => entry.listed === null),
    stale: drifted.filter((entry) => entry.indexed !== null && entry.listed !== null),
  }
}

/** The version of every record in an index; none where there is no index. */
export async function versionsHeld(index: SearchIndex): Promise<ReadonlyMap<string, number>> {
  const held = new Map<string, number>()
  if (!(await index.exists())) return held
  for await (const page of index.versions()) {
    for (const { id, version } of page) held.set(id, version)
  }
  return held
}

/** What is public of a record now. */
export interface Newest {
  readonly id: string
  readonly indexNumber: string
  readonly version: number
  readonly listed: boolean
}

/** The newest publication of every record that was ever public, listed or not. */
export async function newestPublications(pool: PublicPool): Promise<ReadonlyMap<string, Newest>> {
  const { rows } = await pool.query<Newest>(
    `SELECT disclosure_id id, index_number "indexNumber", version,
            withdrawal_type IS NULL AND audience = 'SOCIETY' AND ${ON_DISPLAY} listed
       FROM publication WHERE valid_to IS NULL ORDER BY index_number`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}
