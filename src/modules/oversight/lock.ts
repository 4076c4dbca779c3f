import type { Transaction } from '../../platform/db/client.ts'

/** One writer of the ledger at a time, until the end of the transaction. */
export async function lockLedger(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('proof', 0))`
}
