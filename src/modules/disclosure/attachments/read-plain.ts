import { readFile, stat } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { textFaults } from '../text/plain-text.ts'
import { refuseFile } from './refusal.ts'
import { cellText, LONGEST_TEXT } from './text.ts'
import type { FileText } from './reader.ts'

const MOST_COLUMNS = 500
/** No character of the encodings that are taken has more bytes. */
const LONGEST_CHARACTER = 4

/** A text in UTF-8, with or without a mark, or GB18030. */
export async function readTxt(path: string): Promise<FileText> {
  const text = await plainText(path)
  return { textLayer: null, sections: [{ path: 'text', text }] }
}

/** A table with commas or tabs in the same encodings. */
export async function readCsv(path: string): Promise<FileText> {
  const text = await plainText(path)
  const rows = parse(text, {
    bom: true,
    delimiter: [',', '\t', ';'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: 1_000_000,
    on_record: (record: string[]) => {
      if (record.length > MOST_COLUMNS) {
        refuseFile('TOO_MANY_COLUMNS', `表格不得超过 ${MOST_COLUMNS} 列`)
      }
      return record
    },
  })
  const lines = rows.map((row) => row.map(cellText).join('\t').trimEnd())
  return { textLayer: null, sections: [{ path: '', rows: true, text: lines.join('\n') }] }
}

async function plainText(path: string): Promise<string> {
  if ((await stat(path)).size > LONGEST_TEXT * LONGEST_CHARACTER) {
    refuseFile('TOO_MUCH_TEXT', `文件中的文字不得超过 ${LONGEST_TEXT / 10_000} 万字，请拆分后上传`)
  }
  const text = decoded(await readFile(path))
  if (text === null || textFaults(text, 'many').length > 0) {
    refuseFile(
      'WRONG_ENCODING',
      '文字编码不是 UTF-8 或 GB18030，或含有控制字符，请另存为 UTF-8 后上传',
    )
  }
  if (/^\s*<(!doctype|html|script|svg|\?xml)/i.test(text)) {
    refuseFile('CONTENT_MISMATCH', '文件内容是网页或 XML，与扩展名不符')
  }
  return text
}

function decoded(bytes: Buffer): string | null {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n')
    } catch {
      // Not in this one.
    }
  }
  return null
}
