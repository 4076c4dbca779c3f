import { Client } from 'pg'

const ROLE = 'gongkai_app'

/**
 * The role that the application works as: one that owns no table, so that to what proof rests on it can only add. Null
 * where the database has no such role, or the user may not take it.
 */
export async function applicationRole(connectionString: string): Promise<string | null> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query(
      `SELECT FROM pg_roles WHERE rolname = $1 AND pg_has_role(current_user, oid, 'SET')`,
      [ROLE],
    )
    return rows.length > 0 ? ROLE : null
  } finally {
    await client.end()
  }
}

/** The option of a session that takes the role from its beginning. */
export function asRole(role: string | null): string {
  return role === null ? '' : ` -c role=${role}`
}
