import { Worker } from 'node:worker_threads'
import { RateLimitedError } from '../../../platform/errors.ts'
import { unreadable } from './sheet.ts'
import type { TableReading } from './table-reading.ts'

/** What the other thread is given. */
export interface ReaderTask {
  readonly bytes: ArrayBuffer
  readonly kind: string
  readonly field: string
}

/** What the other thread answers. */
export type ReaderAnswer =
  | { readonly reading: TableReading }
  | { readonly refusal: { readonly code: string; readonly message: string } }

const TIME_LIMIT_MS = 30_000
const MEMORY_LIMIT_MB = 192
const WAITING = 8
const RETRY_SECONDS = 30

const tooBig = () => unreadable('FILE_TOO_LARGE', '文件过大，读取超出了内存限制，请分批导入')
const tooSlow = () => unreadable('FILE_TOO_SLOW', '文件过于复杂，未能在限定时间内读完，请分批导入')

let last: Promise<unknown> = Promise.resolve()
let waiting = 0

/**
 * Reads a file as rows of a table on another thread, within limits of time and memory. One file after the other:
 * together they would need more memory than the server has.
 */
export async function readTableApart(
  bytes: Buffer,
  kind: string,
  field: string,
): Promise<TableReading> {
  if (waiting === WAITING) throw new RateLimitedError(RETRY_SECONDS)
  waiting++
  const turn = last.then(() => readOnThread(bytes, kind, field))
  last = turn.catch(() => undefined)
  try {
    return await turn
  } finally {
    waiting--
  }
}

function readOnThread(bytes: Buffer, kind: string, field: string): Promise<TableReading> {
  // A buffer of its own, so that it can be handed over without a copy staying behind.
  const own = new Uint8Array(bytes).buffer
  const workerData: ReaderTask = { bytes: own, kind, field }
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./reader-worker.ts', import.meta.url), {
      workerData,
      transferList: [own],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
    })
    const late = setTimeout(() => {
      reject(tooSlow())
      void worker.terminate()
    }, TIME_LIMIT_MS)
    worker.once('message', (answer: ReaderAnswer) => {
      if ('reading' in answer) resolve(answer.reading)
      else reject(unreadable(answer.refusal.code, answer.refusal.message))
    })
    worker.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooBig() : error)
    })
    worker.once('exit', () => {
      clearTimeout(late)
      reject(new Error('the reading thread ended without an answer'))
    })
  })
}
