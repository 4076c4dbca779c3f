import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, zipSync, type Zippable } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { docxParts, pdf, xlsx, xlsxParts } from '../../../../test/support/files.ts'
import { scan } from '../privacy/scan.ts'
import { readDocx } from './read-docx.ts'
import { readPdf } from './read-pdf.ts'
import { readXlsx } from './read-xlsx.ts'
import { portionsOfFile, searchableText } from './text.ts'
import type { FileText } from './reader.ts'

// A file is given away with everything in it: what no office program shows at first sight is looked through as well.

const SECRET = '211324199003071014'
const WORD = 'word/document.xml'
const SHEET = 'xl/worksheets/sheet1.xml'
const READERS = { docx: readDocx, xlsx: readXlsx, pdf: readPdf }

let folder: string
let files = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongkai-hidden-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(format: keyof typeof READERS, bytes: Uint8Array): Promise<FileText> {
  const path = join(folder, `${++files}.${format}`)
  await writeFile(path, bytes)
  return READERS[format](path)
}

function found({ sections }: FileText) {
  const known = { phones: new Set<string>(), mailboxes: new Set<string>() }
  return [...portionsOfFile(sections)]
    .flatMap((parts) => scan(parts, known, '2026-03-03', 'secret'))
    .map(({ path, type, certainty }) => `${path} ${type} ${certainty}`)
}

const part = (text: string) => strToU8(`<?xml version="1.0"?>${text}`)

/** The parts with one of them changed. */
function changed(parts: Zippable, name: string, from: string, to: string): Zippable {
  return { ...parts, [name]: strToU8(strFromU8(parts[name] as Uint8Array).replace(from, to)) }
}

const inWord = (xml: string) => changed(docxParts(['正文']), WORD, '<w:body>', `<w:body>${xml}`)
const beside = (name: string, xml: string) => ({ ...docxParts(['正文']), [name]: part(xml) })
const inSheet = (from: string, to: string) =>
  changed(xlsxParts('表', [['单位', '民政局']]), SHEET, from, to)
const besideSheet = (name: string, xml: string) => ({
  ...xlsxParts('表', [['单位', '民政局']]),
  [name]: part(xml),
})

const DOCUMENTS: readonly (readonly [what: string, parts: Zippable, place: string])[] = [
  ['the code of a field', inWord(field()), 'document.hidden'],
  ['the name of a bookmark', inWord(`<w:bookmarkStart w:name="n${SECRET}"/>`), 'document.hidden'],
  ['the text beside a picture', inWord(`<w:p><w:pict alt='${SECRET}'/></w:p>`), 'document.hidden'],
  [
    'the address of a link',
    beside('word/_rels/document.xml.rels', `<R Target="https://example.org/?id=${SECRET}"/>`),
    'document.xml.rels.hidden',
  ],
  ['who remarked', beside('word/comments.xml', `<w:c w:author="${SECRET}"/>`), 'comments.hidden'],
  ['data behind a form', beside('customXml/item1.xml', `<r><id>${SECRET}</id></r>`), 'item1'],
  ['a chart', beside('word/charts/chart1.xml', `<c><a:t>${SECRET}</a:t></c>`), 'chart1'],
]

const WORKBOOKS: readonly (readonly [what: string, parts: Zippable, place: string])[] = [
  [
    'the header of printed pages',
    inSheet('</sheetData>', `</sheetData><oddHeader>&amp;C${SECRET}</oddHeader>`),
    'sheet1.hidden',
  ],
  [
    'a formula that puts it together',
    inSheet('</row>', '<c r="C1"><f>"211324"&amp;"199003071014"</f></c></row>'),
    'sheet1.hidden',
  ],
  [
    'the hint of a cell',
    inSheet('</sheetData>', `</sheetData><dataValidation prompt="请填${SECRET}"/>`),
    'sheet1.hidden',
  ],
  [
    'a defined name',
    changed(
      xlsxParts('表', [['甲']]),
      'xl/workbook.xml',
      '</sheets>',
      `</sheets><definedNames><definedName name="x">"${SECRET}"</definedName></definedNames>`,
    ),
    'workbook',
  ],
  [
    'the format of a number',
    besideSheet('xl/styles.xml', `<s><numFmt formatCode="&quot;${SECRET}&quot;0"/></s>`),
    'styles.hidden',
  ],
  [
    'what a pivot table remembers',
    besideSheet('xl/pivotCache/pivotCacheRecords1.xml', `<p><r><s v="${SECRET}"/></r></p>`),
    'pivotCacheRecords1',
  ],
  [
    'a string that no cell shows any more',
    besideSheet('xl/sharedStrings.xml', `<sst><si><t>${SECRET}</t></si></sst>`),
    'strings',
  ],
]

function field(): string {
  return `<w:p><w:r><w:instrText>MERGEFIELD ${SECRET}</w:instrText></w:r></w:p>`
}

describe('an ID number is found', () => {
  test.each(DOCUMENTS)('in a Word document: %s', async (_, parts, place) => {
    expect(found(await read('docx', zipSync(parts)))).toContain(`${place} ID_NUMBER CERTAIN`)
  })

  test.each(WORKBOOKS)('in a workbook: %s', async (_, parts, place) => {
    expect(found(await read('xlsx', zipSync(parts)))).toContain(`${place} ID_NUMBER CERTAIN`)
  })

  test('in a PDF: bookmarks, properties of its own, metadata', async () => {
    const bookmarks = await read(
      'pdf',
      pdf('notice', {
        catalog: '/Outlines 6 0 R',
        objects: [
          Buffer.from('<< /First 7 0 R /Last 7 0 R /Count 1 >>'),
          Buffer.from(`<< /Title (${SECRET}) /Parent 6 0 R /Dest [3 0 R /Fit] >>`),
        ],
      }),
    )
    expect(found(bookmarks)).toEqual(['bookmarks ID_NUMBER CERTAIN'])
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description pdf:owner="${SECRET}"/></rdf:RDF></x:xmpmeta>`
    const stream = `<< /Type /Metadata /Subtype /XML /Length ${xmp.length} >>\nstream\n${xmp}\nendstream`
    const metadata = await read(
      'pdf',
      pdf('notice', { catalog: '/Metadata 6 0 R', objects: [Buffer.from(stream)] }),
    )
    expect(found(metadata)).toEqual(['metadata ID_NUMBER CERTAIN'])
  })

  test('where Excel has made a number of it, whose first digits still tell the day of birth', async () => {
    const parts = changed(
      xlsxParts('表', [['姓名', '身份证号']]),
      SHEET,
      '</sheetData>',
      '<row r="2"><c r="B2"><v>2.11324199003071E+17</v></c></row></sheetData>',
    )
    expect(found(await read('xlsx', zipSync(parts)))).toEqual(['sheet1.B2 ID_NUMBER LIKELY'])
  })
})

describe('what office programs write by themselves', () => {
  test('is no finding, and search does not read what nobody sees', async () => {
    const parts = {
      ...inWord(
        '<w:p w:rsidR="00775316" w14:paraId="12345678"><w:drawing><wp:extent cx="21132400" cy="19900307"/><wp:docPr id="1" descr="青石岭村图"/><a:ext uri="{28A0092B-C50C-407E-A947-70E740481C1C}"/></w:drawing></w:p>',
      ),
      'word/theme/theme1.xml': part('<a:font script="Hans" typeface="方正小标宋简体"/>'),
      'word/fontTable.xml': part('<w:panose1 w:val="02010600030101010101"/>'),
      'word/settings.xml': part('<w:rsid w:val="00112233"/>'),
    }
    const text = await read('docx', zipSync(parts))
    expect(found(text)).toEqual([])
    expect(text.sections.map(({ path }) => path)).toEqual(['text', 'document.hidden'])
    expect(searchableText({ name: '图.docx', sections: text.sections }, 100)).toBe(
      '图.docx\n正文\n',
    )
  })

  test('may have rows of heights that are no numbers of anybody', async () => {
    const sheet = inSheet('<row ', '<row ht="0.14999999999999999" dyDescent="13.949999999999999" ')
    expect(found(await read('xlsx', zipSync(sheet)))).toEqual([])
    expect((await read('xlsx', xlsx('表', [['甲']]))).sections).toEqual([
      { path: 'sheet1.sheet', text: '表' },
      { path: 'sheet1', rows: true, text: '甲' },
    ])
  })

  test('is all that may be packed in: data without a sheet, or another file, is refused', async () => {
    for (const name of ['xl/model/item.data', '[trash]/0000.dat', 'word/notes/名单.txt'])
      await expect(
        read('xlsx', zipSync({ ...xlsxParts('表', [['甲']]), [name]: strToU8('x') })),
      ).rejects.toThrow('文件中嵌有其他文件或外部数据')
  })
})
