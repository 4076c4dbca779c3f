import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Reply } from './apart-process.ts'
import { RateLimitedError } from './errors.ts'

/** Work for another process, which answers once and is ended. */
export interface ApartTask {
  /** Calls `answering` of apart-process.ts. */
  readonly module: URL
  readonly data: unknown
  /** What is large goes to the process by itself: a message would take this one's time to copy it. */
  readonly bytes?: Uint8Array
  /** Files beside the program's own that it may read. */
  readonly reads?: readonly string[]
  readonly timeMs: number
  /** For its objects; buffers and the program itself have as much again as `AROUND_MB`. */
  readonly memoryMb: number
}

/** The other process needed more than it was given. */
export class ApartLimitError extends Error {
  readonly limit: 'TIME' | 'MEMORY'

  constructor(limit: 'TIME' | 'MEMORY') {
    super(`a process ran out of its ${limit.toLowerCase()}`)
    this.name = 'ApartLimitError'
    this.limit = limit
  }
}

const PROGRAM = fileURLToPath(new URL('../../', import.meta.url))
/** What Node makes of the text of these processes; the server never loads what they have written. */
const COMPILED = `${PROGRAM}node_modules/.cache/compiled-apart`
const AROUND_MB = 96
const LOOK_EVERY_MS = 10

/**
 * Has work done by a process of its own within limits of time and memory. A thread would not do: V8 that runs out of
 * memory in one of them may end the whole server. It knows no setting, starts nothing, and
 * writes nothing but what makes its next start faster.
 */
export async function apart<Answer>(task: ApartTask): Promise<Answer> {
  const { module, data, bytes, reads = [], timeMs, memoryMb } = task
  const child = fork(module, {
    execArgv: [
      '--permission',
      ...[`${PROGRAM}*`, ...reads].map((path) => `--allow-fs-read=${path}`),
      `--allow-fs-write=${COMPILED}/*`,
      `--max-old-space-size=${memoryMb}`,
      '--max-semi-space-size=16',
    ],
    env: { NODE_COMPILE_CACHE: COMPILED },
    serialization: 'advanced',
    stdio: [bytes ? 'pipe' : 'ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ended = once(child, 'exit').catch(() => undefined)
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const late = setTimeout(() => reject(new ApartLimitError('TIME')), timeMs)
  const watch = setInterval(() => {
    if (ownMb(child) > memoryMb + AROUND_MB) reject(new ApartLimitError('MEMORY'))
  }, LOOK_EVERY_MS)
  child.on('message', (reply) => {
    const { answer, fault } = reply as Reply<Answer>
    if (fault === undefined) resolve(answer as Answer)
    else reject(new Error(`a process failed at its work\n${fault}`))
  })
  child.on('error', reject)
  child.on('exit', (code, signal) => {
    // V8 ends with a signal when its memory is used up, as does the system when there is none left.
    if (signal) reject(new ApartLimitError('MEMORY'))
    else reject(new Error(`a process ended without an answer, with ${code}`))
  })
  // One that has ended takes no more; its end is told above.
  child.stdin?.on('error', () => undefined).end(bytes)
  child.send({ data })
  try {
    return await promise
  } finally {
    clearTimeout(late)
    clearInterval(watch)
    child.kill('SIGKILL')
    await ended
  }
}

/** What the process has of the machine's memory for itself, where the system tells. */
function ownMb({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return 0
  try {
    const [, kilobytes] =
      /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes ?? 0) / 1024
  } catch {
    return 0
  }
}

/** One piece of work after the other, with so many waiting at most: together they would need more than there is. */
export function oneAfterTheOther(most = Number.POSITIVE_INFINITY, retrySeconds = 0) {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (waiting === most) throw new RateLimitedError(retrySeconds)
    waiting++
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      waiting--
    }
  }
}
