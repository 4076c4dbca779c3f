import { baselineOf, LEADING, type Pages } from './pdf-page.ts'
import type { Style } from './typesetting.ts'

/** A chapter and the page on which it begins, from 1. */
export interface ChapterPlace {
  readonly text: string
  readonly page: number
}

interface ContentsLine {
  readonly page: number
  readonly y: number
}

const styleOf = ({ scale }: Pages): Style => ({ size: 11 * scale, weight: 'regular' })

/** Keeps a line for each chapter, to be written when their pages are known. */
export function putContents(pages: Pages, chapters: readonly string[]): ContentsLine[] {
  const height = styleOf(pages).size * LEADING
  return chapters.map(() => {
    pages.need(height)
    const line = { page: pages.document.bufferedPageRange().count, y: pages.y }
    pages.y += height
    return line
  })
}

/** Writes the lines that were kept: title, dots, page. */
export function writeContents(
  pages: Pages,
  lines: readonly ContentsLine[],
  places: readonly ChapterPlace[],
): void {
  const { document, set, left, width } = pages
  const style = styleOf(pages)
  for (const [index, { page, y }] of lines.entries()) {
    const place = places[index]
    if (!place) continue
    document.switchToPage(page - 1)
    const number = String(place.page)
    const [title = ''] = set.linesOf(`${index + 1}. ${place.text}`, style, width - style.size * 4)
    const [from, to] = [set.widthOf(title, style) + style.size, width - set.widthOf(number, style)]
    const dots = '.'.repeat(
      Math.max(0, Math.floor((to - from - style.size) / set.widthOf('.', style))),
    )
    const baseline = baselineOf(y, style)
    set.draw(title, left, baseline, style)
    set.draw(dots, left + from, baseline, style)
    set.draw(number, left + to, baseline, style)
  }
  if (lines.length > 0) document.switchToPage(document.bufferedPageRange().count - 1)
}
