import type { TextPart } from '../privacy/page.ts'

/** A piece of a file's text. Stored as it is: lines stay lines, a table has its cells between tabs. */
export interface Section {
  /** Where in the file: `page3`, `sheet2`, `text`; '' for the whole. */
  readonly path: string
  readonly text: string
  /** Whether lines are rows of a table. */
  readonly rows?: boolean
  /** Whether it is looked through but not searched: no program shows it as text of the file. */
  readonly hidden?: boolean
}

/** Characters of all text of one file; more is no document that anyone has read. */
export const LONGEST_TEXT = 4_000_000

/** One cell's text as it may stand in a section of rows. */
export function cellText(value: string): string {
  return value.replaceAll(/[\t\r\n\f]+/g, ' ')
}

/** Rows that are looked through at a time: all of a large table would take several times its memory. */
const ROWS_AT_ONCE = 2_000
/** A number may go on in the next line. */
const OVERLAP = 3

/**
 * The pieces as the privacy gate reads them, a cell of a table a part of its own under the heading of its column.
 * What stands together is read together; of a large table a portion at a time, the last rows of one also in the next.
 */
export function* portionsOfFile(sections: readonly Section[]): Iterable<TextPart[]> {
  const plain = sections.filter(({ rows }) => !rows).map(({ path, text }) => ({ path, text }))
  yield plain
  for (const section of sections.filter(({ rows }) => rows)) yield* portionsOfTable(section)
}

function* portionsOfTable({ path, text }: Section): Iterable<TextPart[]> {
  const lines = text.split('\n')
  const headings = headingsOf(lines)
  const prefix = path === '' ? '' : `${path}.`
  for (let start = 0; start < lines.length; start += ROWS_AT_ONCE - OVERLAP) {
    const rows = lines.slice(start, start + ROWS_AT_ONCE)
    yield rows.flatMap((line, index) => cellsOf(line, start + index, headings, prefix))
    if (start + ROWS_AT_ONCE >= lines.length) return
  }
}

interface Headings {
  readonly row: number
  readonly titles: readonly string[]
}

/** The first row with more than one cell filled: a title of the whole has only one. */
function headingsOf(lines: readonly string[]): Headings {
  const row = lines.findIndex((line) => line.split('\t').filter((cell) => cell !== '').length > 1)
  return { row, titles: lines[row]?.split('\t') ?? [] }
}

function cellsOf(line: string, row: number, headings: Headings, prefix: string): TextPart[] {
  return line.split('\t').flatMap((text, column) => {
    if (text === '') return []
    const path = `${prefix}${letters(column)}${row + 1}`
    const label = row === headings.row ? undefined : headings.titles[column]
    return [{ path, text, label, row: `${prefix}${row + 1}` }]
  })
}

/** The name of a column as spreadsheets have it: A, B, ... AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}

/** Characters in all. */
export function lengthOf(sections: readonly Section[]): number {
  return sections.reduce((sum, { text }) => sum + text.length, 0)
}

/** A file's name and the beginning of its text as search may match them, up to `longest` characters. */
export function searchableText(
  { name, sections }: { readonly name: string; readonly sections: readonly Section[] },
  longest: number,
): string {
  const shown = sections.filter(({ hidden }) => !hidden)
  const text = [name, ...shown.map((one) => one.text.slice(0, longest))].join('\n')
  const line = text
    .replaceAll(/[\t ]+/g, ' ')
    .slice(0, Math.max(0, longest - 1))
    .toWellFormed()
  return line === '' ? '' : `${line}\n`
}
