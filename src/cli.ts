import { parseArgs } from 'node:util'
import { exportCommand, verifyCommand } from './cli/audit.ts'
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
  'audit:export': exportCommand,
  'audit:verify': verifyCommand,
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
  const { args = [] } = command
  const required = args.filter((arg) => !arg.endsWith('?'))
  if (positionals.length < required.length || positionals.length > args.length)
    throw new CommandError(usage(name, command))
  return command.run(invocation(positionals, values))
}

/** What was given on the command line. */
interface Given {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | undefined>>
}

function read(name: string, { flags = {}, options: valued = {} }: Command, args: string[]): Given {
  const names = [...Object.keys(flags), 'help']
  const options = Object.fromEntries<{ type: 'boolean' | 'string' }>([
    ...names.map((flag) => [flag, { type: 'boolean' }] as const),
    ...Object.keys(valued).map((option) => [option, { type: 'string' }] as const),
  ])
  try {
    return parseArgs({ args, options, allowPositionals: true }) as Given
  } catch (error) {
    throw new CommandError(
      `${(error as Error).message}\n\n${usage(name, commands[name] as Command)}`,
    )
  }
}

function invocation(args: readonly string[], values: Given['values']): Invocation {
  const given = Object.entries(values)
  const flags = given.filter((one): one is [string, boolean] => typeof one[1] === 'boolean')
  const options = given.filter((one): one is [string, string] => typeof one[1] === 'string')
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
    flags: Object.fromEntries(flags),
    options: Object.fromEntries(options),
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

function usage(name: string, { summary, args = [], flags = {}, options = {} }: Command): string {
  const placeholders = args
    .map((arg) => (arg.endsWith('?') ? ` [${arg.slice(0, -1)}]` : ` <${arg}>`))
    .join('')
  const valued = Object.entries(options).map(([name, meaning]) => [`${name} 值`, meaning] as const)
  const rows = [...Object.entries(flags), ...valued].map(
    ([flag, meaning]) => `  --${flag.padEnd(10)}${meaning}`,
  )
  return [
    `用法：node src/cli.ts ${name}${placeholders}${rows.length > 0 ? ' [选项]' : ''}`,
    '',
    summary,
    ...rows,
  ].join('\n')
}
