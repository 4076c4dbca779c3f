import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '../log.ts'
import { type Child, startChild } from './child.ts'
import { newSecret, readCredential, saveCredential } from './credentials.ts'
import { prepareDataDir } from './data-dir.ts'
import { EmbeddedServiceError } from './embedded-service-error.ts'
import { findMeilisearch } from './meilisearch-binary.ts'
import { stopOrphans } from './orphans.ts'
import { reasonIn, NEUTRAL_ENVIRONMENT } from './run.ts'
import { type RunningService, startService } from './supervise.ts'

export interface MeilisearchOptions {
  /** Locked by the caller. */
  readonly dataDir: string
  /** The operator's own program, instead of the packaged one. */
  readonly bin?: string
  readonly log: Logger
  /** Told in words what is being done. */
  readonly step?: (text: string) => void
}

export interface EmbeddedMeilisearch {
  readonly url: string
  readonly apiKey: string
  /** Whether it started without any index, so that everything has to be indexed again. */
  readonly fresh: boolean
  /** Resolves when the server is gone. */
  readonly stop: () => Promise<void>
}

interface Engine {
  readonly program: string
  readonly home: string
  readonly logFile: string
  readonly apiKey: string
}

const STOP_GRACE_MS = 5_000
const START_LIMIT_MS = 30_000
/**
 * Of itself the engine takes two thirds of the machine's memory for its buffers, and readies them anew for whatever it
 * indexes after a pause: two seconds and more for a single document.
 */
const INDEXING_MEMORY = '1GiB'
const INDEX_UNREADABLE = 'MEILISEARCH_INDEX_UNREADABLE'

/** Starts Meilisearch in the data directory; null, with the reason in the log, where that is not to be had. */
export async function startMeilisearch(
  options: MeilisearchOptions,
): Promise<EmbeddedMeilisearch | null> {
  const { log, bin, step = () => undefined } = options
  const dataDir = prepareDataDir(options.dataDir)
  const home = join(dataDir, 'meilisearch')
  await stopLeftover(home, step)
  const program = await findMeilisearch(dataDir, bin, log)
  if (program === null) return null

  step('启动内置 Meilisearch')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const logFile = join(dataDir, 'logs', 'meilisearch.log')
  const engine = { program, home, logFile, apiKey: masterKey(dataDir) }
  try {
    const { port, stop, fresh } = await startOrRebuild(engine, log, step)
    return { url: `http://127.0.0.1:${port}`, apiKey: engine.apiKey, fresh, stop }
  } catch (error) {
    if (!(error instanceof EmbeddedServiceError)) throw error
    log.error(`${error.message}；检索改用数据库`)
    return null
  }
}

async function stopLeftover(home: string, step: (text: string) => void): Promise<void> {
  const isService = (command: string) => command.includes('--db-path')
  const orphans = { dir: home, isService, isMain: isService }
  const stopped = await stopOrphans({ ...orphans, stopSignal: 'SIGTERM', graceMs: STOP_GRACE_MS })
  if (stopped > 0) step('已停止上次运行遗留的 Meilisearch')
}

function masterKey(dataDir: string): string {
  const kept = readCredential(dataDir, 'meilisearch')
  if (kept !== undefined) return kept
  const key = newSecret()
  saveCredential(dataDir, 'meilisearch', key)
  return key
}

/** The index is a projection: one of another version, or a damaged one, is thrown away rather than repaired. */
async function startOrRebuild(
  engine: Engine,
  log: Logger,
  step: (text: string) => void,
): Promise<RunningService & { fresh: boolean }> {
  const database = join(engine.home, 'data.ms')
  const service = {
    name: '内置 Meilisearch ',
    start: (port: number) => startEngine(engine, database, port),
    ready: healthy,
    stopGraceMs: STOP_GRACE_MS,
    log,
  }
  const fresh = !existsSync(database)
  try {
    return { ...(await startService(service)), fresh }
  } catch (error) {
    if (!(error instanceof EmbeddedServiceError) || error.code !== INDEX_UNREADABLE) throw error
    log.warn(error.message)
    step('清空无法读取的检索索引，稍后由数据库重建')
    rmSync(database, { recursive: true, force: true })
    return { ...(await startService(service)), fresh: true }
  }
}

function startEngine({ program, home, logFile, apiKey }: Engine, database: string, port: number) {
  const options = ['--db-path', database, '--http-addr', `127.0.0.1:${port}`]
  const manner = ['--env', 'production', '--no-analytics', '--log-level', 'WARN']
  return startChild({
    command: program,
    args: [...options, ...manner, '--max-indexing-memory', INDEXING_MEMORY],
    cwd: home,
    // By environment, since the arguments of a process are shown to every account of the machine.
    env: { ...NEUTRAL_ENVIRONMENT, NO_COLOR: '1', MEILI_MASTER_KEY: apiKey },
    logFile,
    stopSignal: 'SIGTERM',
  })
}

async function healthy(child: Child, port: number): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS
  for (;;) {
    const signal = AbortSignal.timeout(1_000)
    const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal }).catch(() => undefined)
    await answer?.body?.cancel()
    if (child.running() && answer?.ok) return
    if (!child.running()) throw failure(child.printed(), await child.exited)
    if (Date.now() > deadline) throw failure(child.printed(), '启动超时')
    await delay(30)
  }
}

function failure(printed: string, otherwise: string): EmbeddedServiceError {
  const unreadable = /database version|version of the database|version file|\bmdb[_(]/i.test(
    printed,
  )
  return new EmbeddedServiceError(
    unreadable ? INDEX_UNREADABLE : 'MEILISEARCH_START',
    `内置 Meilisearch 未能启动：${reasonIn(printed) || otherwise}`,
  )
}
