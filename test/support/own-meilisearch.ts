import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findMeilisearch } from '../../src/platform/embedded/meilisearch-binary.ts'
import { freePort } from '../../src/platform/embedded/port.ts'
import { createLog } from '../../src/platform/log.ts'

/** A Meilisearch of one test's own, always at one address, that may be killed, frozen and started again. */
export interface OwnMeilisearch {
  readonly url: string
  readonly apiKey: string
  start(): Promise<void>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Connections are still taken, but nothing is answered. */
  freeze(): void
  thaw(): void
  /** Throws its data away, while it is not running. */
  wipe(): Promise<void>
  close(): Promise<void>
}

/** Finds a program and a place for it; starts nothing yet. */
export async function ownMeilisearch(): Promise<OwnMeilisearch> {
  const folder = await mkdtemp(join(tmpdir(), 'gongkai-meilisearch-'))
  const program = await findMeilisearch(
    folder,
    process.env['MEILISEARCH_BIN'],
    createLog({ level: 'warn' }),
  )
  if (program === null) throw new Error('this test needs Meilisearch: set MEILISEARCH_BIN')
  const [url, apiKey] = [`http://127.0.0.1:${await freePort()}`, randomBytes(16).toString('hex')]
  const data = join(folder, 'data.ms')
  let child: ChildProcess | null = null

  async function kill(): Promise<void> {
    if (!child) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    child = null
  }

  return {
    url,
    apiKey,
    async start() {
      const args = ['--http-addr', new URL(url).host, '--db-path', data, '--no-analytics']
      child = spawn(program, args, {
        cwd: folder,
        env: { MEILI_MASTER_KEY: apiKey, MEILI_LOG_LEVEL: 'ERROR' },
        stdio: 'ignore',
      })
      while (!(await answers(url))) {
        if (child.exitCode !== null) throw new Error(`Meilisearch ended with ${child.exitCode}`)
      }
    },
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    wipe: () => rm(data, { recursive: true, force: true }),
    async close() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(1_000) }).catch(
    () => null,
  )
  await response?.body?.cancel()
  return response?.ok ?? false
}
