import { Pool } from 'pg'
import { asRole } from './application-role.ts'

/** A read-only pool for the public plane: a defect there cannot write. */
export type PublicPool = Pool

/** Opens the public plane's pool; statements are prepared by name and read only. */
export function openPublicPool(
  url: string,
  connections = 8,
  role: string | null = null,
): PublicPool {
  return new Pool({
    connectionString: url,
    max: connections,
    application_name: 'gongkai-public',
    connectionTimeoutMillis: 10_000,
    statement_timeout: 10_000,
    options: `-c default_transaction_read_only=on -c TimeZone=UTC${asRole(role)}`,
  })
}
