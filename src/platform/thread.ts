import { type Transferable, Worker } from 'node:worker_threads'
import { RateLimitedError } from './errors.ts'

/** Work for another thread, which answers with one message and ends. */
export interface ThreadTask {
  readonly module: URL
  readonly data: unknown
  readonly transferList?: Transferable[]
  readonly timeMs: number
  readonly memoryMb: number
}

/** The thread needed more than it was given. */
export class ThreadLimitError extends Error {
  readonly limit: 'TIME' | 'MEMORY'

  constructor(limit: 'TIME' | 'MEMORY') {
    super(`a thread ran out of its ${limit.toLowerCase()}`)
    this.name = 'ThreadLimitError'
    this.limit = limit
  }
}

/** Has work done on another thread within limits of time and memory. */
export function onThread<Answer>(task: ThreadTask): Promise<Answer> {
  const { module, data, transferList = [], timeMs, memoryMb } = task
  return new Promise((resolve, reject) => {
    const worker = new Worker(module, {
      workerData: data,
      transferList,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32 },
    })
    const late = setTimeout(() => {
      reject(new ThreadLimitError('TIME'))
      void worker.terminate()
    }, timeMs)
    worker.once('message', resolve)
    worker.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ThreadLimitError('MEMORY') : error)
    })
    worker.once('exit', () => {
      clearTimeout(late)
      reject(new Error('the other thread ended without an answer'))
    })
  })
}

/** One piece of work after the other, with so many waiting at most: together they would need more than there is. */
export function oneAfterTheOther(most: number, retrySeconds: number) {
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
