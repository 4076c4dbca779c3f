import { ConflictError } from '../errors.ts'
import type { PublicPool } from './pool.ts'

/** Proves that the lock is still ours; throws when the connection that holds it is gone. */
export type StillHeld = () => Promise<void>

const QUERY_CANCELED = '57014'

/**
 * Runs while no other server runs under the same name in this database; waits for its turn as long as a statement may
 * take. The lock belongs to a connection, not to a transaction, so that the network may be waited for under it.
 */
export async function withAdvisoryLock<T>(
  pool: PublicPool,
  name: string,
  run: (stillHeld: StillHeld) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  // A connection that breaks says so once more by an event, which nobody else listens for.
  const ignore = () => undefined
  client.on('error', ignore)
  let sound = false
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]).catch(inWords)
    const result = await run(async () => {
      await client.query('SELECT 1')
    })
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name])
    sound = true
    return result
  } finally {
    client.off('error', ignore)
    // Closed rather than given back, a connection frees its locks whatever happened to it.
    client.release(!sound)
  }
}

function inWords(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === QUERY_CANCELED) {
    throw new ConflictError('BUSY', '另一个进程正在做同样的工作，请稍后再试')
  }
  throw error
}
