import { readFile } from 'node:fs/promises'
import { refuseFile } from './refusal.ts'
import type { Section } from './text.ts'
import { type Archive, openArchive } from './zip.ts'

/** A document of an office program, as bytes and as an archive that hides and runs nothing. */
export interface OfficeFile {
  readonly bytes: Buffer
  readonly archive: Archive
}

/** What runs, or what the text of a document cannot show. */
const MACROS = /(^|\/)(vbaProject[^/]*\.bin|vbaData\.xml|macrosheets\/|activeX\/)/i
const EMBEDDED = /(^|\/)(embeddings|externalLinks|customUI)\//i

/** Opens a docx or xlsx whose main part has this content type. */
export async function openOffice(path: string, mainType: string): Promise<OfficeFile> {
  const bytes = await readFile(path)
  const archive = openArchive(bytes)
  const { names } = archive
  if (names.some((name) => MACROS.test(name))) {
    refuseFile('MACROS', '不接受含宏的文件，请另存为不含宏的 docx 或 xlsx')
  }
  if (names.some((name) => EMBEDDED.test(name))) {
    refuseFile('EMBEDDED_OBJECT', '文件中嵌有其他文件或外部数据，请去掉后上传')
  }
  const types = names.includes('[Content_Types].xml') ? archive.text('[Content_Types].xml') : ''
  if (/macroEnabled/i.test(types)) {
    refuseFile('MACROS', '不接受含宏的文件，请另存为不含宏的 docx 或 xlsx')
  }
  if (!types.includes(`"${mainType}"`)) {
    refuseFile('CONTENT_MISMATCH', '文件内容与扩展名不符')
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

/** Texts of parts that a reader does not show: comments, notes, headers, names of authors. One section a part. */
export function otherTexts(archive: Archive, parts: RegExp): Section[] {
  return archive.names
    .filter((name) => parts.test(name))
    .map((name) => ({
      path: name.slice(name.lastIndexOf('/') + 1).replace(/\.xml$/, ''),
      text: textOfXml(archive.text(name)),
    }))
    .filter(({ text }) => text !== '')
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
    .replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, decoded)
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim()
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decoded(whole: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
