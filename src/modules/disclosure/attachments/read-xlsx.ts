import readWorkbook, { type CellValue } from 'read-excel-file/node'
import { openOffice, otherTexts } from './ooxml.ts'
import { refuseFile } from './refusal.ts'
import { cellText, type Section } from './text.ts'
import type { FileText } from './reader.ts'
import type { Archive } from './zip.ts'

const MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'
const SHEET = /^xl\/worksheets\/[^/]+\.xml$/
const OTHERS =
  /^(xl\/(comments|threadedComments|drawings|pivotCache|persons)[^/]*(\/[^/]+)?|docProps\/[^/]+)\.xml$/

const MOST_CELLS = 600_000
const MOST_ROWS = 100_000
const MOST_COLUMNS = 500

/** A workbook: every sheet row by row, hidden ones too, and its comments, drawings, pivot caches and properties. */
export async function readXlsx(path: string): Promise<FileText> {
  const { bytes, archive } = await openOffice(path, MAIN)
  assertModest(archive)
  // Numbers stay as they are written: a float would lose the last digits of long ones.
  const sheets = await readWorkbook(bytes, { parseNumber: (written: string) => written })
  const sections = sheets.flatMap(({ sheet, data }, index): Section[] => [
    { path: `sheet${index + 1}.sheet`, text: sheet },
    {
      path: `sheet${index + 1}`,
      rows: true,
      text: data
        .map((row) => row.map(written).join('\t').trimEnd())
        .join('\n')
        .trimEnd(),
    },
  ])
  return {
    textLayer: null,
    sections: [...sections, ...otherTexts(archive, OTHERS)].filter(({ text }) => text !== ''),
  }
}

// The parser makes room for the whole rectangle up to the farthest cell.
function assertModest(archive: Archive): void {
  let cells = 0
  for (const name of archive.names.filter((one) => SHEET.test(one))) {
    const xml = archive.text(name)
    for (const [, column = '', row] of xml.matchAll(
      /<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,4})(\d{1,8})"/g,
    )) {
      cells++
      if (Number(row) > MOST_ROWS || numberOf(column) > MOST_COLUMNS) tooLarge()
    }
    if (cells > MOST_CELLS || (xml.match(/<(?:\w+:)?c[\s/>]/g)?.length ?? 0) > MOST_CELLS)
      tooLarge()
  }
}

function numberOf(column: string): number {
  return Array.from(column).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
}

function tooLarge(): never {
  const most = `${MOST_CELLS / 10_000} 万个单元格、${MOST_ROWS / 10_000} 万行、${MOST_COLUMNS} 列`
  return refuseFile('TOO_MANY_CELLS', `工作簿不得超过 ${most}，请拆分后上传`)
}

function written(cell: CellValue<string> | null | undefined): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10)
  return cellText(String(cell))
}
