import { extractRawText } from 'mammoth'
import { openOffice, otherTexts, textOfXml } from './ooxml.ts'
import type { FileText } from './reader.ts'

const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const OTHERS =
  /^(word\/(header|footer|footnotes|endnotes|comments|glossary\/document)[^/]*|docProps\/[^/]+)\.xml$/

/** A Word document: its text, and what stands in headers, notes, comments, properties and tracked deletions. */
export async function readDocx(path: string): Promise<FileText> {
  const { bytes, archive } = await openOffice(path, MAIN)
  const { value } = await extractRawText({ buffer: bytes })
  const deleted = [...archive.text('word/document.xml').matchAll(/<w:delText[^>]*>[^<]*/g)]
  return {
    textLayer: null,
    sections: [
      { path: 'text', text: value.replaceAll(/\n{2,}/g, '\n').trim() },
      { path: 'deleted', text: textOfXml(deleted.join('')) },
      ...otherTexts(archive, OTHERS),
    ].filter(({ text }) => text !== ''),
  }
}
