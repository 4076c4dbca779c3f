import type { Fields } from '../kind/field.ts'
import { cellText, columnTitle } from './cell-text.ts'
import { neutralised } from './formula.ts'

/** Rows of a table as they are read from the database, page by page. */
export type Pages = AsyncIterable<readonly Readonly<Record<string, unknown>>[]>

const BOM = '\uFEFF'

/** A table as CSV for Excel: UTF-8 with BOM, lines ended by CR LF, no cell that would be computed. */
export async function* csvOf(fields: Fields, pages: Pages): AsyncGenerator<string> {
  const columns = Object.entries(fields)
  yield BOM + lineOf(columns.map(([, field]) => columnTitle(field)))
  for await (const page of pages) {
    yield page
      .map((row) => lineOf(columns.map(([name, field]) => neutralised(cellText(field, row[name])))))
      .join('')
  }
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`
}

function quoted(text: string): string {
  return /[",\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
