import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ServiceAddresses } from './platform/embedded/services.ts'
import type { Logger } from './platform/log.ts'

/** Processes that answer HTTP together, behind one port. */
export interface Workers {
  readonly port: number
  /** Lets what is under way finish, and after `graceMs` cuts it off. */
  close(graceMs?: number): Promise<void>
}

const FILE = fileURLToPath(new URL('worker.ts', import.meta.url))

/** One that dies at once would otherwise be started again without end and without pause. */
const RESTART_MS = 1_000

const CLOSE_GRACE_MS = 5_000

/** Starts so many processes on services that are there; one that dies is replaced. */
export async function startWorkers(
  count: number,
  { databaseUrl, meilisearch }: ServiceAddresses,
  log: Logger,
  say: (text: string) => void,
): Promise<Workers> {
  cluster.setupPrimary({ exec: FILE, serialization: 'json' })
  const env = {
    DATABASE_URL: databaseUrl,
    SEARCH_ENGINE: meilisearch ? 'auto' : 'database',
    MEILI_URL: meilisearch?.url ?? '',
    MEILI_API_KEY: meilisearch?.apiKey ?? '',
  }
  let closing = false
  const running = new Set<Worker>()
  const start = async (): Promise<number> => {
    const worker = cluster.fork(env)
    running.add(worker)
    worker.once('exit', (code, signal) => {
      running.delete(worker)
      if (closing) return
      log.warn({ pid: worker.process.pid, code, signal }, 'HTTP 进程意外退出，正在重启')
      void pause(RESTART_MS, undefined, { ref: false }).then(async () => {
        if (!closing) await start().catch(() => undefined)
      })
    })
    const exit = once(worker, 'exit').then(() => {
      throw new Error('a process that answers HTTP could not be started')
    })
    const [{ port }] = (await Promise.race([once(worker, 'message'), exit])) as [{ port: number }]
    say(`HTTP 进程 ${worker.process.pid} 已就绪`)
    return port
  }

  const [port = 0] = await Promise.all(Array.from({ length: count }, start))
  return {
    port,
    async close(graceMs = CLOSE_GRACE_MS) {
      closing = true
      const cutOff = setTimeout(() => {
        for (const { process } of running) process.kill('SIGKILL')
      }, graceMs)
      await Promise.all(
        [...running].map(async (worker) => {
          const gone = once(worker, 'exit')
          worker.send('close')
          await gone
        }),
      )
      clearTimeout(cutOff)
    },
  }
}
