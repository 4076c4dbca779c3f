import { type FontName, openFonts } from './pdf-fonts.ts'

/** How a text is set. */
export interface Style {
  readonly size: number
  readonly weight: FontName
}

/** Sets lines of text in a PDF document: what stands where, and which signs there are. */
export interface Typesetter {
  /** The text as the fonts can show it: what has no sign becomes 〓 and is remembered. */
  legible(text: string): string
  widthOf(text: string, style: Style): number
  /** The lines of a text within a width; never one that begins with a closing mark or ends with an opening one. */
  linesOf(text: string, style: Style, width: number): string[]
  draw(text: string, x: number, baseline: number, style: Style): void
  /** Code points for which no font has a sign. */
  readonly missing: ReadonlySet<number>
}

/** The printer's mark for a sign that is not in the case. */
export const GETA = '〓'

/**
 * Traditional Mongolian, whose letters join and stand upright: no library sets them, and letters one by one would be no
 * words. The page in the browser has them.
 */
const MONGOLIAN = /[\u1800-\u18AF][\u1800-\u18AF\s]*/gu
const ELSEWHERE = '〔蒙古文见网页〕'
const INVISIBLE = /[\uFE00-\uFE0F\p{Cc}\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu
/** What is not parted at the end of a line: Latin words and numbers, and every other sign by itself. */
const PIECES = /[!-~]+|./gsu
const NO_START = /^[，。、；：？！）》〉」』】〕”’…—·％℃,.;:?!)\]}%]/u
const NO_END = /[（《〈「『【〔“‘([{]$/u

/** A typesetter for a document. */
export function openTypesetter(document: PDFKit.PDFDocument): Typesetter {
  const fonts = openFonts(document)
  const missing = new Set<number>()

  const widthOf = (text: string, { size, weight }: Style): number => {
    const font = fonts[weight]
    return (font.layout(text).advanceWidth / font.unitsPerEm) * size
  }
  const parted = (piece: string, style: Style, width: number): string[] =>
    widthOf(piece, style) > width ? Array.from(piece) : [piece]

  return {
    missing,
    widthOf,
    legible(text) {
      const plain = text
        .replaceAll(/[\t\u00A0\u202F\u3000]/gu, ' ')
        .replaceAll(INVISIBLE, '')
        .replaceAll(MONGOLIAN, ELSEWHERE)
      return Array.from(plain, (character) => {
        const codePoint = character.codePointAt(0) ?? 0
        if (fonts.regular.hasGlyphForCodePoint(codePoint)) return character
        missing.add(codePoint)
        return GETA
      }).join('')
    },
    linesOf(text, style, width) {
      const pieces = (text.match(PIECES) ?? []).flatMap((piece) => parted(piece, style, width))
      const lines: string[] = []
      let line: string[] = []
      let used = 0
      for (const piece of pieces) {
        const wide = widthOf(piece, style)
        if (line.length > 0 && used + wide > width) {
          const carried = carriedOver(line, piece)
          lines.push(
            line
              .slice(0, line.length - carried.length)
              .join('')
              .trimEnd(),
          )
          line = carried
          used = widthOf(carried.join(''), style)
        }
        if (line.length === 0 && piece === ' ' && lines.length > 0) continue
        line.push(piece)
        used += wide
      }
      if (line.length > 0) lines.push(line.join('').trimEnd())
      return lines.length > 0 ? lines : ['']
    },
    draw(text, x, baseline, { size, weight }) {
      document.font(weight).fontSize(size)
      document.text(text, x, baseline, { lineBreak: false, baseline: 'alphabetic' })
    },
  }
}

/** The pieces at the end of a line that must go to the next one with what follows. */
function carriedOver(line: readonly string[], next: string): string[] {
  let from = line.length
  if (NO_START.test(next)) from--
  while (from > 1 && (NO_END.test(line[from - 1] ?? '') || NO_START.test(line[from] ?? ''))) from--
  // A line of nothing else is better broken than lost.
  return from < 1 ? [] : line.slice(from)
}
