import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { EmbeddedServiceError } from './embedded-service-error.ts'

interface Ids {
  readonly uid: number
  readonly gid: number
}

/** As whom commands run and files are owned. */
export interface Account {
  /** Absent: ourselves. */
  readonly owner?: Ids
  /** Words before each command that make it run as the owner; empty when spawning does that. */
  readonly prefix: readonly string[]
}

/** A command line and the identity to spawn it with. */
export interface Invocation extends Partial<Ids> {
  readonly command: string
  readonly args: readonly string[]
}

const NAME = 'postgres'

/** PostgreSQL refuses to run as root: under root it runs as the system account `postgres`, created when missing. */
export function postgresAccount(paths: readonly string[], step: (text: string) => void): Account {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const owner = lookUp() ?? create(step)
  const closed = paths.map((path) => firstClosed(path, owner)).find((dir) => dir !== undefined)
  return { owner, prefix: closed === undefined ? [] : passThrough(owner, closed) }
}

/** How to run a command as the account. */
export function invoke(account: Account, command: string, args: readonly string[]): Invocation {
  const [prefix, ...options] = account.prefix
  if (prefix === undefined) return { command, args, ...account.owner }
  return { command: prefix, args: [...options, command, ...args] }
}

/**
 * A checkout below /root or in a fresh temporary directory is closed to every other account. Rather than open other
 * people's directories, PostgreSQL is given the one capability that lets it pass; all others are dropped. It must
 * survive access(2), which looks at the real user: hence the secure bit.
 */
function passThrough({ uid, gid }: Ids, closed: string): readonly string[] {
  const only = '-all,+dac_override'
  const options = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--no-new-privs',
    '--securebits=+no_setuid_fixup',
    `--inh-caps=${only}`,
    `--ambient-caps=${only}`,
    `--bounding-set=${only}`,
  ]
  try {
    execFileSync('setpriv', [...options, 'test', '-r', `${closed}/.`], { stdio: 'pipe' })
  } catch (error) {
    throw new EmbeddedServiceError(
      'POSTGRES_PATH_CLOSED',
      `系统账号 ${NAME} 无法进入 ${closed}：请执行 chmod o+x ${closed}，或把程序和 DATA_DIR 放到别处，或改用普通用户运行`,
      { cause: error },
    )
  }
  return ['setpriv', ...options]
}

/** The outermost part of the path that the account may not use. */
function firstClosed(path: string, { uid, gid }: Ids): string | undefined {
  const parent = dirname(path)
  const outer = parent === path ? undefined : firstClosed(parent, { uid, gid })
  if (outer !== undefined) return outer
  const stats = statSync(path)
  const shift = stats.uid === uid ? 6 : stats.gid === gid ? 3 : 0
  const needed = stats.isDirectory() ? 0o1 : 0o5
  return ((stats.mode >> shift) & needed) === needed ? undefined : path
}

function lookUp(): Ids | undefined {
  try {
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    return undefined
  }
}

function idOf(option: '-u' | '-g'): number {
  return Number(execFileSync('id', [option, NAME], { encoding: 'utf8', stdio: 'pipe' }))
}

function create(step: (text: string) => void): Ids {
  step(`以 root 运行：建立系统账号 ${NAME}`)
  const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin']
  let cause: unknown
  try {
    execFileSync('useradd', [...options, NAME], { stdio: 'pipe' })
    const created = lookUp()
    if (created) return created
  } catch (error) {
    cause = error
  }
  throw new EmbeddedServiceError(
    'POSTGRES_ACCOUNT',
    `PostgreSQL 不能以 root 运行，又无法建立系统账号 ${NAME}：请改用普通用户运行，或设 DATABASE_URL`,
    { cause },
  )
}
