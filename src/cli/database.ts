import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Config } from '../platform/config.ts'
import { applyMigrations, resetDatabase } from '../platform/db/migrate.ts'
import { schemaDrift, writeMigration } from '../platform/db/migration-diff.ts'
import { startPostgres } from '../platform/embedded/postgres.ts'
import { joinServices, startServices } from '../platform/embedded/services.ts'
import { type Command, CommandError, type Invocation } from './command.ts'

export const migrateCommand: Command = {
  summary: '执行数据库缺少的迁移',
  async run(invocation) {
    const services = await joinServices(databaseOnly(invocation.config), invocation)
    try {
      const { print } = invocation
      const applied = await applyMigrations(services.databaseUrl, (name) => print(`执行 ${name}`))
      print(applied.length > 0 ? `已执行 ${applied.length} 项迁移` : '数据库已是最新')
      return 0
    } finally {
      await services.stop()
    }
  },
}

export const resetCommand: Command = {
  summary: '清空数据库并重新执行全部迁移（所有数据都会丢失）',
  flags: { yes: '不再询问' },
  async run(invocation) {
    const { config, print, flags } = invocation
    const place = config.databaseUrl ? new URL(config.databaseUrl).host : config.dataDir
    if (!flags['yes'] && !(await confirmed(`${place} 的全部数据将被删除。输入 yes 继续：`))) {
      throw new CommandError('未作任何改动；确需清空请加 --yes')
    }
    // Not joined: under a running server the tables must not vanish.
    const services = await startServices(databaseOnly(config), invocation)
    try {
      await resetDatabase(services.databaseUrl)
      const applied = await applyMigrations(services.databaseUrl)
      print(`已清空并执行 ${applied.length} 项迁移；npm start 或 npm run seed 会重新写入县级数据`)
      return 0
    } finally {
      await services.stop()
    }
  },
}

export const newCommand: Command = {
  summary: '按 prisma/schema 与现有迁移的差别写出新的迁移',
  args: ['名称'],
  flags: { empty: '写出空的迁移，供手写 Prisma 表达不了的约束' },
  async run(invocation) {
    const { args, flags, print } = invocation
    const write = (adminUrl: string) =>
      writeMigration(adminUrl, args[0] ?? '', { empty: flags['empty'] })
    const name = await onAnyServer(invocation, write)
    print(name ? `已写出 prisma/migrations/${name}` : '没有差别，未写出迁移')
    return 0
  },
}

export const driftCommand: Command = {
  summary: '检查迁移是否与 prisma/schema 一致，有差别则退出码为 1',
  async run(invocation) {
    const missing = await onAnyServer(invocation, (adminUrl) => schemaDrift(adminUrl))
    if (!missing) return 0
    invocation.print('迁移缺少下列内容，请运行 npm run db:new <名称>：')
    invocation.print(missing.trimEnd())
    return 1
  },
}

/** On a server that may create databases: the configured one or, so that nothing running is touched, a passing one. */
async function onAnyServer<Result>(
  { config, log }: Invocation,
  use: (adminUrl: string) => Promise<Result>,
): Promise<Result> {
  if (config.databaseUrl !== undefined) return use(config.databaseUrl)
  const dataDir = await mkdtemp(join(tmpdir(), 'gongkai-'))
  const postgres = await startPostgres({ dataDir, log, ephemeral: true })
  try {
    return await use(postgres.url)
  } finally {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** The same settings, with nothing started for search. */
function databaseOnly(config: Config): Config {
  return { ...config, search: { ...config.search, engine: 'database' } }
}

async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(question)).trim() === 'yes'
  } finally {
    terminal.close()
  }
}
