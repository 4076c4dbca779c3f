import { apart, ApartLimitError, oneAfterTheOther } from '../../../platform/apart.ts'
import { unreadable } from './sheet.ts'
import type { TableReading } from './table-reading.ts'

/** What the other process is told of the file. */
export interface ReaderTask {
  readonly kind: string
  readonly field: string
}

/** What the other process answers. */
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
 * Reads a file as rows of a table in a process of its own, within limits of time and memory. One file after the other:
 * together they would need more memory than the server has.
 */
export function readTableApart(bytes: Buffer, kind: string, field: string): Promise<TableReading> {
  return inTurn(() => read(bytes, kind, field))
}

async function read(bytes: Buffer, kind: string, field: string): Promise<TableReading> {
  const data: ReaderTask = { kind, field }
  const module = new URL('./reader-process.ts', import.meta.url)
  try {
    const answer = await apart<ReaderAnswer>({ module, data, bytes, ...LIMITS })
    if ('reading' in answer) return answer.reading
    throw unreadable(answer.refusal.code, answer.refusal.message)
  } catch (error) {
    throw error instanceof ApartLimitError ? REFUSALS[error.limit]() : error
  }
}
