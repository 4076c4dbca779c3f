import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What a contestant tells of itself. */
export interface Told {
  readonly port?: number
  readonly statements?: number
  readonly rss?: number
}

/** A contestant in a process of its own. */
export interface Contestant {
  readonly url: string
  /** Database statements since the last time it was asked, and resident bytes. */
  measure(): Promise<{ statements: number; rss: number }>
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
  return {
    url: `http://127.0.0.1:${port}`,
    async measure() {
      const told = nextTold(child)
      child.send('measure')
      const { statements = 0, rss = 0 } = await told
      return { statements, rss }
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

/** A contestant's side: tells its port, and statements and memory when asked. */
export function tell(port: number, statements: () => number): void {
  let before = 0
  process.on('message', () => {
    const now = statements()
    process.send?.({ statements: now - before, rss: process.memoryUsage.rss() } satisfies Told)
    before = now
  })
  process.on('disconnect', () => process.exit())
  process.send?.({ port } satisfies Told)
}
