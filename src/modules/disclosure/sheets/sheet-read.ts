import { readCsv } from './csv-read.ts'
import { type Sheet, SHEET_LIMITS, unreadable } from './sheet.ts'
import { readXlsx } from './xlsx-read.ts'

/** Reads a CSV or XLSX file; which of them it is, its content says. Run it where it may take time (worker.ts). */
export function readSheet(bytes: Buffer): Sheet {
  if (bytes.length === 0) throw unreadable('EMPTY_FILE', '文件是空的')
  if (bytes.length > SHEET_LIMITS.bytes) throw unreadable('FILE_TOO_LARGE', '文件不得超过 20 MB')
  const head = bytes.subarray(0, 8).toString('latin1')
  if (head.startsWith('PK\u0003\u0004')) return readXlsx(bytes)
  if (head.startsWith('\u00D0\u00CF\u0011\u00E0')) {
    throw unreadable('OLD_EXCEL', '这是旧版 .xls 或加密的文件，请另存为不设密码的 .xlsx 后再上传')
  }
  if (/^(%PDF|MZ|\u007fELF|\u0089PNG|GIF8|\u00ff\u00d8\u00ff|Rar!)/.test(head)) {
    throw unreadable('NOT_A_SHEET', '这不是表格文件，请上传 .xlsx 或 .csv 文件')
  }
  return readCsv(bytes)
}
