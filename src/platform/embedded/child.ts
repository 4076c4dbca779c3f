import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** How to run one embedded service. */
export interface ChildOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** The whole environment: the child inherits nothing of ours. */
  readonly env: Readonly<Record<string, string>>
  /** Everything it prints is appended here. */
  readonly logFile: string
  /** Asks for an orderly end. */
  readonly stopSignal: NodeJS.Signals
  readonly uid?: number
  readonly gid?: number
}

/** A running service. */
export interface Child {
  readonly pid: number | undefined
  /** Resolves with the reason in words once the process is gone; never rejects. */
  readonly exited: Promise<string>
  readonly running: () => boolean
  /** What it has printed since it was started. */
  readonly printed: () => string
  /** Asks it to stop, insists after `graceMs`, and resolves when it is gone. */
  readonly stop: (graceMs: number) => Promise<void>
}

const LOG_LIMIT_BYTES = 5_000_000

/**
 * Starts a service in a process group of its own, so that Ctrl-C in the terminal reaches only us and we stop things
 * in our own order. When our process ends without having stopped it, it is told to stop on the way out.
 */
export function startChild(options: ChildOptions): Child {
  const { logFile, stopSignal } = options
  const logStart = prepareLog(logFile)
  const output = openSync(logFile, 'a', 0o600)
  const child = spawnInto(output, options)

  let gone = false
  const onOurExit = () => child.kill(stopSignal)
  process.on('exit', onOurExit)
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `信号 ${signal}` : `退出码 ${code}`))
  }).then((reason) => {
    gone = true
    process.off('exit', onOurExit)
    return reason
  })

  return {
    pid: child.pid,
    exited,
    running: () => !gone,
    printed: () => readFileSync(logFile).subarray(logStart).toString(),
    stop: async (graceMs) => {
      if (gone) return
      child.kill(stopSignal)
      const patience = new AbortController()
      const late = delay(graceMs, true, { signal: patience.signal }).catch(() => false)
      if (await Promise.race([exited.then(() => false), late])) child.kill('SIGKILL')
      patience.abort()
      await exited
    },
  }
}

function spawnInto(output: number, { command, args, cwd, env, uid, gid }: ChildOptions) {
  try {
    return spawn(command, args, {
      cwd,
      env: { ...env },
      uid,
      gid,
      detached: true,
      stdio: ['ignore', output, output],
    })
  } finally {
    closeSync(output)
  }
}

/** Starts a log afresh when it has grown large; answers where the next line will begin. */
function prepareLog(logFile: string): number {
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 })
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
  if (size <= LOG_LIMIT_BYTES) return size
  truncateSync(logFile)
  return 0
}
