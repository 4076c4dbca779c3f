import { createApp } from './app.ts'
import { parseConfig } from './platform/config.ts'
import { createLog } from './platform/log.ts'
import { countySeed } from './seeding.ts'
import { startServer } from './server.ts'

// One of several processes that answer HTTP behind one port (workers.ts). Migrations, seed and jobs are the parent's.

const config = parseConfig(process.env)
const log = createLog(config.log)
const { search, databaseUrl = '' } = config
const meilisearch =
  search.engine === 'auto' && search.url !== undefined
    ? { url: search.url, apiKey: search.apiKey }
    : null
const seed = countySeed(config)
const app = await createApp({
  config,
  addresses: { databaseUrl, meilisearch },
  words: seed.search,
  site: seed.site,
  sms: seed.sms,
  log,
})
const server = await startServer(app, config, log)

// Signals of a terminal reach all processes of it; when to end is the parent's decision.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
process.once('message', () => {
  void (async () => {
    await server.close()
    await app.close()
    process.disconnect()
  })()
})
// A parent that died has left nobody to end us.
process.once('disconnect', () => process.exit())
process.send?.({ port: server.port })
