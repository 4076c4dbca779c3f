import { parseArgs } from 'node:util'
import { type App, createApp } from './app.ts'
import { bannerLines } from './banner.ts'
import { type Config, ConfigError, parseConfig, variables } from './platform/config.ts'
import { type Console, createConsole } from './platform/console.ts'
import { applyMigrations } from './platform/db/migrate.ts'
import { EmbeddedServiceError } from './platform/embedded/embedded-service-error.ts'
import { DataDirInUseError } from './platform/embedded/lock.ts'
import { type Services, startServices } from './platform/embedded/services.ts'
import { DomainError } from './platform/errors.ts'
import { type Lifecycle, runUntilStopped } from './platform/lifecycle.ts'
import { createLog, type Logger } from './platform/log.ts'
import { SealingKeyError } from './platform/sealing.ts'
import { SeedError } from './seed/seed-error.ts'
import { countySeed, seedCounty } from './seeding.ts'
import { addressOf, assertListenable, ListenError, startServer } from './server.ts'
import { startWorkers } from './workers.ts'

/** Errors whose message says to the operator all there is to say. */
const PLAIN = [
  ConfigError,
  DataDirInUseError,
  DomainError,
  EmbeddedServiceError,
  ListenError,
  SealingKeyError,
  SeedError,
]

const OPTIONS = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const

// Prisma reads the parts of one answer at once on one connection, of which pg warns on the first start: nothing that
// whoever starts the server could act on.
process.noDeprecation = true

process.exit(await main())

async function main(): Promise<number> {
  // Whoever read our output may be gone before we are.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  let json = false
  try {
    const { values } = parseArgs({ options: OPTIONS })
    if (values.help) {
      console.log(help())
      return 0
    }
    json = values.json ?? false
    return await serve(parseConfig(process.env), json)
  } catch (error) {
    console.error((error as Error).message)
    if (!(error instanceof ConfigError)) console.error(`\n${help()}`)
    return 1
  }
}

async function serve(config: Config, asJson: boolean): Promise<number> {
  const json = asJson || config.log.format === 'json'
  const log = createLog({ ...config.log, format: json ? 'json' : config.log.format })
  const terminal = createConsole(log, { json })
  return runUntilStopped((lifecycle) => start(lifecycle, config, log, terminal), {
    say: terminal.say,
    fail(error) {
      if (!PLAIN.some((kind) => error instanceof kind)) log.fatal({ err: error }, '意外错误')
      else if (json) log.fatal((error as Error).message)
      else console.error((error as Error).message)
    },
    exit: (code) => process.exit(code),
  })
}

/** Everything from nothing to answering requests; whatever is started is also given its end. */
async function start(lifecycle: Lifecycle, config: Config, log: Logger, { say, banner }: Console) {
  const { onStop, interruptible } = lifecycle
  const seed = countySeed(config)
  const services = await startServices(config, { log, step: say, shared: true })
  onStop(() => services.stop())
  if (services.embedded && config.environment === 'production') {
    log.warn(
      '内置 PostgreSQL 和 Meilisearch 只供开发和演示，正式环境请设 DATABASE_URL 和 MEILI_URL',
    )
  }
  await assertListenable(config)

  await interruptible(() => {
    return applyMigrations(services.databaseUrl, (name) => say(`执行数据库迁移 ${name}`))
  })
  const app = await createApp({
    config,
    addresses: services,
    words: seed.search,
    site: seed.site,
    sms: seed.sms,
    log,
  })
  onStop(() => app.close())
  const { platform, county } = app.services
  const seedNow = async () => {
    const seeded = await interruptible(() => seedCounty(platform, seed, config.seed, say))
    if (seeded.countyChanged) await app.reloadCounty()
    return seeded
  }
  // A county that is there answers while it is compared with its files.
  const isNew = county.organizations().length === 0
  const made = isNew ? await seedNow() : null

  onStop(() => app.stopWorker())
  const url = await listen(lifecycle, config, { app, services, log, say })
  const seeded = made ?? (await seedNow())
  await app.startWorker()
  banner(bannerLines({ config, services, seed, seeded, url }))
}

/** Answers HTTP here, or in processes of its own; tells where. */
async function listen(
  { onStop }: Lifecycle,
  config: Config,
  { app, services, log, say }: { app: App; services: Services; log: Logger; say: Console['say'] },
): Promise<string> {
  if (config.workers === 1) {
    const server = await startServer(app, config, log)
    onStop(() => server.close())
    return server.url
  }
  const workers = await startWorkers(config.workers, services, log, say)
  onStop(() => workers.close())
  return addressOf(config.host, workers.port)
}

function help(): string {
  const width = Math.max(...variables.map(({ name }) => name.length)) + 2
  const rows = variables.map(({ name, fallback, meaning }) => {
    return `  ${name.padEnd(width)}${meaning}${fallback && `（默认：${fallback}）`}`
  })
  return [
    '用法：npm start [-- --json]',
    '',
    '启动服务：HTTP 接口和后台任务在同一进程；未配置的 PostgreSQL 和 Meilisearch 使用内置程序。',
    '  --json  只输出 JSON 日志',
    '',
    '环境变量：',
    ...rows,
  ].join('\n')
}
