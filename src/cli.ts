import { parseArgs } from 'node:util'
import { type Command, CommandError, type Invocation } from './cli/command.ts'
import { driftCommand, migrateCommand, newCommand, resetCommand } from './cli/database.ts'
import { documentsCommand } from './cli/documents.ts'
import { officeCommand } from './cli/office.ts'
import { schemaCommand } from './cli/schema.ts'
import { rebuildCommand, searchDriftCommand } from './cli/search.ts'
import { seedCommand } from './cli/seed.ts'
import { ConfigError, parseConfig } from './platform/config.ts'
import { EmbeddedServiceError } from './platform/embedded/embedded-service-error.ts'
import { SealingKeyError } from './platform/sealing.ts'
import { DataDirInUseError } from './platform/embedded/lock.ts'
import { DomainError } from './platform/errors.ts'
import { createLog } from './platform/log.ts'
import { SeedError } from './seed/seed-error.ts'

const commands: Readonly<Record<string, Command>> = {
  schema: schemaCommand,
  documents: documentsCommand,
  'db:new': newCommand,
  'db:migrate': migrateCommand,
  'db:reset': resetCommand,
  'db:drift': driftCommand,
  seed: seedCommand,
  office: officeCommand,
  'search:rebuild': rebuildCommand,
  'search:drift': searchDriftCommand,
}

/** Errors whose message says to the operator all there is to say. */
const PLAIN = [
  CommandError,
  ConfigError,
  DataDirInUseError,
  DomainError,
  EmbeddedServiceError,
  SealingKeyError,
  SeedError,
]

// Ended by process.exit, a command still stops the services that it started (child.ts).
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  const isPlain = PLAIN.some((kind) => error instanceof kind)
  console.error(isPlain ? (error as Error).message : error)
  return 1
})

async function main([name = '--help', ...rest]: readonly string[]): Promise<number> {
  if (['--help', '-h', 'help'].includes(name)) {
    console.log(overview())
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new CommandError(`没有命令 ${name}\n\n${overview()}`)
  const { values, positionals } = read(name, command, rest)
  if (values['help']) {
    console.log(usage(name, command))
    return 0
  }
  if (positionals.length !== (command.args ?? []).length)
    throw new CommandError(usage(name, command))
  return command.run(invocation(positionals, values))
}

function read(name: string, { flags = {} }: Command, args: string[]) {
  const names = [...Object.keys(flags), 'help']
  const options = Object.fromEntries(names.map((flag) => [flag, { type: 'boolean' as const }]))
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new CommandError(
      `${(error as Error).message}\n\n${usage(name, commands[name] as Command)}`,
    )
  }
}

function invocation(args: readonly string[], flags: Invocation['flags']): Invocation {
  const config = parseConfig(process.env)
  return {
    config,
    // What a command does is told on standard output; of the log only what went wrong is of interest.
    log: createLog({
      ...config.log,
      level: config.log.level === 'info' ? 'warn' : config.log.level,
    }),
    print: (text) => console.log(text),
    step: (text) => console.error(text),
    args,
    flags,
  }
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 2
  const rows = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(width)}${summary}`,
  )
  return [
    '用法：node src/cli.ts <命令> [选项]',
    '',
    ...rows,
    '',
    '各命令加 --help 查看选项。',
  ].join('\n')
}

function usage(name: string, { summary, args = [], flags = {} }: Command): string {
  const placeholders = args.map((arg) => ` <${arg}>`).join('')
  const rows = Object.entries(flags).map(([flag, meaning]) => `  --${flag.padEnd(10)}${meaning}`)
  return [
    `用法：node src/cli.ts ${name}${placeholders}${rows.length > 0 ? ' [选项]' : ''}`,
    '',
    summary,
    ...rows,
  ].join('\n')
}
