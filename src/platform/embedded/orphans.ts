import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

interface Process {
  readonly pid: number
  readonly command: string
}

/** How to recognise and stop what an earlier run left behind. */
export interface OrphanOptions {
  /** The working directory that our service was given. */
  readonly dir: string
  /** Whether a command line found there is the service's main process. */
  readonly isMain: (command: string) => boolean
  /** Whether it is the service at all; anything else found there, such as a shell, is left alone. */
  readonly isService: (command: string) => boolean
  readonly stopSignal: NodeJS.Signals
  readonly graceMs: number
}

/**
 * Stops the processes of a service that outlived a killed parent; resolves with how many there were. Only to be called
 * while holding the data directory's lock: then nobody else can have started them on purpose. The main process is
 * asked first, since a database's workers must not be signalled while it lives.
 */
export async function stopOrphans(options: OrphanOptions): Promise<number> {
  const find = () => processesIn(options.dir).filter(({ command }) => options.isService(command))
  const found = find()
  for (const { pid, command } of found) {
    if (options.isMain(command)) signal(pid, options.stopSignal)
  }
  const deadline = Date.now() + options.graceMs
  let left = found
  while (left.length > 0 && Date.now() < deadline) {
    await delay(50)
    left = find()
  }
  for (const { pid } of left) signal(pid, 'SIGKILL')
  while (find().length > 0) await delay(20)
  return found.length
}

/** Processes whose working directory is `dir`; where there is no /proc, those that name it in their command. */
export function processesIn(dir: string): Process[] {
  if (process.platform === 'linux') return numericNames('/proc').flatMap((pid) => probe(pid, dir))
  if (process.platform === 'win32') return []
  const table = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' })
  return table.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? []
    return pid && command?.includes(dir) ? [{ pid: Number(pid), command }] : []
  })
}

function probe(pid: number, dir: string): Process[] {
  try {
    // The kernel marks a directory that was removed under a process.
    const cwd = readlinkSync(`/proc/${pid}/cwd`).replace(/ \(deleted\)$/, '')
    if (cwd !== dir || pid === process.pid) return []
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    // A zombie has no command line left and holds nothing.
    return command ? [{ pid, command }] : []
  } catch {
    // Gone meanwhile, or another user's, which our private directory keeps out anyway.
    return []
  }
}

function numericNames(dir: string): number[] {
  return readdirSync(dir)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
