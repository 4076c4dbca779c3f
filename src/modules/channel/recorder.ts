import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../../platform/log.ts'

/** Collects what is to be written while a write is under way, and writes it together. */
export interface Recorder<T> {
  /** Settles when it is written. */
  add(entries: readonly T[]): Promise<void>
}

const RETRY_MS = 500
const TRIES = 20

/**
 * A thousand single writes would be slower than the gateways. What cannot be written is tried again for a while: then
 * it stays SENDING, and is found UNKNOWN.
 */
export function recorder<T>(write: (entries: T[]) => Promise<void>, log: Logger): Recorder<T> {
  let waiting: T[] = []
  let next: Promise<void> | null = null
  let current: Promise<void> = Promise.resolve()

  const flush = async () => {
    await current
    const entries = waiting
    waiting = []
    next = null
    current = persistently(() => write(entries), log)
    await current
  }
  return {
    add(entries) {
      waiting.push(...entries)
      next ??= flush()
      return next
    },
  }
}

async function persistently(write: () => Promise<void>, log: Logger): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await write()
      return
    } catch (error) {
      log.error({ err: error, tries }, '推送结果未能记录，稍后重试')
      if (tries === TRIES) return
      await pause(RETRY_MS)
    }
  }
}
