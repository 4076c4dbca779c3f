import { createRequire } from 'node:module'
import type * as Driver from 'pg'
import { createApp } from '../../src/app.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { countySeed } from '../../src/seeding.ts'
import { startServer } from '../../src/server.ts'
import { tell } from './child.ts'

// This server as it is, on services that are there.

// The server's own driver; the bench has another copy.
const { Client } = createRequire(new URL('../../src/app.ts', import.meta.url))(
  'pg',
) as typeof Driver
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
// Every statement of either plane passes here.
const { query } = Client.prototype as { query: (...args: unknown[]) => unknown }
let statements = 0
Object.assign(Client.prototype, {
  query(this: Driver.Client, ...args: unknown[]) {
    statements++
    return query.apply(this, args)
  },
})
const server = await startServer(app, config, log)
tell(server.port, () => statements)
