import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { assertReachable } from '../db/reachable.ts'
import type { Logger } from '../log.ts'
import { DataDirInUseError, type DataDirLock, lockDataDir } from './lock.ts'
import { startMeilisearch } from './meilisearch.ts'
import { startPostgres } from './postgres.ts'

/** Where the services are that the application stands on. */
export interface ServiceAddresses {
  readonly databaseUrl: string
  /** Null: search answers from the database. */
  readonly meilisearch: { readonly url: string; readonly apiKey?: string } | null
}

/** Services for as long as they are needed; `stop` ends those that were started for it. */
export interface Services extends ServiceAddresses {
  /** Whether PostgreSQL or Meilisearch runs in the data directory. */
  readonly embedded: boolean
  stop(): Promise<void>
}

interface Options {
  readonly log: Logger
  readonly step: (text: string) => void
  /** Whether commands that are run meanwhile may join what is started here. */
  readonly shared?: boolean
}

const ADDRESSES = 'services.json'
const Addresses = z.object({
  databaseUrl: z.string(),
  meilisearch: z.object({ url: z.string(), apiKey: z.string().optional() }).nullable(),
})

/**
 * The services that are configured, and in the data directory those that are not. Throws a DataDirInUseError when
 * another process runs them there.
 */
export async function startServices(config: Config, options: Options): Promise<Services> {
  const { databaseUrl, search } = config
  if (databaseUrl !== undefined) await assertReachable(databaseUrl)
  const configured = search.url === undefined ? null : { url: search.url, apiKey: search.apiKey }
  const needsSearch = search.engine === 'auto' && configured === null
  if (databaseUrl !== undefined && !needsSearch) {
    const meilisearch = search.engine === 'auto' ? configured : null
    return { databaseUrl, meilisearch, embedded: false, stop: () => Promise.resolve() }
  }

  const { dataDir } = config
  const lock = lockDataDir(dataDir)
  const stops: (() => Promise<void>)[] = []
  const stop = () => stopAll(dataDir, stops, lock)
  const keep = <Service extends { stop(): Promise<void> } | null>(service: Service): Service => {
    if (service) stops.push(() => service.stop())
    return service
  }
  const starting = await Promise.allSettled([
    databaseUrl ?? startPostgres({ dataDir, ...options }).then(keep),
    needsSearch ? startMeilisearch({ dataDir, bin: search.binary, ...options }).then(keep) : null,
  ])
  const [postgres, meilisearch] = starting
  if (postgres.status === 'rejected' || meilisearch.status === 'rejected') {
    await stop()
    throw starting.find((result) => result.status === 'rejected')?.reason
  }
  const addresses: ServiceAddresses = {
    databaseUrl: typeof postgres.value === 'string' ? postgres.value : postgres.value.url,
    meilisearch: meilisearch.value ?? configured,
  }
  if (options.shared) publish(dataDir, addresses)
  return { ...addresses, embedded: true, stop }
}

/** As `startServices`, but joins the services of the process that already runs them in the data directory. */
export async function joinServices(config: Config, options: Options): Promise<Services> {
  try {
    return await startServices(config, options)
  } catch (error) {
    const running = error instanceof DataDirInUseError ? readAddresses(config.dataDir) : null
    if (!running) throw error
    return { ...running, embedded: true, stop: () => Promise.resolve() }
  }
}

async function stopAll(dataDir: string, stops: (() => Promise<void>)[], lock: DataDirLock) {
  rmSync(join(dataDir, ADDRESSES), { force: true })
  await Promise.all(stops.map((stop) => stop()))
  lock.release()
}

/** Tells commands where the services are; the file holds their passwords. */
function publish(dataDir: string, { databaseUrl, meilisearch }: ServiceAddresses): void {
  const engine = meilisearch && { url: meilisearch.url, apiKey: meilisearch.apiKey }
  const file = join(dataDir, ADDRESSES)
  rmSync(file, { force: true })
  writeFileSync(file, JSON.stringify({ databaseUrl, meilisearch: engine }), { mode: 0o600 })
}

function readAddresses(dataDir: string): ServiceAddresses | null {
  try {
    return Addresses.parse(JSON.parse(readFileSync(join(dataDir, ADDRESSES), 'utf8')))
  } catch {
    // Still starting, or stopping: then there is nothing to join.
    return null
  }
}
