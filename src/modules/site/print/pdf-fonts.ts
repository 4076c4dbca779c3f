import { createRequire } from 'node:module'

const { resolve } = createRequire(import.meta.url)

/** A font under the SIL Open Font License with some 30,000 signs; only those that are used go into a file. */
export const FONTS = {
  regular: resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  bold: resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
} as const
export type FontName = keyof typeof FONTS

/** What of fontkit's fonts is used, which pdfkit does not tell of in its types. */
interface OpenFont {
  readonly unitsPerEm: number
  hasGlyphForCodePoint(codePoint: number): boolean
  glyphForCodePoint(codePoint: number): Glyph
  layout(text: string): GlyphRun
}

interface Glyph {
  readonly id: number
  readonly advanceWidth: number
}

interface GlyphRun {
  readonly glyphs: readonly Glyph[]
  readonly positions: readonly {
    xAdvance: number
    yAdvance: number
    xOffset: number
    yOffset: number
  }[]
  readonly advanceWidth: number
}

/** The open fonts of a document. */
export function openFonts(document: PDFKit.PDFDocument): Readonly<Record<FontName, OpenFont>> {
  const open = (name: FontName) => {
    document.registerFont(name, FONTS[name]).font(name)
    return (document as unknown as { readonly _font: { readonly font: OpenFont } })._font.font
  }
  return { regular: withoutShaping(open('regular')), bold: withoutShaping(open('bold')) }
}

/** Han characters stand side by side as they are; to look for ligatures among them takes most of the time. */
function withoutShaping(font: OpenFont): OpenFont {
  const known = new Map<string, Glyph>()
  const glyphOf = (character: string): Glyph => {
    const glyph = known.get(character) ?? font.glyphForCodePoint(character.codePointAt(0) ?? 0)
    known.set(character, glyph)
    return glyph
  }
  font.layout = (text) => {
    const glyphs = Array.from(text, glyphOf)
    return {
      glyphs,
      positions: glyphs.map((glyph) => {
        return { xAdvance: glyph.advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 }
      }),
      advanceWidth: glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0),
    }
  }
  return font
}
