import { readFile } from 'node:fs/promises'
import { refuseFile } from './refusal.ts'
import { type Archive, openArchive } from './zip.ts'

/** A document of an office program, as bytes and as an archive that hides and runs nothing. */
export interface OfficeFile {
  readonly bytes: Buffer
  readonly archive: Archive
}

/** What runs, or what the text of a document cannot show. */
const MACROS = /(^|\/)(vbaProject[^/]*\.bin|vbaData\.xml|macrosheets\/|activeX\/)/i
const EMBEDDED = /(^|\/)(embeddings|externalLinks|customUI)\//i
/** Text, pictures, type and settings of printers; whatever else is packed in is another file, or data without its sheet. */
const PARTS =
  /\.(xml|rels|vml|svg|png|jpe?g|jfif|gif|bmp|tiff?|emf|wmf|webp|wdp|odttf|ttf|fntdata)$|\/$|\/printerSettings\/[^/]+\.bin$/i

/** Opens a docx or xlsx whose main part has this content type. */
export async function openOffice(path: string, mainType: string): Promise<OfficeFile> {
  const bytes = await readFile(path)
  const archive = openArchive(bytes)
  const { names } = archive
  if (names.some((name) => MACROS.test(name))) {
    refuseFile('MACROS', '不接受含宏的文件，请另存为不含宏的 docx 或 xlsx')
  }
  const types = names.includes('[Content_Types].xml') ? archive.text('[Content_Types].xml') : ''
  if (/macroEnabled/i.test(types)) {
    refuseFile('MACROS', '不接受含宏的文件，请另存为不含宏的 docx 或 xlsx')
  }
  if (!types.includes(`"${mainType}"`)) {
    refuseFile('CONTENT_MISMATCH', '文件内容与扩展名不符')
  }
  if (names.some((name) => EMBEDDED.test(name) || !PARTS.test(name))) {
    refuseFile('EMBEDDED_OBJECT', '文件中嵌有其他文件或外部数据，请去掉后上传')
  }
  for (const name of names.filter((one) => one.endsWith('.rels'))) {
    assertNothingOutside(archive.text(name))
  }
  // Parsers check nothing of this themselves: here everything is unpacked once, within its declared size.
  for (const name of names) assertNoEntities(name, archive.bytes(name))
  return { bytes, archive }
}

/** Links that people click are harmless; whatever a program would fetch by itself is not. */
function assertNothingOutside(relations: string): void {
  for (const [relation] of relations.matchAll(/<[\w:]*Relationship\s[^>]*>/g)) {
    if (!/TargetMode\s*=\s*["']External["']/i.test(relation)) continue
    const isLink = /Type\s*=\s*["'][^"']*\/hyperlink["']/.test(relation)
    if (!isLink || !/Target\s*=\s*["'](https?:|mailto:|#)/i.test(relation)) {
      refuseFile('EXTERNAL_CONTENT', '文件引用了外部内容（模板、图片或对象），请改为嵌入后上传')
    }
  }
}

function assertNoEntities(name: string, bytes: Buffer | undefined): void {
  if (/\.(xml|rels|vml)$/i.test(name) && bytes?.subarray(0, 4096).includes('<!DOCTYPE')) {
    refuseFile('XML_ENTITIES', '文件含有不允许的 XML 声明，请另存后上传')
  }
}

/** What stands between the tags, a line for each paragraph, and what values of a pivot table hold. */
export function textOfXml(xml: string): string {
  return xml
    .replaceAll(/<(?:x:)?[smnd] [^>]*\bv="([^"]*)"[^>]*>/g, '\n$1\n')
    .replaceAll(
      /<(\/(?:\w+:)?(?:p|si|comment|text|tr|tc)|(?:\w+:)?(?:br|tab|cr)\s*\/|\/(?:cp|dc|dcterms|vt):\w+)>/g,
      '\n',
    )
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(ENTITY, decoded)
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim()
}

const ENTITY = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi

/** Text of an element or attribute without entities. */
export function decodedXml(text: string): string {
  return text.replaceAll(ENTITY, decoded)
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decoded(whole: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
