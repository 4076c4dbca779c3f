import { readFile } from 'node:fs/promises'
import { getDocumentProxy } from 'unpdf'
import { refuseFile } from './refusal.ts'
import { LONGEST_TEXT, type Section } from './text.ts'
import type { FileText } from './reader.ts'

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>
type Page = Awaited<ReturnType<Pdf['getPage']>>

const MOST_PAGES = 2_000
/** How far from the end the mark of the end may lie. */
const TAIL = 1_024
const ARCHIVE_TAIL = 65_557

/** A PDF: its pages, notes and form fields, its bookmarks and properties. Nothing may run or be packed in it. */
export async function readPdf(path: string): Promise<FileText> {
  const bytes = await readFile(path)
  assertWhole(bytes)
  const pdf = await getDocumentProxy(new Uint8Array(bytes), {
    useSystemFonts: false,
    disableFontFace: true,
    verbosity: 0,
  }).catch((error: unknown) => {
    if ((error as Error).name !== 'PasswordException') throw error
    return refuseFile('ENCRYPTED', '文件设有密码，请取消密码后上传')
  })
  await assertPassive(pdf)
  if (pdf.numPages > MOST_PAGES) {
    refuseFile('TOO_MANY_PAGES', `PDF 不得超过 ${MOST_PAGES} 页，请拆分后上传`)
  }
  const sections: Section[] = []
  let characters = 0
  for (let number = 1; number <= pdf.numPages && characters <= LONGEST_TEXT; number++) {
    const page = await pdf.getPage(number)
    const read = { path: `page${number}`, text: await textOf(page) }
    const notes = { path: `page${number}.notes`, text: await notesOf(page) }
    sections.push(read, notes)
    characters += read.text.length + notes.text.length
    page.cleanup()
  }
  const textLayer = sections.some(({ path, text }) => !path.endsWith('.notes') && text !== '')
  const bookmarks = bookmarksOf(await pdf.getOutline()).join('\n')
  const all = [...sections, { path: 'bookmarks', text: bookmarks }, ...(await propertiesOf(pdf))]
  return { textLayer, sections: all.filter(({ text }) => text !== '') }
}

// Parsers mend what is broken; a file that was cut off must not pass for the whole document.
function assertWhole(bytes: Buffer): void {
  if (bytes.toString('latin1', 0, 5) !== '%PDF-') {
    refuseFile('CONTENT_MISMATCH', '文件内容不是 PDF 文档，与扩展名不符')
  }
  if (bytes.subarray(-ARCHIVE_TAIL).includes('PK\u0005\u0006', 0, 'latin1')) {
    refuseFile('POLYGLOT', '文件中夹带有压缩包，请重新导出后上传')
  }
  const tail = bytes.subarray(-TAIL).toString('latin1')
  const [, offset] = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail) ?? []
  if (offset === undefined || !/^\s*(xref|\d+\s+\d+\s+obj)/.test(headAt(bytes, Number(offset)))) {
    refuseFile('TRUNCATED', 'PDF 文件不完整，请重新导出后上传')
  }
}

function headAt(bytes: Buffer, offset: number): string {
  return bytes.toString('latin1', offset, offset + 40)
}

async function assertPassive(pdf: Pdf): Promise<void> {
  const [scripts, packed] = await Promise.all([pdf.getJSActions(), pdf.getAttachments()])
  if (scripts) refuseFile('ACTIVE_CONTENT', 'PDF 文件含有脚本，请重新导出后上传')
  if (packed) refuseFile('EMBEDDED_OBJECT', 'PDF 文件中嵌有其他文件，请去掉后上传')
}

async function textOf(page: Page): Promise<string> {
  const { items } = await page.getTextContent()
  const pieces = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
  return pieces.join('').trim()
}

async function notesOf(page: Page): Promise<string> {
  const notes = (await page.getAnnotations()) as readonly Readonly<Record<string, unknown>>[]
  const texts = notes.flatMap(({ contentsObj, fieldValue, url }) => [
    (contentsObj as { str?: string } | undefined)?.str,
    ...[fieldValue].flat(),
    url,
  ])
  return texts.filter((text) => typeof text === 'string' && text !== '').join('\n')
}

/** Properties that everybody sees, and those that a program has added, in whichever of the two places. */
async function propertiesOf(pdf: Pdf): Promise<Section[]> {
  const { info, metadata } = await pdf.getMetadata()
  const {
    Title,
    Author,
    Subject,
    Keywords,
    Custom = {},
  } = info as Readonly<Record<string, unknown>>
  const texts = [
    Title,
    Author,
    Subject,
    Keywords,
    ...Object.values(Custom as Record<string, unknown>),
  ]
  return [
    { path: 'properties', text: texts.filter((text) => typeof text === 'string').join('\n') },
    { path: 'metadata', hidden: true, text: String(metadata?.getRaw() ?? '') },
  ]
}

type Bookmark = Awaited<ReturnType<Pdf['getOutline']>>[number]

function bookmarksOf(bookmarks: readonly Bookmark[] | null): string[] {
  return (bookmarks ?? []).flatMap(({ title, unsafeUrl, items }) => [
    title,
    ...(unsafeUrl === undefined ? [] : [unsafeUrl]),
    ...bookmarksOf(items as Bookmark[]),
  ])
}
