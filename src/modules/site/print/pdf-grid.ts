import type { Grid } from './document.ts'
import { baselineOf, LEADING, type Pages } from './pdf-page.ts'
import type { Style, Typesetter } from './typesetting.ts'

const PADDING = 3
const LINE_WIDTH = 0.5
/** Rows by which the widths of columns are found. */
const MEASURED = 200
/** In ems: a narrower column would be a column of single characters, a wider one takes room from the others. */
const NARROWEST = 3
const WIDEST = 16

const BODY = 9
const styleOf = (scale: number, weight: Style['weight']): Style => ({ size: BODY * scale, weight })

/** How wide a table would like to be, in points on A4. */
export function naturalWidth(set: Typesetter, grid: Grid): number {
  return widthsOf(set, grid, 1).reduce((sum, width) => sum + width, 0)
}

/** Draws a table over as many pages as it takes, its head on each. */
export function putGrid(pages: Pages, { title, columns, rows }: Grid): void {
  const { set, scale } = pages
  const [head, body] = [styleOf(scale, 'bold'), styleOf(scale, 'regular')]
  const wanted = widthsOf(set, { kind: 'grid', title, columns, rows }, scale)
  const total = wanted.reduce((sum, width) => sum + width, 0)
  const widths = wanted.map((width) => (width * pages.width) / total)
  const cellsOf = (texts: readonly string[], style: Style) =>
    widths.map((width, index) => set.linesOf(texts[index] ?? '', style, width - 2 * PADDING))
  const heightOf = (cells: readonly string[][], { size }: Style) =>
    Math.max(...cells.map((lines) => lines.length)) * size * LEADING + 2 * PADDING

  const heads = cellsOf(
    columns.map((column) => column.title),
    head,
  )
  const headHeight = heightOf(heads, head)
  const putHead = () => putRow(pages, heads, head, { widths, height: headHeight, shaded: true })
  // A head with nothing under it at the foot of a page says nothing.
  pages.need(headHeight + body.size * LEADING * 2)
  putHead()
  for (const row of rows) {
    for (const cells of slices(cellsOf(row, body), mostLines(pages, headHeight, body))) {
      const height = heightOf(cells, body)
      if (pages.need(height)) putHead()
      putRow(pages, cells, body, { widths, height, numbers: columns.map((one) => one.isNumber) })
    }
  }
  pages.y += body.size
}

interface RowShape {
  readonly widths: readonly number[]
  readonly height: number
  readonly shaded?: boolean
  readonly numbers?: readonly boolean[]
}

function putRow(
  pages: Pages,
  cells: readonly string[][],
  style: Style,
  { widths, height, shaded = false, numbers = [] }: RowShape,
): void {
  const { document, set, y } = pages
  let x = pages.left
  for (const [index, lines] of cells.entries()) {
    const width = widths[index] ?? 0
    document.lineWidth(LINE_WIDTH).rect(x, y, width, height)
    if (shaded) document.fillAndStroke('#eeeeee', '#000000').fillColor('#000000')
    else document.stroke('#000000')
    for (const [number, line] of lines.entries()) {
      const free = numbers[index] ? width - 2 * PADDING - set.widthOf(line, style) : 0
      const baseline = baselineOf(y + PADDING + number * style.size * LEADING, style)
      set.draw(line, x + PADDING + free, baseline, style)
    }
    x += width
  }
  pages.y += height
}

/** A row that is higher than a page goes on under the next head. */
function slices(cells: readonly string[][], most: number): string[][][] {
  const lines = Math.max(...cells.map((cell) => cell.length))
  const starts = Array.from({ length: Math.ceil(lines / most) }, (_, index) => index * most)
  return starts.map((start) => cells.map((cell) => cell.slice(start, start + most)))
}

function mostLines(pages: Pages, headHeight: number, { size }: Style): number {
  const room = pages.bottom - pages.top - headHeight - 2 * PADDING
  return Math.max(1, Math.floor(room / (size * LEADING)))
}

function widthsOf(set: Typesetter, { columns, rows }: Grid, scale: number): number[] {
  const [head, body] = [styleOf(scale, 'bold'), styleOf(scale, 'regular')]
  const [narrowest, widest] = [NARROWEST * body.size, WIDEST * body.size]
  return columns.map(({ title }, index) => {
    const cells = rows.slice(0, MEASURED).map((row) => set.widthOf(row[index] ?? '', body))
    const wide = Math.max(set.widthOf(title, head), ...cells)
    return Math.min(Math.max(wide, narrowest), widest) + 2 * PADDING
  })
}
