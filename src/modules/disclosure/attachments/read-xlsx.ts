import readWorkbook, { type CellValue } from 'read-excel-file/node'
import { openOffice, textOfXml } from './ooxml.ts'
import { restOf, type Shown } from './ooxml-rest.ts'
import { refuseFile } from './refusal.ts'
import { cellText, type Section } from './text.ts'
import type { FileText } from './reader.ts'
import type { Archive } from './zip.ts'

const MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'
const SHEET = /^xl\/worksheets\/[^/]+\.xml$/
const STRINGS = 'xl/sharedStrings.xml'
const SHOWN: Shown = {
  parts: /^xl\/(worksheets\/[^/]+|sharedStrings)\.xml$/,
  elements: new Set(['v', 't', 'x:v', 'x:t']),
}

const MOST_CELLS = 600_000
const MOST_ROWS = 100_000
const MOST_COLUMNS = 500

/** A workbook: every sheet row by row, hidden ones too, and all else that it holds: comments, charts, pivot caches. */
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
  const texts = new Set(sheets.map(({ sheet }) => sheet))
  return {
    textLayer: null,
    sections: [...sections, leftOver(archive), ...restOf(archive, { ...SHOWN, texts })].filter(
      ({ text }) => text !== '',
    ),
  }
}

/** Strings that no cell shows any more: not every program that deletes a cell deletes its text. */
function leftOver(archive: Archive): Section {
  const shown = new Set<number>()
  for (const name of archive.names.filter((one) => SHEET.test(one))) {
    const cells = archive
      .text(name)
      .matchAll(/<(?:\w+:)?c\s[^>]*?\bt="s"[^>]*>\s*<(?:\w+:)?v>(\d+)</g)
    for (const [, string] of cells) shown.add(Number(string))
  }
  const strings = archive.names.includes(STRINGS) ? archive.text(STRINGS) : ''
  const left = strings
    .split(/<(?=(?:\w+:)?si[\s>])/)
    .slice(1)
    .filter((_, index) => !shown.has(index))
  const text = left.map((one) => textOfXml(`<${one}`)).join('\n')
  return { path: 'strings', hidden: true, text: text.trim() }
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
  return cellText(String(cell).replace(POWER, inFull))
}

// Excel keeps long numbers so. The first 15 digits are right: of an ID number they tell the day of birth.
const POWER = /^(\d)\.?(\d*)E\+?(1[0-9]|2[0-2])$/i

function inFull(_whole: string, first: string, rest: string, power: string): string {
  return first + rest.padEnd(Number(power), '0')
}
