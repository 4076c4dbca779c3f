import { setTimeout as delay } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { invoke } from './account.ts'
import { type Child, startChild } from './child.ts'
import { EmbeddedServiceError } from './embedded-service-error.ts'
import { type Cluster, POSTGRES_NAME } from './postgres-cluster.ts'
import { reasonIn, NEUTRAL_ENVIRONMENT } from './run.ts'

export interface ServerOptions {
  readonly port: number
  readonly logFile: string
  readonly ephemeral: boolean
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // A socket in the shared /tmp would be open to every account of the machine.
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  log_checkpoints: 'off',
  // The detail of an error quotes the row's values, personal data among them.
  log_error_verbosity: 'terse',
}

const EPHEMERAL_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** Long, since a recovery after a crash may come first. */
const START_LIMIT_MS = 60_000

/** Starts the server of a cluster; SIGINT is its fast shutdown: sessions are ended, everything is written. */
export function startServer(
  { dir, account, binaries }: Cluster,
  { port, logFile, ephemeral }: ServerOptions,
): Child {
  const settings = { ...SETTINGS, ...(ephemeral ? EPHEMERAL_SETTINGS : {}), port: String(port) }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return startChild({
    ...invoke(account, binaries.postgres, ['-D', dir, ...flags]),
    cwd: '/',
    env: NEUTRAL_ENVIRONMENT,
    logFile,
    stopSignal: 'SIGINT',
  })
}

/** Resolves when the server takes connections, rejects with its last words when it ends or takes too long. */
export async function answering(child: Child, url: string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS
  for (;;) {
    const refusal = await withClient(url, () => Promise.resolve(undefined)).catch(asRefusal)
    if (refusal === undefined) return
    if (!child.running() || Date.now() > deadline) {
      throw new EmbeddedServiceError(
        'POSTGRES_START',
        `内置 PostgreSQL 未能启动：${reasonIn(child.printed()) || refusal}`,
      )
    }
    await delay(30)
  }
}

/** Creates the application's database on the first run. */
export async function createMissingDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [POSTGRES_NAME])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${POSTGRES_NAME}`)
  })
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  // A connection lost in between is reported by the query that needed it.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await use(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Not yet listening, or still starting up, is worth another try; any other answer is final. */
function asRefusal(error: unknown): string {
  const STARTING_UP = '57P03'
  if (error instanceof DatabaseError && error.code !== STARTING_UP) throw error
  return error instanceof Error ? error.message : String(error)
}
