import { apart, ApartLimitError, oneAfterTheOther } from '../../../platform/apart.ts'
import { ConflictError } from '../../../platform/errors.ts'
import type { PrintDocument } from './document.ts'

const LIMITS = { timeMs: 60_000, memoryMb: 512 }
const WAITING = 8
const RETRY_SECONDS = 30

const inTurn = oneAfterTheOther(WAITING, RETRY_SECONDS)

/** The bytes of a document as PDF, made by a process of its own, one after the other. */
export async function pdfOf(document: PrintDocument): Promise<Buffer> {
  const module = new URL('./pdf-process.ts', import.meta.url)
  const made = inTurn(() => apart<Uint8Array>({ module, data: document, ...LIMITS }))
  return Buffer.from(
    await made.catch((error: unknown) => {
      if (!(error instanceof ApartLimitError)) throw error
      throw new ConflictError(
        'TOO_LARGE_TO_PRINT',
        '内容过多，无法生成 PDF，请用网页打印或下载表格',
      )
    }),
  )
}
