import { type Cell, SHEET_LIMITS, type Sheet, type SheetRow, unreadable } from './sheet.ts'

/** Reads a CSV file in UTF-8, UTF-8 with BOM or GB18030, with commas or tabs. Every cell is text. */
export function readCsv(bytes: Buffer): Sheet {
  const text = decoded(bytes)
  if (/^\s*<(!doctype|html|table|\?xml)/i.test(text)) {
    throw unreadable('NOT_A_SHEET', '这是网页或 XML，不是表格文件，请另存为 .xlsx 或 .csv 后再上传')
  }
  const firstLine = text.slice(0, Math.max(0, text.search(/[\r\n]|$/)))
  const delimiter = firstLine.includes('\t') && !firstLine.includes(',') ? '\t' : ','
  return { name: null, otherSheets: [], rows: rowsOf(text, delimiter), merges: [] }
}

function decoded(bytes: Buffer): string {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw wrongEncoding('文件的编码是 UTF-16')
  }
  const text = decodedAs('utf-8', bytes) ?? decodedAs('gb18030', bytes)
  if (text === null || !isPlausible(text)) throw wrongEncoding('无法识别文件的编码')
  return text
}

function decodedAs(encoding: string, bytes: Buffer): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

// GB18030 makes something of almost any bytes: of a wrong encoding it makes private and rare characters.
function isPlausible(text: string): boolean {
  if (/(?![\t\n\v\f\r])\p{Control}|\uFFFD/u.test(text)) return false
  const sample = text.slice(0, 100_000)
  const foreign = sample.match(/[^\0-\u007F]/gu)?.length ?? 0
  const odd =
    sample.match(/[\p{Private_Use}\p{Unassigned}\u3400-\u4DBF\u{20000}-\u{3FFFF}]/gu)?.length ?? 0
  return odd * 10 <= foreign
}

function wrongEncoding(finding: string) {
  return unreadable(
    'WRONG_ENCODING',
    `${finding}，请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”或 .xlsx 后再上传`,
  )
}

/** RFC 4180, with the freedom that people's files need: any line end, rows of different lengths. */
function rowsOf(text: string, delimiter: string): SheetRow[] {
  const rows: SheetRow[] = []
  const plainEnd = new RegExp(`[${delimiter}\r\n]`, 'g')
  let cells: (Cell | null)[] = []
  let [at, number, held] = [0, 1, 0]
  while (at < text.length) {
    const [value, end] = text[at] === '"' ? quoted(text, at, number) : unquoted(text, at, plainEnd)
    const cell: Cell | null = value.trim() === '' ? null : { kind: 'text', text: value }
    if (cell && ++held > SHEET_LIMITS.cells) {
      throw unreadable('TOO_MANY_CELLS', '文件的单元格过多，请分批导入')
    }
    if (cells.push(cell) > SHEET_LIMITS.columns) {
      throw unreadable('TOO_MANY_COLUMNS', `文件的列过多，至多 ${SHEET_LIMITS.columns} 列`)
    }
    at = end
    if (text[at] === delimiter) {
      at++
      continue
    }
    if (cells.some((one) => one !== null)) rows.push({ number, cells })
    cells = []
    number++
    at += text.startsWith('\r\n', at) ? 2 : 1
  }
  if (cells.some((one) => one !== null)) rows.push({ number, cells })
  return rows
}

function unquoted(text: string, from: number, plainEnd: RegExp): [value: string, end: number] {
  plainEnd.lastIndex = from
  const end = plainEnd.exec(text)?.index ?? text.length
  return [text.slice(from, end), end]
}

function quoted(text: string, from: number, row: number): [value: string, end: number] {
  let close = text.indexOf('"', from + 1)
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2)
  const after = text[close + 1]
  if (close < 0 || (after !== undefined && !/[,\t\r\n]/.test(after))) {
    throw unreadable('BROKEN_CSV', `第 ${row} 行的引号不成对，请用 Excel 或 WPS 重新保存后再上传`)
  }
  return [text.slice(from + 1, close).replaceAll('""', '"'), close + 1]
}
