/** Runs one statement past the application. */
type Sql = (statement: string, values?: readonly unknown[]) => Promise<unknown>

/**
 * Adds records that are on their way, past the commands: drafts, returned ones, under review at each step, and approved,
 * of all organizations in turn, each written by its editor; and to public records the editions that came before.
 */
export async function addOpenEditions(sql: Sql, count: number): Promise<void> {
  await sql(
    `CREATE UNLOGGED TABLE bulk_open AS
     SELECT i, uuidv7() AS disclosure, uuidv7() AS edition, place.code, place.author, stage.*,
            now() - make_interval(mins => i) AS at
       FROM generate_series(1, $1::int) i
       JOIN (SELECT row_number() OVER (ORDER BY o.code) - 1 AS n, count(*) OVER () AS total, o.code, u.id AS author
               FROM organization o JOIN user_account u ON u.username = o.code || '.editor') place
         ON place.n = i % place.total
       JOIN (VALUES (0, 'DRAFT', 0, NULL, NULL), (1, 'DRAFT', 1, NULL, NULL), (2, 'IN_REVIEW', 1, 1, 'REVIEWER'),
                    (3, 'IN_REVIEW', 1, 2, 'APPROVER'), (4, 'APPROVED', 1, NULL, NULL))
            stage (no, state, round, step, role) ON stage.no = i / place.total % 5`,
    [count],
  )
  await sql(
    `INSERT INTO disclosure SELECT r.* FROM bulk_open b,
       LATERAL (SELECT d FROM disclosure d JOIN edition e ON e.disclosure_id = d.id WHERE e.state = 'PUBLISHED' LIMIT 1) t,
       jsonb_populate_record(t.d, jsonb_build_object('id', b.disclosure, 'organization_code', b.code,
         'index_number', NULL, 'created_at', b.at)) r`,
  )
  await sql(
    `INSERT INTO edition SELECT r.* FROM bulk_open b,
       LATERAL (SELECT e FROM edition e WHERE e.state = 'PUBLISHED' AND e.number = 1 AND e.round = 1
                   AND EXISTS (SELECT FROM edition_participant p WHERE p.edition_id = e.id) LIMIT 1) t,
       jsonb_populate_record(t.e, jsonb_build_object('id', b.edition, 'disclosure_id', b.disclosure, 'number', 1,
         'state', b.state, 'round', b.round, 'waiting_step', b.step, 'waiting_role', b.role, 'author_id', b.author,
         'title', '在办' || b.i, 'created_at', b.at, 'updated_at', b.at, 'published_at', NULL)) r`,
  )
  await sql(
    `INSERT INTO edition_participant (edition_id, user_id, round, step) SELECT edition, author, 0, 0 FROM bulk_open`,
  )
  await sql(
    `INSERT INTO edition SELECT r.* FROM edition e,
       jsonb_populate_record(e, jsonb_build_object('id', uuidv7(), 'number', 2, 'state', 'SUPERSEDED')) r
      WHERE e.state = 'PUBLISHED' AND e.number = 1`,
  )
  await sql('DROP TABLE bulk_open')
  await sql('VACUUM ANALYZE')
}
