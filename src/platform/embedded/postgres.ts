import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from '../log.ts'
import { postgresAccount } from './account.ts'
import { newSecret, readCredential, saveCredential } from './credentials.ts'
import { prepareDataDir } from './data-dir.ts'
import { stopOrphans } from './orphans.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'
import {
  checkVersion,
  type Cluster,
  createCluster,
  POSTGRES_NAME,
  setPassword,
} from './postgres-cluster.ts'
import { answering, createMissingDatabase, startServer } from './postgres-server.ts'
import { startService } from './supervise.ts'

export interface PostgresOptions {
  /** Locked by the caller. */
  readonly dataDir: string
  readonly log: Logger
  /** Told in words what is being done. */
  readonly step?: (text: string) => void
  /** For tests: fast, and lost when the machine goes down. */
  readonly ephemeral?: boolean
}

export interface EmbeddedPostgres {
  readonly url: string
  /** Whether this start created the database cluster. */
  readonly fresh: boolean
  /** Resolves when the server is gone. */
  readonly stop: () => Promise<void>
}

/** Below the ten seconds that a shutdown of the whole process may take. */
const STOP_GRACE_MS = 6_000

/** Starts PostgreSQL in the data directory: creates it on the first run, recovers it after a crash. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { log, step = () => undefined, ephemeral = false } = options
  const dataDir = prepareDataDir(options.dataDir)
  const binaries = findPostgresBinaries()
  const account = postgresAccount([dataDir, binaries.postgres], step)
  const cluster: Cluster = { dir: join(dataDir, 'postgres'), binaries, account }

  await clearRemains(cluster.dir, step)
  const fresh = !existsSync(join(cluster.dir, 'PG_VERSION'))
  if (fresh) step('首次启动：建立内置 PostgreSQL 数据库')
  const password = await (fresh
    ? createWithPassword(cluster, dataDir, !ephemeral)
    : passwordOf(cluster, dataDir, step))

  step('启动内置 PostgreSQL')
  const urlOf = (port: number, database: string) =>
    `postgresql://${POSTGRES_NAME}:${password}@127.0.0.1:${port}/${database}`
  const logFile = join(dataDir, 'logs', 'postgres.log')
  const { port, stop } = await startService({
    name: '内置 PostgreSQL ',
    start: (port) => startServer(cluster, { port, logFile, ephemeral }),
    ready: async (child, port) => {
      await answering(child, urlOf(port, 'postgres'))
      await createMissingDatabase(urlOf(port, 'postgres'))
    },
    stopGraceMs: STOP_GRACE_MS,
    log,
  })
  return { url: urlOf(port, POSTGRES_NAME), fresh, stop }
}

/** Stops a server that outlived its parent and removes the mark it left. */
async function clearRemains(dir: string, step: (text: string) => void): Promise<void> {
  const stopped = await stopOrphans({
    dir,
    isService: (command) => /^(\S*[/\\])?postgres\b/.test(command),
    isMain: (command) => !command.startsWith('postgres:'),
    stopSignal: 'SIGINT',
    graceMs: STOP_GRACE_MS,
  })
  if (stopped > 0) step('已停止上次运行遗留的 PostgreSQL')
  // Its process number may belong to another program by now, which PostgreSQL would take for itself. Where /proc tells
  // who works in the directory we know better; elsewhere PostgreSQL's own check stands.
  if (process.platform === 'linux') rmSync(join(dir, 'postmaster.pid'), { force: true })
}

async function createWithPassword(
  cluster: Cluster,
  dataDir: string,
  sync: boolean,
): Promise<string> {
  const password = readCredential(dataDir, 'postgres') ?? newSecret()
  // Kept first: a cluster whose password is lost would need another round.
  saveCredential(dataDir, 'postgres', password)
  await createCluster(cluster, password, { sync })
  return password
}

async function passwordOf(
  cluster: Cluster,
  dataDir: string,
  step: (text: string) => void,
): Promise<string> {
  await checkVersion(cluster)
  const kept = readCredential(dataDir, 'postgres')
  if (kept !== undefined) return kept
  step('口令文件缺失：为内置 PostgreSQL 重设口令')
  const password = newSecret()
  await setPassword(cluster, password)
  saveCredential(dataDir, 'postgres', password)
  return password
}
