import { type Digits, readDigits } from './digits.ts'
import { lastAtOrBefore, type NormalText, normalise } from './normalise.ts'
import { type Cell, type Column, columnOf, type Row, readRows } from './rows.ts'

/** One piece of text and where it stands. */
export interface TextPart {
  /** Dotted path: `summary`, `rows.3.phone`, `attachments.0.Sheet1.B7`. */
  readonly path: string
  readonly text: string
  /** What people call the place: the title of the field or column. */
  readonly label?: string
  /** Path of the table row that it is a cell of; when missing, the path tells (`rows.3` of `rows.3.phone`). */
  readonly row?: string
}

/** All parts as one normalised text, in which a number may go on from one cell or line to the next. */
export interface Page {
  readonly text: string
  readonly digits: Digits
  readonly rows: readonly Row[]
  /** What the parts say of themselves in title and headings, to tell a roster of children from others. */
  readonly headings: string
  /** Path and original offset of an offset in `text`. */
  placeOf(offset: number): { readonly path: string; readonly offset: number }
}

/** Parts the cells of a row. */
const CELL_BREAK = '\t'
/** Nothing reaches over it. */
const PART_BREAK = '\f'

interface Segment {
  readonly start: number
  readonly path: string
  readonly normal: NormalText
}

/** Lays the parts out as a page; those of one table stand beside each other, in the order given. */
export function layOut(parts: readonly TextPart[]): Page {
  const pieces: string[] = []
  const segments: Segment[] = []
  const labelled = new Map<number, Cell[]>()
  const columns = new Map<string, Column>()
  const columnNamed = (label: string): Column => {
    const column = columns.get(label) ?? columnOf(label)
    columns.set(label, column)
    return column
  }
  let length = 0
  let rowStart = 0
  let before: Position | undefined

  for (const part of parts) {
    const position = positionOf(part)
    const brk = before ? breakBetween(before, position) : ''
    const normal = normalise(part.text)
    const { text } = normal
    if (brk !== CELL_BREAK) rowStart = length + brk.length
    const start = length + brk.length
    const end = start + text.length
    pieces.push(brk, position.row === undefined ? plain(text) : cell(text))
    segments.push({ start, path: part.path, normal })
    // The label of a field of several lines says nothing of a number in it.
    if (part.label !== undefined && (position.row !== undefined || !/[\n\f]/.test(text))) {
      const cells = labelled.get(rowStart) ?? []
      cells.push({ start, end, column: columnNamed(part.label) })
      labelled.set(rowStart, cells)
    }
    length = end
    before = position
  }

  const text = pieces.join('')
  const starts = segments.map((segment) => segment.start)
  return {
    text,
    digits: readDigits(text),
    rows: readRows(text, labelled),
    headings: headingsOf(parts),
    placeOf(offset) {
      const segment = segments[lastAtOrBefore(starts, offset)]
      if (!segment) throw new RangeError('offset before the first part')
      return { path: segment.path, offset: segment.normal.at(offset - segment.start) }
    },
  }
}

interface Position {
  readonly row: string | undefined
  /** Neighbours of one list or table have the same. */
  readonly list: string | undefined
}

function positionOf({ path, row: given }: TextPart): Position {
  const keys = path.split('.')
  const isIndex = (key: string | undefined): boolean => key !== undefined && /^\d+$/.test(key)
  const rowIndex = keys.slice(0, -1).findLastIndex(isIndex)
  const row = given ?? (rowIndex > 0 ? keys.slice(0, rowIndex + 1).join('.') : undefined)
  if (row !== undefined) return { row, list: parentOf(row) }
  return { row, list: isIndex(keys.at(-1)) ? parentOf(path) : undefined }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')))
}

function breakBetween(before: Position, after: Position): string {
  if (after.row !== undefined && after.row === before.row) return CELL_BREAK
  const neighbours = after.list !== undefined && after.list === before.list
  return neighbours && (after.row === undefined) === (before.row === undefined) ? '\n' : PART_BREAK
}

// One character for one, so that offsets hold.
function plain(text: string): string {
  return text.replaceAll(PART_BREAK, ' ')
}

function cell(text: string): string {
  return text.replaceAll(/[\t\n\r\f]/g, ' ')
}

const HEADING = /^(title|keywords\.\d+)$|(^|\.)(name|fileName|sheet|programme)$/
const LONGEST_HEADING = 200

// The names in rows are names of people and places; those of attachments and sheets are headings.
function headingsOf(parts: readonly TextPart[]): string {
  const headings = parts.filter(
    ({ path, text }) =>
      text.length <= LONGEST_HEADING &&
      HEADING.test(path) &&
      (path.startsWith('attachments.') || !/\.\d+\./.test(path)),
  )
  return headings.map(({ text }) => text).join('\n')
}
