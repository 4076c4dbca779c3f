import { createApp } from '../../src/app.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { countySeed } from '../../src/seeding.ts'
import { startServer } from '../../src/server.ts'
import { tell } from './child.ts'

// This server as it is, on services that are there.

const config = parseConfig(process.env)
const log = createLog({ level: 'warn', format: 'json' })
const { url = '', apiKey } = config.search
const seed = countySeed(config)
const app = await createApp({
  config,
  addresses: { databaseUrl: config.databaseUrl ?? '', meilisearch: { url, apiKey } },
  words: seed.search,
  site: seed.site,
  sms: seed.sms,
  log,
})
if (process.env['BENCH_WORKER']) await app.startWorker()
const pool = app.services.publicPool
const query = pool.query.bind(pool) as (...args: unknown[]) => unknown
let statements = 0
Object.assign(pool, {
  query(...args: unknown[]) {
    statements++
    return query(...args)
  },
})
const server = await startServer(app, config, log)
tell(server.port, () => statements)
