import { addManyRecords } from '../test/support/many-records.ts'

type Sql = (
  statement: string,
  values?: readonly unknown[],
) => Promise<readonly Record<string, unknown>[]>

const COPIED = ['disclosure', 'edition', 'publication']

/** Does something past the rules of the public tables: nobody listens meanwhile, and copies of sound rows are sound. */
export async function unwatched(sql: Sql, work: () => Promise<unknown>): Promise<void> {
  const triggers = (verb: 'DISABLE' | 'ENABLE') =>
    sql(
      `ALTER TABLE publication ${verb} TRIGGER USER; ALTER TABLE publication_row ${verb} TRIGGER USER`,
    )
  await triggers('DISABLE')
  await work()
  await triggers('ENABLE')
}

/** Adds public records; the indexes are made anew afterwards, which takes a fraction of keeping them row by row. */
export async function addCopies(
  sql: Sql,
  count: number,
  say: (text: string) => void,
): Promise<void> {
  const indexes = await sql(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
      WHERE schemaname = 'public' AND tablename = ANY ($1)
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = (schemaname || '.' || indexname)::regclass)`,
    [COPIED],
  )
  for (const { name } of indexes) await sql(`DROP INDEX ${String(name)}`)
  await unwatched(sql, () => addManyRecords(sql, { count, say }))
  say(`${indexes.length} indexes`)
  await sql(`SET maintenance_work_mem = '1GB'`)
  for (const { definition } of indexes) await sql(String(definition))
  // Statistics of what is indexed by an expression come with the index.
  await sql(`ANALYZE ${COPIED.join(', ')}`)
}
