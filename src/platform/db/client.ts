import { PrismaPg } from '@prisma/adapter-pg'
import type { Sealer } from '../sealing.ts'
import { asRole } from './application-role.ts'
import { Prisma, PrismaClient } from './generated/client.ts'

/** The database within a transaction. */
export type Transaction = Omit<Prisma.TransactionClient, '$transaction'> & Sealed

/** The editorial plane's database: everything that is not public is reached through it alone. */
export interface Database extends Omit<PrismaClient, '$transaction'>, Sealed {
  $transaction<T>(run: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
}

/** Where a transaction is not like the others: serializable, and over in two minutes. */
interface TransactionOptions {
  readonly isolationLevel?: Prisma.TransactionIsolationLevel
  readonly timeout?: number
}

/** Goes with the database, so that whoever reads personal data there can open it, and nobody else. */
interface Sealed {
  readonly sealer: Sealer
}

export { Prisma }

const STATEMENT_TIMEOUT_MS = 30_000

/**
 * Opens the editorial database. The transaction timeout stays well above the statement timeout: Prisma's fires during
 * COMMIT too and would take the process down. Sessions take the role, if one is given.
 */
export function openDatabase(
  url: string,
  sealer: Sealer,
  connections = 8,
  role: string | null = null,
): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: connections,
    application_name: 'gongkai-editorial',
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: 2 * STATEMENT_TIMEOUT_MS,
    // The adapter writes instants without their offset, as if the session were in UTC. Statements here find a few rows
    // along indexes: starting further processes for one costs more than it saves.
    options: `-c TimeZone=UTC -c max_parallel_workers_per_gather=0${asRole(role)}`,
  })
  const client = new PrismaClient({
    adapter,
    transactionOptions: {
      isolationLevel: 'Serializable',
      maxWait: 10_000,
      timeout: 4 * STATEMENT_TIMEOUT_MS,
    },
  })
  // A client's extension goes along into its transactions, which its type does not say.
  return client.$extends({ client: { sealer } }) as unknown as Database
}
