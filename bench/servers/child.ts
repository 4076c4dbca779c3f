import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Session } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'
import { type Parts, partsOf } from './parts.ts'

/** What a contestant tells of itself. */
export interface Told {
  readonly port?: number
  readonly statements?: number
  readonly rss?: number
  readonly parts?: Parts
}

type Order = 'measure' | 'watch' | 'watched'

/** A contestant in a process of its own. */
export interface Contestant {
  readonly url: string
  /** Database statements since the last time it was asked, and resident bytes. */
  measure(): Promise<{ statements: number; rss: number }>
  /** What it is busy with while something is done; it is slower then. */
  watch(doing: () => Promise<unknown>): Promise<Parts>
  stop(): Promise<void>
}

/** Starts a contestant's file and waits until it listens. */
export async function start(file: string, env: Record<string, string>): Promise<Contestant> {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = fork(path, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const { port } = await nextTold(child)
  const ask = (order: Order) => {
    const told = nextTold(child)
    child.send(order)
    return told
  }
  return {
    url: `http://127.0.0.1:${port}`,
    async measure() {
      const { statements = 0, rss = 0 } = await ask('measure')
      return { statements, rss }
    },
    async watch(doing) {
      await ask('watch')
      await doing()
      const { parts = {} } = await ask('watched')
      return parts
    },
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

async function nextTold(child: ChildProcess): Promise<Told> {
  const heard = new AbortController()
  const { signal } = heard
  const exit = once(child, 'exit', { signal }).then(() => {
    throw new Error('a contestant has died')
  })
  try {
    const [told] = (await Promise.race([once(child, 'message', { signal }), exit])) as [Told]
    return told
  } finally {
    // What is not waited for any more is not listened to.
    heard.abort()
  }
}

/** A contestant's side: tells its port, and what it is asked of itself. */
export function tell(port: number, statements: () => number): void {
  const session = new Session()
  let before = 0
  const orders: Record<Order, () => Promise<Told>> = {
    measure() {
      const now = statements()
      const told = { statements: now - before, rss: process.memoryUsage.rss() }
      before = now
      return Promise.resolve(told)
    },
    async watch() {
      session.connect()
      await session.post('Profiler.enable')
      await session.post('Profiler.setSamplingInterval', { interval: 500 })
      await session.post('Profiler.start')
      return {}
    },
    async watched() {
      const { profile } = await session.post('Profiler.stop')
      session.disconnect()
      return { parts: partsOf(profile) }
    },
  }
  process.on('message', (order: Order) => {
    void orders[order]().then((told) => process.send?.(told))
  })
  process.on('disconnect', () => process.exit())
  process.send?.({ port } satisfies Told)
}
