import { Pool, TypeOverrides, types } from 'pg'
import { asRole } from './application-role.ts'

/** A read-only pool for the public plane: a defect there cannot write. */
export type PublicPool = Pool

const { TIMESTAMPTZ } = types.builtins
const asDriver = types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date

/** A time as the database writes it. The driver's own reading allows for every zone and calendar; here all are in UTC. */
export function instant(text: string): Date {
  return text[4] === '-' && text.endsWith('+00')
    ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
    : asDriver(text)
}

/** How columns are read: as the driver does it, times faster. */
const reading = new TypeOverrides()
reading.setTypeParser(TIMESTAMPTZ, instant)

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
    types: reading,
    options: `-c default_transaction_read_only=on -c TimeZone=UTC${asRole(role)}`,
  })
}
