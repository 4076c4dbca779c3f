import { decodedXml, textOfXml } from './ooxml.ts'
import type { Section } from './text.ts'
import type { Archive } from './zip.ts'

/** What the reader of a format shows by itself: these elements of these parts, and texts that stand elsewhere too. */
export interface Shown {
  readonly parts: RegExp
  readonly elements: ReadonlySet<string>
  readonly texts?: ReadonlySet<string>
}

/** No number goes on over so many lines: values that stand apart are read apart. */
const APART = '\n'.repeat(8)
const XML = /\.(xml|rels|vml|svg)$/i
/** Names of fonts and styles are no text, and every document has them. */
const LOOKS =
  /(^|\/)(styles|stylesWithEffects|fontTable|numbering|settings|webSettings|theme\d*)\.xml$/
const LETTERS = /[\p{Script=Han}\p{Script=Mongolian}@]/u
/** Marks that programs give to what they write, sizes and kinds of type. */
const MACHINE = /^([\dA-F]{8}|\{[\dA-F-]{36}\}|-?\d{1,6}\.\d+(E-?\d+)?|0[\dA-F]{19})$/i

/**
 * Everything that an archive holds beside what is shown: parts that no reader opens, headers of printed pages,
 * formulas, rules of cells, descriptions of pictures, targets of links, names of authors. A file is given away whole.
 */
export function restOf(archive: Archive, shown: Shown): Section[] {
  return archive.names
    .filter((name) => XML.test(name))
    .flatMap((name): Section[] => {
      const xml = archive.text(name)
      const path = name.slice(name.lastIndexOf('/') + 1).replace(/\.xml$/, '')
      const isShown = shown.parts.test(name)
      const own = isShown ? '' : textOfXml(xml)
      const values = new Set(valuesOf(xml, LOOKS.test(name), isShown ? shown.elements : null))
      const unread = [...values].filter((value) => !shown.texts?.has(value))
      return [
        { path, text: own },
        { path: `${path}.hidden`, hidden: true, text: unread.join(APART) },
      ]
    })
    .filter(({ text }) => text !== '')
}

/** Values of attributes, and texts of elements that the reader passes over. */
function* valuesOf(
  xml: string,
  looks: boolean,
  elements: ReadonlySet<string> | null,
): Generator<string> {
  for (const [, double, single] of xml.matchAll(/=\s*(?:"([^"<]{4,})"|'([^'<]{4,})')/g)) {
    const value = decodedXml(double ?? single ?? '')
    if (isTelling(value, looks)) yield value
  }
  if (!elements) return
  for (const [, name = '', text = ''] of xml.matchAll(/<([\w:.-]+)[^<>]*>([^<]{4,})</g)) {
    // A formula puts together what must not be read together.
    const value = elements.has(name) ? '' : decodedXml(text).replaceAll(/"\s*[&,]\s*"/g, '')
    if (isTelling(value, looks)) yield value
  }
}

function isTelling(value: string, looks: boolean): boolean {
  if (MACHINE.test(value)) return false
  return (value.match(/\p{Nd}/gu)?.length ?? 0) >= 8 || (!looks && LETTERS.test(value))
}
