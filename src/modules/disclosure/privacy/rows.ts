/** A column of a table by its title. */
export interface Column {
  readonly label: string
  /** What was asked of the title before: many cells have the same. */
  readonly asked: Map<RegExp, boolean>
}

/** A cell of a table. Offsets in the page's text, without surrounding blanks. */
export interface Cell {
  readonly start: number
  readonly end: number
  readonly column: Column
}

/** A row of a table whose columns have titles. */
export interface Row {
  readonly start: number
  readonly end: number
  readonly cells: readonly Cell[]
}

/** Makes a column. */
export function columnOf(label: string): Column {
  return { label, asked: new Map() }
}

/** Whether the title of a column matches. */
export function isUnder(column: Column, title: RegExp): boolean {
  const known = column.asked.get(title)
  if (known !== undefined) return known
  const matches = title.test(column.label)
  column.asked.set(title, matches)
  return matches
}

/** What a heading must have before a line of plain text is taken for the head of a table about people. */
const ABOUT_PEOPLE =
  /姓\s*名|户主|名字|身份证|证件|电话|手机|卡号|账号|帐号|住址|地址|出生|年龄|病|残|学生|监护|开户|护照|社保|医保|passport|phone|mobile|^name/i
const LONGEST_HEAD_LINE = 300
const LONGEST_HEADING = 20
const SEPARATORS = ['\t', '|', ',', '  ', ' '] as const
type Separator = (typeof SEPARATORS)[number]

/** The rows of tables in the text (parted by tabs, bars, commas or spaces), and the rows already known. */
export function readRows(text: string, known: ReadonlyMap<number, readonly Cell[]>): Row[] {
  const rows: Row[] = []
  const heads = new Map<string, Head | undefined>()
  let head: Head | undefined
  for (let start = 0, end = 0; start <= text.length; start = end + 1) {
    end = lineEnd(text, start)
    const given = known.get(start)
    const found = given ? undefined : headAt(text, start, end, heads)
    if (given) rows.push({ start, end, cells: given })
    if (given || found) {
      head = found
      continue
    }
    const row = head && readRow(text, start, end, head)
    if (row) rows.push(row)
    else head = undefined
  }
  return rows
}

interface Head {
  readonly separator: Separator
  readonly columns: readonly Column[]
}

interface Span {
  readonly start: number
  readonly end: number
}

const NO_COLUMN = columnOf('')

function lineEnd(text: string, start: number): number {
  for (let end = start; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code === 10 || code === 12) return end
  }
  return text.length
}

// Every page of a long list repeats its head.
function headAt(
  text: string,
  start: number,
  end: number,
  heads: Map<string, Head | undefined>,
): Head | undefined {
  if (end - start > LONGEST_HEAD_LINE || end - start < 3) return undefined
  const line = text.slice(start, end)
  if (!ABOUT_PEOPLE.test(line)) return undefined
  if (!heads.has(line)) heads.set(line, readHead(line))
  return heads.get(line)
}

function readHead(line: string): Head | undefined {
  const separator = SEPARATORS.find((one) => line.trim().includes(one))
  if (!separator || /\d{5}|[。;]/.test(line)) return undefined
  const labels = spansOf(line, 0, line.length, separator).map((span) =>
    line.slice(span.start, span.end),
  )
  const fits = labels.length > 1 && labels.every((label) => label.length <= LONGEST_HEADING)
  if (!fits || !labels.some((label) => ABOUT_PEOPLE.test(label))) return undefined
  return { separator, columns: labels.map(columnOf) }
}

function readRow(text: string, start: number, end: number, head: Head): Row | undefined {
  const { separator, columns } = head
  const spans = spansOf(text, start, end, separator)
  if (spans.length < 2) return undefined
  // Columns parted by spaces shift when a cell is empty: then the row is one, its columns unknown.
  const known = !separator.startsWith(' ') || spans.length === columns.length
  const cells = spans.map((span, index) => {
    const column = (known ? columns[index] : undefined) ?? NO_COLUMN
    return { start: span.start, end: span.end, column }
  })
  return { start, end, cells }
}

function spansOf(text: string, start: number, end: number, separator: Separator): Span[] {
  const spans: Span[] = []
  const line = text.slice(start, end)
  for (let from = 0; from <= line.length;) {
    const found = line.indexOf(separator, from)
    const to = found < 0 ? line.length : found
    const span = trimmed(text, start + from, start + to)
    from = to + separator.length
    // Bars close a row as well, and two blanks may be five.
    const isCell = span.start < span.end || separator === '\t' || separator === ','
    if (isCell) spans.push(span)
  }
  return spans
}

// A cell of CSV may stand in quotation marks, and one that guards its digits begins with ' or =.
function trimmed(text: string, start: number, end: number): Span {
  let from = start
  let to = end
  while (from < to && ' "\'=\r'.includes(text.charAt(from))) from++
  while (to > from && ' "\'\r'.includes(text.charAt(to - 1))) to--
  return { start: from, end: to }
}
