import { once } from 'node:events'

/** What a process has in hand from its start to its end. */
export interface Lifecycle {
  /** Aborts when the process is to stop. */
  readonly stopping: AbortSignal
  /** Keeps what must be ended with the process; what was added last ends first. */
  readonly onStop: (end: () => Promise<unknown> | void) => void
  /** Does a step; rejects as soon as the process is to stop, whatever becomes of the step. */
  readonly interruptible: <T>(step: () => Promise<T>) => Promise<T>
}

/** How a process tells what happens to it. */
export interface LifecycleOptions {
  readonly say: (line: string) => void
  /** Told of an error that nobody expected, or that ended the start. */
  readonly fail: (error: unknown) => void
  /** Ends the process at once. */
  readonly exit: (code: number) => void
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Whoever waits for us kills after 10 s. */
const STOP_LIMIT_MS = 9_500

/**
 * Starts something and keeps it until a signal or an unexpected error, then ends all that was started in reverse
 * order. Resolves with the exit code.
 */
export async function runUntilStopped(
  start: (lifecycle: Lifecycle) => Promise<void>,
  { say, fail, exit }: LifecycleOptions,
): Promise<number> {
  const ends = new AsyncDisposableStack()
  const controller = new AbortController()
  const { signal: stopping } = controller
  const stopped = once(stopping, 'abort')
  let code = 0

  const stop = (): void => {
    if (stopping.aborted) return
    setTimeout(() => {
      say('未能在 10 秒内停止，强制退出')
      exit(1)
    }, STOP_LIMIT_MS).unref()
    controller.abort()
  }
  const stoppedEarly = async (): Promise<never> => {
    await stopped
    throw new Error('told to stop before the step was done')
  }
  const crash = (error: unknown): void => {
    code = 1
    fail(error)
    stop()
  }
  // Ctrl-C under npm arrives twice, from the terminal and from npm: a second signal must not cut the stop short.
  let repeated = false
  const onSignal = (name: NodeJS.Signals): void => {
    if (!stopping.aborted) say(`收到 ${name}，正在停止……`)
    else if (!repeated) say('正在停止，请稍候')
    repeated = stopping.aborted
    stop()
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)

  try {
    await start({
      stopping,
      onStop: (end) => ends.defer(async () => void (await end())),
      async interruptible(step) {
        stopping.throwIfAborted()
        return Promise.race([step(), stoppedEarly()])
      },
    })
    await stopped
  } catch (error) {
    // Once the process is to stop, whatever fails does so because things are being ended.
    if (!stopping.aborted) crash(error)
  }
  await ends.disposeAsync().catch((error: unknown) => {
    code = 1
    fail(error)
  })
  return code
}
