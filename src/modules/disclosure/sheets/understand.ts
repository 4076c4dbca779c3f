import { problemsOf } from '../../../platform/problems.ts'
import type { Fields } from '../kind/field.ts'
import { type Header, headerOf, type MatchedColumn, repeatsHeader } from './columns.ts'
import { convert } from './convert.ts'
import {
  type Cell,
  columnLetters,
  type Merge,
  type Sheet,
  SHEET_LIMITS,
  type SheetRow,
  unreadable,
} from './sheet.ts'

/** What is wrong with one cell, as people find it; never what stands in it. */
export interface CellProblem {
  /** Number of the row as the spreadsheet program shows it. */
  readonly row: number
  /** Letters of the column; null when the fault is of the whole row or of a column that is not there. */
  readonly column: string | null
  /** Title of the column in the table. */
  readonly title: string
  readonly code: string
  readonly message: string
}

/** A sheet as rows of a table. */
export interface UnderstoodSheet {
  readonly header: Header
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** Rows that are no data: totals, notes, repeated headers. */
  readonly skipped: readonly number[]
  /** The first of all, in their order. */
  readonly problems: readonly CellProblem[]
  readonly problemCount: number
}

const LISTED_PROBLEMS = 200
const TOTAL = /^(本页|本表|全[县镇乡村])?(合计|总计|小计|共计|累计)(金额|人数)?:?$/
const NOTE =
  /^(备?注|说明|填表人|制表人?|审核人?|单位负责人|负责人|填报(单位|人|日期)|联系人|(联系)?电话)[::]/

/** Understands a sheet as rows of a table with these columns: header, totals and notes apart, every cell checked. */
export function understand(sheet: Sheet, fields: Fields): UnderstoodSheet {
  const header = headerOf(sheet, fields)
  const rows: Record<string, unknown>[] = []
  const skipped: number[] = []
  const problems: CellProblem[] = []
  let problemCount = 0
  const report = (problem: CellProblem) => {
    if (problemCount++ < LISTED_PROBLEMS) problems.push(problem)
  }

  headerProblems(header).forEach(report)
  const merges = sheet.merges.filter(
    ({ fromRow, toRow }) => fromRow > header.row && toRow > fromRow,
  )
  const byNumber = new Map(sheet.rows.map((row) => [row.number, row]))
  for (const row of sheet.rows) {
    if (row.number <= header.row) continue
    if (isNoData(row) || repeatsHeader(row, header)) {
      skipped.push(row.number)
      continue
    }
    if (rows.length === SHEET_LIMITS.rows) {
      throw unreadable('TOO_MANY_ROWS', `至多导入 ${SHEET_LIMITS.rows} 行，请分批导入`)
    }
    const read = readRow(row, header, (cell) => mergedInto(cell, row, merges, byNumber))
    if (Object.keys(read.values).length === 0 && read.problems.length === 0)
      skipped.push(row.number)
    else rows.push(read.values)
    read.problems.forEach(report)
  }
  if (rows.length === 0) throw unreadable('NO_ROWS', '表头下面没有数据')
  return { header, rows, skipped, problems, problemCount }
}

function headerProblems({ row, matched, missing }: Header): CellProblem[] {
  const lacking = missing
    .filter(([, { required }]) => required)
    .map(([, { title }]) => ({
      row,
      column: null,
      title,
      code: 'MISSING_COLUMN',
      message: `缺少“${title}”列`,
    }))
  const units = matched.flatMap(({ index, field: { title, unit }, foreignUnit }) =>
    foreignUnit === null
      ? []
      : [
          {
            row,
            column: columnLetters(index),
            title,
            code: 'UNIT_MISMATCH',
            message: `表中以${foreignUnit}为单位，应以${unit}为单位，请换算后再导入`,
          },
        ],
  )
  return [...lacking, ...units]
}

function isNoData({ cells }: SheetRow): boolean {
  const texts = cells.flatMap((cell) =>
    cell ? [cell.text.normalize('NFKC').replaceAll(/\s/g, '')] : [],
  )
  const [first = '', second = ''] = texts
  // A total may stand behind its serial number.
  return TOTAL.test(first) || NOTE.test(first) || (/^\d+$/.test(first) && TOTAL.test(second))
}

type Look = (column: MatchedColumn) => Cell | 'merged number' | null

function mergedInto(
  { index }: MatchedColumn,
  { number, cells }: SheetRow,
  merges: readonly Merge[],
  byNumber: ReadonlyMap<number, SheetRow>,
): ReturnType<Look> {
  const own = cells[index]
  if (own) return own
  const merge = merges.find(
    ({ fromRow, toRow, fromColumn }) => fromColumn === index && fromRow < number && toRow >= number,
  )
  const source = merge && byNumber.get(merge.fromRow)?.cells[index]
  if (!source) return null
  // A village over its households is each one's village; an amount over them is nobody's.
  return source.kind === 'text' || source.kind === 'date' ? source : 'merged number'
}

function readRow({ number }: SheetRow, { matched }: Header, look: Look) {
  const values: Record<string, unknown> = {}
  const problems: CellProblem[] = []
  for (const column of matched) {
    const { index, name, field } = column
    const add = (code: string, message: string) =>
      problems.push({
        row: number,
        column: columnLetters(index),
        title: field.title,
        code,
        message,
      })
    const cell = look(column)
    if (cell === 'merged number') {
      add('MERGED_CELL', '合并单元格中的数字不能分给各行，请取消合并后逐行填写')
    } else if (cell === null) {
      if (field.required) add('REQUIRED', `缺少${field.title}`)
    } else {
      const converted = convert(field, cell)
      if ('code' in converted) add(converted.code, converted.message)
      else {
        const checked = field.schema.safeParse(converted.value, { reportInput: true })
        if (checked.success) values[name] = checked.data
        else problemsOf(checked.error).forEach(({ code, message }) => add(code, message))
      }
    }
  }
  return { values, problems }
}
