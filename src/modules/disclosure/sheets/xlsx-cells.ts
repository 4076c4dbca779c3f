import {
  type Cell,
  type Merge,
  SHEET_LIMITS,
  type Sheet,
  type SheetRow,
  unreadable,
} from './sheet.ts'
import { dateOfSerial, type NumberFormat } from './xlsx-styles.ts'
import { attribute, plain, type Tag, tagsOf } from './xml.ts'

/** What cells of a sheet refer to. */
interface Workbook {
  readonly strings: readonly string[]
  readonly formats: readonly NumberFormat[]
  readonly from1904: boolean
}

interface OpenCell {
  readonly column: number
  readonly type: string
  readonly format: NumberFormat
}

const tooManyCells = () =>
  unreadable('TOO_MANY_CELLS', '工作表的范围过大，请删除数据以外的空行、空列和格式后另存再上传')

/** The cells of a sheet's XML; stops at the first cell too many. */
export function cellsOf(xml: string, workbook: Workbook): Pick<Sheet, 'rows' | 'merges'> {
  const rows: SheetRow[] = []
  const merges: Merge[] = []
  let cells: (Cell | null)[] = []
  let [row, column, seen, held] = [0, 0, 0, 0]
  let cell: OpenCell | null = null
  let [value, start, formula, reading] = ['', -1, false, false]

  const endCell = () => {
    const content = cell && cellOf(cell, value, formula, workbook)
    if (cell && content) {
      if (++held > SHEET_LIMITS.cells) throw tooManyCells()
      if (cell.column >= SHEET_LIMITS.columns) throw tooManyColumns()
      while (cells.length < cell.column) cells.push(null)
      cells[cell.column] = content
    }
    cell = null
  }

  for (const tag of tagsOf(xml)) {
    const { name, closes, empty, from, to } = tag
    if (name === 'c') {
      if (!closes) {
        if (++seen > SHEET_LIMITS.extent) throw tooManyCells()
        cell = openCell(tag, column, workbook)
        column = cell.column + 1
        ;[value, formula, reading] = ['', false, false]
      }
      if (closes || empty) endCell()
    } else if (name === 'v' || name === 't') {
      if (!closes && !empty) start = to
      else if (closes && cell && !reading) value += plain(xml.slice(start, from))
    } else if (name === 'f') formula = true
    else if (name === 'rPh') reading = !closes && !empty
    else if (name === 'row') {
      if (!closes) {
        row = Number(attribute(tag, 'r') ?? row + 1)
        cells = []
        column = 0
      }
      if ((closes || empty) && cells.length > 0) rows.push({ number: row, cells })
    } else if (name === 'mergeCell' && !closes) merges.push(areaOf(attribute(tag, 'ref') ?? ''))
    else if (name === 'dimension' && !closes) refuseExtent(attribute(tag, 'ref') ?? '')
  }
  return { rows, merges }
}

function openCell(tag: Tag, next: number, { formats }: Workbook): OpenCell {
  const reference = /^([A-Z]{1,3})\d+$/.exec(attribute(tag, 'r') ?? '')
  return {
    column: reference?.[1] === undefined ? next : columnOf(reference[1]),
    type: attribute(tag, 't') ?? 'n',
    format: formats[Number(attribute(tag, 's') ?? 0)] ?? 'number',
  }
}

function cellOf(
  { type, format }: OpenCell,
  value: string,
  formula: boolean,
  { strings, from1904 }: Workbook,
): Cell | null {
  if (value === '') return formula && type !== 'str' ? { kind: 'error', text: '' } : null
  switch (type) {
    case 's':
      return textCell(strings[Number(value)] ?? '')
    case 'str':
    case 'inlineStr':
      return textCell(value)
    case 'b':
      return { kind: 'boolean', text: value === '1' ? '是' : '否' }
    case 'e':
      return { kind: 'error', text: value }
    case 'd':
      return {
        kind: 'date',
        text: value
          .slice(0, 16)
          .replace('T', ' ')
          .replace(/ 00:00$/, ''),
      }
    default:
      return numberCell(value, format, from1904)
  }
}

function numberCell(value: string, format: NumberFormat, from1904: boolean): Cell {
  const date = format === 'date' ? dateOfSerial(Number(value), from1904) : null
  if (date !== null) return { kind: 'date', text: date }
  return { kind: format === 'percent' ? 'percent' : 'number', text: value }
}

// Excel writes characters that XML cannot hold, and carriage returns, as _x000D_.
function textCell(text: string): Cell | null {
  const unescaped = text.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return unescaped.trim() === '' ? null : { kind: 'text', text: unescaped }
}

function refuseExtent(reference: string): void {
  const { fromRow, toRow, fromColumn, toColumn } = areaOf(reference)
  if ((toRow - fromRow + 1) * (toColumn - fromColumn + 1) > SHEET_LIMITS.extent)
    throw tooManyCells()
}

function tooManyColumns() {
  return unreadable('TOO_MANY_COLUMNS', `工作表的列过多，至多 ${SHEET_LIMITS.columns} 列`)
}

function areaOf(reference: string): Merge {
  const [, fromLetters = 'A', fromRow = '1', toLetters = fromLetters, toRow = fromRow] =
    /^([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?$/.exec(reference) ?? []
  return {
    fromRow: Number(fromRow),
    toRow: Number(toRow),
    fromColumn: columnOf(fromLetters),
    toColumn: columnOf(toLetters),
  }
}

function columnOf(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
