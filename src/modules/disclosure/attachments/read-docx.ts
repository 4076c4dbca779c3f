import { extractRawText } from 'mammoth'
import { openOffice, textOfXml } from './ooxml.ts'
import { restOf, type Shown } from './ooxml-rest.ts'
import type { FileText } from './reader.ts'

const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const SHOWN: Shown = {
  parts: /^word\/document\.xml$/,
  elements: new Set(['w:t', 'w:delText']),
}

/** A Word document: its text, what was deleted and is still there, and all else that it holds. */
export async function readDocx(path: string): Promise<FileText> {
  const { bytes, archive } = await openOffice(path, MAIN)
  const { value } = await extractRawText({ buffer: bytes })
  const deleted = [...archive.text('word/document.xml').matchAll(/<w:delText[^>]*>[^<]*/g)]
  return {
    textLayer: null,
    sections: [
      { path: 'text', text: value.replaceAll(/\n{2,}/g, '\n').trim() },
      { path: 'deleted', text: textOfXml(deleted.join('')) },
      ...restOf(archive, SHOWN),
    ].filter(({ text }) => text !== ''),
  }
}
