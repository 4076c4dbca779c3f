import { Client } from 'pg'
import { DomainError } from '../errors.ts'

/** The database does not let us in; the message is the one line to print before exiting with 1. */
class DatabaseUnreachableError extends DomainError {
  constructor(url: string, error: unknown) {
    const { hostname, port, pathname } = new URL(url)
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
    const place = `${hostname}:${port || 5432}${pathname}`
    super('DATABASE_UNREACHABLE', `无法连接数据库 ${place}（${code}），请检查 DATABASE_URL`)
    this.cause = error
  }
}

/** Finds out before anything else is done whether the database can be connected to. */
export async function assertReachable(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new DatabaseUnreachableError(url, error)
  } finally {
    await client.end()
  }
}
