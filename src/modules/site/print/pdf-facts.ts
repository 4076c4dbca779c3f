import type { Facts } from './document.ts'
import { baselineOf, LEADING, type Pages } from './pdf-page.ts'
import { darkRuns, qrModules } from './qr-code.ts'
import type { Style } from './typesetting.ts'

const SIZE = 10
const PADDING = 3
const LABEL_EMS = 7
const CODE = 92
const GAP = 10

/** Draws labels and values as a table, with the code that leads to the record at its right. */
export function putFacts(pages: Pages, { facts, link }: Facts): void {
  const { document, set, scale, left } = pages
  const label: Style = { size: SIZE * scale, weight: 'bold' }
  const value: Style = { size: SIZE * scale, weight: 'regular' }
  const codeSize = CODE * scale
  const captionHeight = 8 * scale * LEADING * 2
  if (link) pages.need(codeSize + captionHeight)
  const top = pages.y
  const page = document.bufferedPageRange().count
  const width = link ? pages.width - codeSize - GAP : pages.width
  const labelWidth = label.size * LABEL_EMS
  for (const { label: name, value: text } of facts) {
    const labels = set.linesOf(name, label, labelWidth - 2 * PADDING)
    const lines = set.linesOf(text, value, width - labelWidth - 2 * PADDING)
    const step = value.size * LEADING
    const height = Math.max(labels.length, lines.length) * step + 2 * PADDING
    pages.need(Math.min(height, step * 3))
    const cell = (texts: readonly string[], x: number, style: Style) => {
      for (const [index, one] of texts.entries()) {
        set.draw(one, x + PADDING, baselineOf(pages.y + PADDING + index * step, style), style)
      }
    }
    document.lineWidth(0.5)
    document.rect(left, pages.y, labelWidth, height).fillAndStroke('#eeeeee', '#000000')
    document.fillColor('#000000').rect(left + labelWidth, pages.y, width - labelWidth, height)
    document.stroke('#000000')
    cell(labels, left, label)
    cell(lines, left + labelWidth, value)
    pages.y += height
  }
  if (link && document.bufferedPageRange().count === page) {
    const end = putCode(pages, { ...link, x: left + width + GAP, y: top, size: codeSize })
    pages.y = Math.max(pages.y, end)
  }
  pages.y += SIZE * scale
}

function putCode(
  { document, set, scale }: Pages,
  at: {
    readonly url: string
    readonly caption: string
    readonly x: number
    readonly y: number
    readonly size: number
  },
): number {
  const modules = qrModules(at.url)
  const side = at.size / modules.length
  for (const { x, y, length } of darkRuns(modules)) {
    document.rect(at.x + x * side, at.y + y * side, length * side, side)
  }
  document.fill('#000000')
  const style: Style = { size: 8 * scale, weight: 'regular' }
  let y = at.y + at.size
  for (const line of set.linesOf(at.caption, style, at.size)) {
    const free = (at.size - set.widthOf(line, style)) / 2
    set.draw(line, at.x + free, baselineOf(y, style), style)
    y += style.size * LEADING
  }
  return y
}
