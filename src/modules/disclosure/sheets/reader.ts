import { onThread, oneAfterTheOther, ThreadLimitError } from '../../../platform/thread.ts'
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

const LIMITS = { timeMs: 30_000, memoryMb: 128 }
const WAITING = 8
const RETRY_SECONDS = 30

const inTurn = oneAfterTheOther(WAITING, RETRY_SECONDS)

const REFUSALS = {
  MEMORY: () => unreadable('FILE_TOO_LARGE', '文件过大，读取超出了内存限制，请分批导入'),
  TIME: () => unreadable('FILE_TOO_SLOW', '文件过于复杂，未能在限定时间内读完，请分批导入'),
}

/**
 * Reads a file as rows of a table on another thread, within limits of time and memory. One file after the other:
 * together they would need more memory than the server has.
 */
export function readTableApart(bytes: Buffer, kind: string, field: string): Promise<TableReading> {
  return inTurn(() => readOnThread(bytes, kind, field))
}

async function readOnThread(bytes: Buffer, kind: string, field: string): Promise<TableReading> {
  // A buffer of its own, so that it can be handed over without a copy staying behind.
  const own = new Uint8Array(bytes).buffer
  const data: ReaderTask = { bytes: own, kind, field }
  const module = new URL('./reader-worker.ts', import.meta.url)
  try {
    const answer = await onThread<ReaderAnswer>({ module, data, transferList: [own], ...LIMITS })
    if ('reading' in answer) return answer.reading
    throw unreadable(answer.refusal.code, answer.refusal.message)
  } catch (error) {
    throw error instanceof ThreadLimitError ? REFUSALS[error.limit]() : error
  }
}
