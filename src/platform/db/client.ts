import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from './generated/client.ts'

/** The editorial plane's database: everything that is not public is reached through it alone. */
export type Database = PrismaClient

/** The database within a transaction. */
export type Transaction = Prisma.TransactionClient

export type { Prisma }

const STATEMENT_TIMEOUT_MS = 30_000

/**
 * Opens the editorial database. The transaction timeout stays well above the statement timeout: Prisma's fires during
 * COMMIT too and would take the process down.
 */
export function openDatabase(url: string, connections = 8): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: connections,
    application_name: 'gongkai-editorial',
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: 2 * STATEMENT_TIMEOUT_MS,
    // The adapter writes instants without their offset, as if the session were in UTC.
    options: '-c TimeZone=UTC',
  })
  return new PrismaClient({
    adapter,
    transactionOptions: {
      isolationLevel: 'Serializable',
      maxWait: 10_000,
      timeout: 4 * STATEMENT_TIMEOUT_MS,
    },
  })
}
