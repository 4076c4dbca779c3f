import { publicContent } from '../kind/mask.ts'
import type { Kind } from '../kind/kind.ts'
import { columnLetters } from './sheet.ts'
import { readSheet } from './sheet-read.ts'
import { type CellProblem, understand } from './understand.ts'

type Row = Readonly<Record<string, unknown>>

/** What was understood of a file, as the person who brought it is told. */
export interface TableReport {
  /** Name of the sheet that was read; null in a CSV file. */
  readonly sheet: string | null
  /** Sheets that were not read: only the first is. */
  readonly otherSheets: readonly string[]
  readonly headerRow: number
  readonly columns: {
    readonly matched: readonly {
      readonly column: string
      readonly title: string
      readonly field: string
      readonly fieldTitle: string
    }[]
    /** Columns that are not taken over. */
    readonly unmatched: readonly { readonly column: string; readonly title: string }[]
    readonly missing: readonly {
      readonly field: string
      readonly fieldTitle: string
      readonly required: boolean
    }[]
  }
  readonly rowCount: number
  /** Totals, notes and repeated headers, by the numbers that people see. */
  readonly skippedRows: readonly number[]
  /** The first rows, masked as the public would see them. */
  readonly preview: readonly Row[]
  /** The first faults, never with the value itself. */
  readonly errors: readonly CellProblem[]
  readonly errorCount: number
}

/** A file as rows of a table; there are rows only when there is no error. */
export interface TableReading {
  readonly report: TableReport
  readonly rows: readonly Row[]
}

const PREVIEWED = 20
const LISTED_SKIPS = 200

/** Reads a file as rows of the table `field` of a kind. May take seconds: have it done apart (reader.ts). */
export function readTable(bytes: Buffer, kind: Kind, field: string): TableReading {
  const type = kind.fields[field]?.type
  if (!type || !('table' in type)) throw new Error(`${kind.name}.${field} is no table`)
  const sheet = readSheet(bytes)
  const { header, rows, skipped, problems, problemCount } = understand(sheet, type.table.fields)
  const preview = publicContent(kind, { [field]: rows.slice(0, PREVIEWED) })[field]
  return {
    rows: problemCount === 0 ? rows : [],
    report: {
      sheet: sheet.name,
      otherSheets: sheet.otherSheets,
      headerRow: header.row,
      columns: {
        matched: header.matched.map(({ index, title, name, field: { title: fieldTitle } }) => {
          return { column: columnLetters(index), title, field: name, fieldTitle }
        }),
        unmatched: header.unmatched.map(({ index, title }) => {
          return { column: columnLetters(index), title }
        }),
        missing: header.missing.map(([name, { title, required }]) => {
          return { field: name, fieldTitle: title, required }
        }),
      },
      rowCount: rows.length,
      skippedRows: skipped.slice(0, LISTED_SKIPS),
      preview: (preview ?? []) as Row[],
      errors: problems,
      errorCount: problemCount,
    },
  }
}
