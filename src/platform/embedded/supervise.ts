import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '../log.ts'
import type { Child } from './child.ts'
import { freePort } from './port.ts'

/** A service that is to run for as long as we do. */
export interface Service {
  /** For messages. */
  readonly name: string
  readonly start: (port: number) => Child
  /** Resolves when it answers, rejects when it will not. */
  readonly ready: (child: Child, port: number) => Promise<void>
  readonly stopGraceMs: number
  readonly log: Logger
}

export interface RunningService {
  readonly port: number
  /** Resolves when the process is gone. */
  readonly stop: () => Promise<void>
}

const PORT_ATTEMPTS = 3
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** Having run this long, a service that dies is not in a crash loop. */
const STEADY_MS = 60_000

/**
 * Starts a service on a free port and rejects when it does not come up. From then on it is brought back on the same
 * port, after growing pauses, whenever it dies.
 */
export async function startService(service: Service): Promise<RunningService> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const child = service.start(port)
    try {
      await service.ready(child, port)
      return { port, stop: supervise(service, child, port) }
    } catch (error) {
      await child.stop(service.stopGraceMs)
      // Somebody else may have taken the port in the meantime.
      const taken = /could not bind|address already in use/i.test(child.printed())
      if (!taken || attempt === PORT_ATTEMPTS) throw error
    }
  }
}

function supervise(service: Service, running: Child, port: number): () => Promise<void> {
  const { name, log, stopGraceMs } = service
  const stopping = new AbortController()
  let child = running

  async function bringBack(): Promise<void> {
    try {
      child = service.start(port)
      await service.ready(child, port)
      log.info(`${name}已恢复`)
    } catch (error) {
      if (!stopping.signal.aborted) log.error({ err: error }, `${name}未能恢复`)
      await child.stop(stopGraceMs)
    }
  }

  async function watch(): Promise<void> {
    let pause = FIRST_PAUSE_MS
    for (;;) {
      const since = Date.now()
      const reason = await child.exited
      if (stopping.signal.aborted) return
      if (Date.now() - since > STEADY_MS) pause = FIRST_PAUSE_MS
      log.error(`${name}意外停止（${reason}），${pause / 1000} 秒后重新启动`)
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      await bringBack()
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }

  const watching = watch()
  return async () => {
    stopping.abort()
    await child.stop(stopGraceMs)
    await watching
  }
}
