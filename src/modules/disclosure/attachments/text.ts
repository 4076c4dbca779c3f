import type { TextPart } from '../privacy/page.ts'

/** A piece of a file's text. Stored as it is: lines stay lines, a table has its cells between tabs. */
export interface Section {
  /** Where in the file: `page3`, `sheet2`, `text`; '' for the whole. */
  readonly path: string
  readonly text: string
  /** Whether lines are rows of a table. */
  readonly rows?: boolean
}

/** Characters of all text of one file; more is no document that anyone has read. */
export const LONGEST_TEXT = 3_000_000

/** One cell's text as it may stand in a section of rows. */
export function cellText(value: string): string {
  return value.replaceAll(/[\t\r\n\f]+/g, ' ')
}

/** The pieces as the privacy gate reads them, a cell of a table a part of its own under the heading of its column. */
export function partsOfFile(name: string, sections: readonly Section[]): TextPart[] {
  return [{ path: 'fileName', text: name }, ...sections.flatMap(partsOfSection)]
}

function partsOfSection({ path, text, rows }: Section): TextPart[] {
  if (!rows) return [{ path, text }]
  const table = text.split('\n').map((line) => line.split('\t'))
  const headings = table.find((row) => row.filter((cell) => cell !== '').length > 1) ?? []
  return table.flatMap((row, index) =>
    row.flatMap((cell, column) => {
      if (cell === '') return []
      const place = (address: string) => (path === '' ? address : `${path}.${address}`)
      const label = row === headings ? undefined : headings[column]
      const number = String(index + 1)
      return [{ path: place(`${letters(column)}${number}`), text: cell, label, row: place(number) }]
    }),
  )
}

/** The name of a column as spreadsheets have it: A, B, ... AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}

/** The text of files as search may match it, up to `longest` characters. */
export function searchableText(
  files: readonly { readonly name: string; readonly sections: readonly Section[] }[],
  longest: number,
): string {
  const texts = files.flatMap(({ name, sections }) => [name, ...sections.map(({ text }) => text)])
  return texts
    .join('\n')
    .replaceAll(/[\t ]+/g, ' ')
    .slice(0, longest)
    .toWellFormed()
}
