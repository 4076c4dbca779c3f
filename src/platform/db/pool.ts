import { Pool, types } from 'pg'
import { asRole } from './application-role.ts'

/** A read-only pool for the public plane: a defect there cannot write. */
export type PublicPool = Pool

/** A time as the database writes it. The driver's own reading allows for every zone and calendar; here all are in UTC. */
export function instant(text: string): Date {
  return text[4] === '-' && text.endsWith('+00')
    ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
    : (types.getTypeParser(types.builtins.TIMESTAMPTZ)(text) as Date)
}

/** How columns are read: as the driver does it, times faster. */
const READING = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === types.builtins.TIMESTAMPTZ
      ? instant
      : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
}

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
    types: READING,
    options: `-c default_transaction_read_only=on -c TimeZone=UTC${asRole(role)}`,
  })
}
