import { ValidationError } from '../../../platform/errors.ts'

/**
 * What a cell holds. `text` is what was stored: the digits of a number as the file has them, a date as YYYY-MM-DD with
 * an optional time, a percentage as its share of one.
 */
export interface Cell {
  readonly kind: 'text' | 'number' | 'percent' | 'date' | 'boolean' | 'error'
  readonly text: string
}

/** One row that is not empty, under the number that people see beside it. */
export interface SheetRow {
  readonly number: number
  readonly cells: readonly (Cell | null)[]
}

/** Merged cells: the value stands in the first. Rows as people number them, columns from 0. */
export interface Merge {
  readonly fromRow: number
  readonly toRow: number
  readonly fromColumn: number
  readonly toColumn: number
}

/** A sheet as it was read; nothing is understood yet. */
export interface Sheet {
  /** Null in a CSV file. */
  readonly name: string | null
  /** Sheets of the same file that are not read. */
  readonly otherSheets: readonly string[]
  readonly rows: readonly SheetRow[]
  readonly merges: readonly Merge[]
}

/** Beyond these a file is refused before it costs anything. */
export const SHEET_LIMITS = {
  bytes: 20 * 1024 * 1024,
  columns: 256,
  /** Rows of data. */
  rows: 20_000,
  /** Cells that hold something. */
  cells: 500_000,
  /** Cells within the sheet's outermost corners, empty ones too. */
  extent: 5_000_000,
} as const

/** The file cannot be read; the message tells people what to do about it. */
export function unreadable(code: string, message: string): ValidationError {
  return ValidationError.of('file', code, message)
}

/** The letters above a column: A for 0, AA for 26. */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last
}
