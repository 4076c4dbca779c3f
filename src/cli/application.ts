import { type App, createApp } from '../app.ts'
import { applyMigrations } from '../platform/db/migrate.ts'
import { joinServices } from '../platform/embedded/services.ts'
import type { CountySeed } from '../seed/load-county.ts'
import { countySeed } from '../seeding.ts'
import type { Invocation } from './command.ts'

/** Runs `use` with the application on the services there are, and ends what was started for it. */
export async function withApplication<Result>(
  { config, log, step }: Invocation,
  use: (app: App, seed: CountySeed) => Promise<Result>,
): Promise<Result> {
  const seed = countySeed(config)
  const addresses = await joinServices(config, { log, step })
  try {
    await applyMigrations(addresses.databaseUrl, (name) => step(`执行数据库迁移 ${name}`))
    const app = await createApp({
      config,
      addresses,
      words: seed.search,
      site: seed.site,
      sms: seed.sms,
      log,
    })
    try {
      return await use(app, seed)
    } finally {
      await app.close()
    }
  } finally {
    await addresses.stop()
  }
}
