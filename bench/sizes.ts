import type { Stage } from './stage.ts'

/** Bytes that one public record takes on disk. */
export interface Sizes {
  readonly records: number
  /** Of its own rows: record, edition and publication, with what is kept out of line, and their indexes. */
  readonly rows: number
  readonly longTexts: number
  readonly indexes: number
  /** Of which the index for searching without an engine. */
  readonly trigrams: number
  /** What else its way to the public leaves: signatures, audit rows, the ledger, jobs that are still kept. */
  readonly trail: number
  /** In the index of the engine, of those that are in it. */
  readonly document: number
}

/** What there is for each record, with indexes as they are after the copies were added. */
export async function sizesOf({ sql, meilisearch, trail }: Stage): Promise<Sizes> {
  const [found] = await sql(
    `SELECT sum(pg_relation_size(c.oid))::float8 AS rows, sum(pg_indexes_size(c.oid))::float8 AS indexes,
            sum(coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0))::float8 AS "longTexts",
            pg_relation_size('publication_search_text_trgm')::float8 AS trigrams,
            (SELECT count(*) FROM disclosure WHERE index_number IS NOT NULL)::float8 AS records
       FROM pg_class c WHERE c.oid IN ('disclosure'::regclass, 'edition'::regclass, 'publication'::regclass)`,
  )
  const records = Number(found?.['records'])
  const each = (name: string) => Math.round(Number(found?.[name]) / records)
  const headers = { authorization: `Bearer ${meilisearch.apiKey ?? ''}` }
  const { usedDatabaseSize, indexes } = (await (
    await fetch(`${meilisearch.url}/stats`, { headers })
  ).json()) as {
    usedDatabaseSize: number
    indexes: Record<string, { numberOfDocuments: number }>
  }
  const documents = Object.values(indexes).reduce((sum, one) => sum + one.numberOfDocuments, 0)
  return {
    ...{ records, rows: each('rows'), longTexts: each('longTexts'), indexes: each('indexes') },
    ...{ trigrams: each('trigrams'), trail, document: Math.round(usedDatabaseSize / documents) },
  }
}

/** Bytes of all tables beside those of the records' own rows. */
export async function trailOf(sql: Stage['sql']): Promise<number> {
  const [found] = await sql(
    `SELECT sum(pg_total_relation_size(oid))::float8 AS bytes FROM pg_class
      WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace)
        AND relname NOT IN ('disclosure', 'edition', 'publication')`,
  )
  return Number(found?.['bytes'])
}
