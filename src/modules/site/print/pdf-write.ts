import { once } from 'node:events'
import Pdf from 'pdfkit'
import type { Block, PrintDocument } from './document.ts'
import { putContents, type ChapterPlace, writeContents } from './pdf-contents.ts'
import { putFacts } from './pdf-facts.ts'
import { naturalWidth, putGrid } from './pdf-grid.ts'
import { baselineOf, openPages, type Pages, putText } from './pdf-page.ts'
import { GETA, openTypesetter, type Style, type Typesetter } from './typesetting.ts'

/** The bytes of a document as PDF, its fonts in it. */
export async function writePdf(given: PrintDocument): Promise<Buffer> {
  const { size, author } = given
  const document = new Pdf({
    autoFirstPage: false,
    bufferPages: true,
    font: '',
    lang: 'zh-CN',
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: given.title, Author: author, Subject: given.footer },
  })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const set = openTypesetter(document)
  const { title, subtitle, footer, blocks } = legible(given, set)
  // Half as wide again as the sheet: lying it has the room.
  const upright = size === 'A4' ? 516 : 762
  const lying = blocks.some(
    (block) => block.kind === 'grid' && naturalWidth(set, block) > upright * 1.4,
  )
  const pages = openPages(document, set, { size, lying })
  putText(pages, title, styleOf(pages, 18, 'bold'), 'center')
  putText(pages, subtitle, styleOf(pages, 11, 'regular'), 'center')
  pages.y += 8
  putBlocks(pages, blocks)
  if (set.missing.size > 0)
    putText(pages, noteOn(set.missing), styleOf(pages, 8, 'regular'), 'left')
  numberPages(pages, footer)
  const ended = once(document, 'end')
  document.end()
  await ended
  return Buffer.concat(chunks)
}

function styleOf({ scale }: Pages, size: number, weight: Style['weight']): Style {
  return { size: size * scale, weight }
}

function putBlocks(pages: Pages, blocks: readonly Block[]): void {
  const chapters = blocks.flatMap((block) => (block.kind === 'chapter' ? [block.text] : []))
  const places: ChapterPlace[] = []
  let lines: ReturnType<typeof putContents> = []
  for (const block of blocks) {
    switch (block.kind) {
      case 'contents':
        putText(pages, block.title, styleOf(pages, 14, 'bold'), 'left')
        lines = putContents(pages, chapters)
        break
      case 'chapter':
        pages.turn()
        places.push({ text: block.text, page: pages.document.bufferedPageRange().count })
        putText(pages, block.text, styleOf(pages, 16, 'bold'), 'center')
        pages.y += 6
        break
      case 'heading':
        putHeading(pages, block.text)
        break
      case 'facts':
        putFacts(pages, block)
        break
      case 'body':
        for (const line of block.lines) putText(pages, line, styleOf(pages, 11, 'regular'), 'left')
        pages.y += 6
        break
      case 'grid':
        putHeading(pages, block.title)
        putGrid(pages, block)
    }
  }
  writeContents(pages, lines, places)
}

/** Never the last thing on a page. */
function putHeading(pages: Pages, text: string): void {
  const style = styleOf(pages, 12, 'bold')
  pages.need(style.size * 5)
  putText(pages, text, style, 'left')
}

function numberPages(pages: Pages, footer: string): void {
  const { document, set, left, width } = pages
  const style = styleOf(pages, 8, 'regular')
  const { count } = document.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    document.switchToPage(page)
    const number = `第 ${page + 1} 页 共 ${count} 页`
    const baseline = baselineOf(pages.bottom + 8, style)
    set.draw(footer, left, baseline, style)
    set.draw(number, left + width - set.widthOf(number, style), baseline, style)
  }
}

/** The document with its texts as the fonts can show them. */
function legible(document: PrintDocument, set: Typesetter): PrintDocument {
  const text = (value: string) => set.legible(value)
  const blocks = document.blocks.map((block) => legibleBlock(block, text))
  const { title, subtitle, footer } = document
  return { ...document, title: text(title), subtitle: text(subtitle), footer: text(footer), blocks }
}

function legibleBlock(block: Block, text: (value: string) => string): Block {
  switch (block.kind) {
    case 'chapter':
    case 'heading':
      return { ...block, text: text(block.text) }
    case 'contents':
      return { ...block, title: text(block.title) }
    case 'facts': {
      const facts = block.facts.map(({ label, value }) => ({
        label: text(label),
        value: text(value),
      }))
      return {
        ...block,
        facts,
        link: block.link && { ...block.link, caption: text(block.link.caption) },
      }
    }
    case 'body':
      return { ...block, lines: block.lines.map(text) }
    case 'grid': {
      const columns = block.columns.map((column) => ({ ...column, title: text(column.title) }))
      return {
        ...block,
        title: text(block.title),
        columns,
        rows: block.rows.map((row) => row.map(text)),
      }
    }
  }
}

/** Says which signs the fonts lack, so that a name is not taken for another. */
function noteOn(missing: ReadonlySet<number>): string {
  const codes = [...missing].map((code) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`)
  return `注：${GETA}为字库未收的字，依次为 ${codes.join('、')}，原文请扫描二维码查看。`
}
