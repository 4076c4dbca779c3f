/** Runs one statement past the application. */
type Sql = (statement: string, values?: readonly unknown[]) => Promise<unknown>

export interface Many {
  /** How many records to add. */
  readonly count: number
  /** Over how many of the county's organizations, in its order; all when left out. */
  readonly organizations?: number
  readonly years?: number
  /** Told of progress. */
  readonly say?: (text: string) => void
}

const BATCH = 100_000

/**
 * Adds public records past the commands, fast: copies of what the real commands have published (those without tables),
 * with ids, numbers, organizations and times of their own. Copied whole, they have whatever columns publishing fills.
 */
export async function addManyRecords(
  sql: Sql,
  { count, organizations, years = 10, say }: Many,
): Promise<void> {
  await sql('DROP TABLE IF EXISTS bulk_copy')
  await sql(
    `CREATE UNLOGGED TABLE bulk_copy AS
     WITH template AS (
       SELECT row_number() OVER (ORDER BY p.first_published_at, p.id) - 1 AS n, count(*) OVER () AS total,
              p.id AS template, p.edition_id AS edition, p.disclosure_id AS disclosure
         FROM publication p
        WHERE valid_to IS NULL AND withdrawal_type IS NULL AND audience = 'SOCIETY' AND display_until IS NULL
          AND series IS NULL AND edition_id IS NOT NULL AND p.title NOT LIKE '%号副本'
          AND NOT EXISTS (SELECT FROM publication_row r WHERE r.publication_id = p.id)),
     place AS (
       SELECT row_number() OVER (ORDER BY position, code) - 1 AS n, code, full_name, uscc FROM organization
        ORDER BY position, code LIMIT $2)
     SELECT i, template, edition, disclosure, uuidv7() AS new_disclosure, uuidv7() AS new_edition, uuidv7() AS new_id,
            code, full_name, uscc, published, to_char(published, 'YYYY')::int AS year,
            (SELECT coalesce(max(last), 0) FROM index_counter)
              + row_number() OVER (PARTITION BY uscc, to_char(published, 'YYYY') ORDER BY i) AS serial
       FROM generate_series(1, $1::int) AS i
       CROSS JOIN LATERAL (SELECT now() - make_interval(secs => (($1 - i + 1)::float8 / $1 * $3 * 31557600))) AS t (published)
       JOIN template ON template.n = i % template.total
       JOIN place ON place.n = (i::bigint * 7919) % (SELECT count(*) FROM place)`,
    [count, organizations ?? null, years],
  )
  await sql(`ALTER TABLE bulk_copy ADD number text
             GENERATED ALWAYS AS (uscc || '/' || year || '-' || lpad(serial::text, 5, '0')) STORED`)
  await sql(
    `INSERT INTO index_counter (front, year, last) SELECT uscc, year, max(serial) FROM bulk_copy GROUP BY uscc, year
     ON CONFLICT (front, year) DO UPDATE SET last = excluded.last`,
  )
  await sql('ANALYZE bulk_copy')
  for (let done = 0; done < count; done += BATCH) {
    for (const { table, key, values } of COPIES) {
      await sql(
        `INSERT INTO ${table} SELECT copied.*
           FROM (SELECT * FROM bulk_copy WHERE i > $1 AND i <= $2 ORDER BY i) c JOIN ${table} t ON t.id = c.${key},
                jsonb_populate_record(t, jsonb_build_object(${values})) copied`,
        [done, done + BATCH],
      )
    }
    say?.(`${Math.min(done + BATCH, count)} of ${count}`)
  }
  await sql('DROP TABLE bulk_copy')
  // What autovacuum would have done by the time that there are so many.
  await sql('VACUUM ANALYZE disclosure, edition, publication')
}

const TIMES = (...columns: string[]) =>
  columns.map((column) => `'${column}', c.published`).join(', ')

const COPIES = [
  {
    table: 'disclosure',
    key: 'disclosure',
    values: `'id', c.new_disclosure, 'organization_code', c.code, 'index_number', c.number, ${TIMES('created_at')}`,
  },
  {
    table: 'edition',
    key: 'edition',
    values: `'id', c.new_edition, 'disclosure_id', c.new_disclosure, 'number', 1, 'title', t.title || c.i || '号副本',
             ${TIMES('created_at', 'updated_at', 'submitted_at', 'approved_at', 'published_at')}`,
  },
  {
    table: 'publication',
    key: 'template',
    values: `'id', c.new_id, 'disclosure_id', c.new_disclosure, 'edition_id', c.new_edition, 'version', 1,
             'index_number', c.number, 'organization_code', c.code, 'organization_name', c.full_name,
             'title', t.title || c.i || '号副本', ${TIMES('first_published_at', 'valid_from')}`,
  },
] as const
