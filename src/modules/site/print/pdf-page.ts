import type { SheetSize } from './document.ts'
import type { Style, Typesetter } from './typesetting.ts'

const MM = 72 / 25.4
const MARGIN = { top: 15 * MM, side: 14 * MM, bottom: 18 * MM }

/** Sheets in points, upright. */
const SHEETS: Readonly<Record<SheetSize, readonly [width: number, height: number]>> = {
  A4: [595.28, 841.89],
  A3: [841.89, 1190.55],
}

/** The pages of a document and where the next thing on them goes. */
export interface Pages {
  readonly document: PDFKit.PDFDocument
  readonly set: Typesetter
  readonly left: number
  readonly width: number
  readonly top: number
  readonly bottom: number
  /** How much larger everything is than on A4. */
  readonly scale: number
  /** Where the next thing begins. */
  y: number
  turn(): void
  /** Turns the page when less than this is left of it; tells whether it did. */
  need(height: number): boolean
}

/** Opens the pages of a sheet, lying where a table asks for it. */
export function openPages(
  document: PDFKit.PDFDocument,
  set: Typesetter,
  { size, lying }: { readonly size: SheetSize; readonly lying: boolean },
): Pages {
  const [short, long] = SHEETS[size]
  const [width, height] = lying ? [long, short] : [short, long]
  const pages: Pages = {
    document,
    set,
    left: MARGIN.side,
    width: width - 2 * MARGIN.side,
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
    scale: SHEETS[size][0] / SHEETS.A4[0],
    y: MARGIN.top,
    turn() {
      document.addPage({ size: [width, height], margin: 0 })
      pages.y = MARGIN.top
    },
    need(wanted) {
      if (pages.y + wanted <= pages.bottom) return false
      pages.turn()
      return true
    },
  }
  pages.turn()
  return pages
}

/** Distance of lines. */
export const LEADING = 1.5

/** Where letters of a line that begins at a height stand. */
export function baselineOf(y: number, { size }: Style): number {
  return y + size * (LEADING - 1) * 0.5 + size * 0.88
}

/** Puts a text across the width, line by line, over as many pages as it takes. */
export function putText(pages: Pages, text: string, style: Style, align: 'left' | 'center'): void {
  for (const line of pages.set.linesOf(text, style, pages.width)) {
    const height = style.size * LEADING
    pages.need(height)
    const free = align === 'center' ? (pages.width - pages.set.widthOf(line, style)) / 2 : 0
    pages.set.draw(line, pages.left + free, baselineOf(pages.y, style), style)
    pages.y += height
  }
}
