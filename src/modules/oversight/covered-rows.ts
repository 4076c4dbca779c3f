import type { Database, Transaction } from '../../platform/db/client.ts'
import { type Covered, subjectSql } from './covered.ts'
import type { Columns } from './entry.ts'
import type { TableRow } from './table-digests.ts'

type Db = Database | Transaction

const PAGE = 2_000

/** The rows that are named, by their subjects, as far as they are there: all columns, as PostgreSQL makes JSON of them. */
export async function coveredRows(
  db: Db,
  source: Covered,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, Columns>> {
  const { table, keyType } = source
  const [first] = source.key
  // A subject begins with its first key; what is no value of the key's type names no row.
  const keys = [...new Set(subjects.map((subject) => subject.split(':', 1)[0] ?? ''))]
  const found = await db.$queryRawUnsafe<{ subject: string; row: Columns }[]>(
    `SELECT ${subjectSql(source)} AS subject, to_jsonb(t) AS row FROM ${table} t
      WHERE ${first} = ANY(ARRAY(SELECT key::${keyType} FROM unnest($1::text[]) key
                                  WHERE pg_input_is_valid(key, '${keyType}')))`,
    keys,
  )
  return new Map(found.map(({ subject, row }) => [subject, row]))
}

/** Some columns of a row; one that is not there any more is null. */
export function pick(row: Columns, columns: readonly string[]): Columns {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))
}

/** Rows of the tables of publications, in the order of publication, table and number. */
export async function* tableRows(
  db: Db,
  publicationIds: readonly string[],
): AsyncGenerator<TableRow> {
  let after = { publicationId: '00000000-0000-0000-0000-000000000000', field: '', no: 0 }
  for (;;) {
    const page = await db.$queryRawUnsafe<TableRow[]>(
      `SELECT publication_id::text AS "publicationId", field, no, content FROM publication_row
        WHERE publication_id = ANY($1::uuid[]) AND (publication_id, field, no) > ($2::uuid, $3, $4::int)
        ORDER BY publication_id, field, no LIMIT ${PAGE}`,
      publicationIds,
      after.publicationId,
      after.field,
      after.no,
    )
    yield* page
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last
  }
}

/** Those of the publications that have rows in a table. */
export async function withTables(db: Db, publicationIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT id FROM unnest($1::text[]) id
      WHERE EXISTS (SELECT FROM publication_row WHERE publication_id = id::uuid)`,
    publicationIds,
  )
  return new Set(rows.map(({ id }) => id))
}
