import { crc32, deflateSync } from 'node:zlib'
import { strToU8, Zip, ZipDeflate, zipSync, type Zippable } from 'fflate'
import sharp from 'sharp'
import { docx, docxParts, mp3, mp4, pdf, photograph, png, xlsx, xlsxParts } from './files.ts'

/** A file that nobody should be able to store, and the code with which it is refused. */
export type Hostile = readonly [what: string, name: string, bytes: Uint8Array, code: string]

const RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const SHEET = 'xl/worksheets/sheet1.xml'
const MAIN = 'word/document.xml'

/** Everything that was thought of. */
export async function hostileFiles(): Promise<Hostile[]> {
  const image = await png()
  return [
    [
      'an archive that unpacks a thousandfold',
      '炸弹.docx',
      withPart(MAIN, new Uint8Array(50_000_000)),
      'ZIP_BOMB',
    ],
    ['one that lies about its size', '谎报.docx', lying(), 'ZIP_BOMB'],
    ['one of five thousand parts', '零碎.docx', zipSync(pieces(5_000)), 'ZIP_BOMB'],
    ['one whose parts lie over each other', '重叠.docx', overlapping(), 'POLYGLOT'],
    ['a sheet of ten million cells', '千万.xlsx', sheetOf(10_000), 'ZIP_BOMB'],
    ['a sheet of 700,000 cells', '七十万.xlsx', sheetOf(700), 'TOO_MANY_CELLS'],
    ['a cell in the farthest corner', '角落.xlsx', withCell('XFD1048576'), 'TOO_MANY_CELLS'],
    [
      'a template from elsewhere',
      '模板.docx',
      withRelation('attachedTemplate', 'http://192.0.2.1/t.dotm'),
      'EXTERNAL_CONTENT',
    ],
    [
      'a picture from elsewhere',
      '外图.docx',
      withRelation('image', 'http://192.0.2.1/x.png'),
      'EXTERNAL_CONTENT',
    ],
    [
      'a link to a file',
      '本机.docx',
      withRelation('hyperlink', 'file:///etc/passwd'),
      'EXTERNAL_CONTENT',
    ],
    ['macros', '宏.docx', withPart('word/vbaProject.bin', strToU8('x')), 'MACROS'],
    [
      'macros in a sheet',
      '宏表.xlsx',
      zipSync({ ...xlsxParts('表', [['a']]), 'xl/vbaProject.bin': strToU8('x') }),
      'MACROS',
    ],
    ['a document type for macros', '宏.docm', docx('a'), 'MACROS'],
    [
      'a packed program',
      '嵌入.docx',
      withPart('word/embeddings/oleObject1.bin', strToU8('MZ')),
      'EMBEDDED_OBJECT',
    ],
    [
      'a billion laughs',
      '实体.docx',
      withPart(MAIN, strToU8('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')),
      'XML_ENTITIES',
    ],
    ['a workbook called a document', '表.docx', xlsx('表', [['a']]), 'CONTENT_MISMATCH'],
    [
      'an archive that is no document',
      '包.docx',
      zipSync({ 'a.exe': strToU8('MZ') }),
      'CONTENT_MISMATCH',
    ],
    ['half a document', '半.docx', docx('甲'.repeat(500)).slice(0, 600), 'UNREADABLE'],
    [
      'a document behind another file',
      '前缀.docx',
      Buffer.concat([Buffer.from('<html>'), docx('a')]),
      'CONTENT_MISMATCH',
    ],
    [
      'a document before another file',
      '后缀.docx',
      Buffer.concat([docx('a'), Buffer.from('<script>')]),
      'POLYGLOT',
    ],
    [
      'a PDF inside an archive',
      '双面.docx',
      zipSync({ '%PDF-1.4': strToU8('x'), ...docxParts(['a']) }, { level: 0 }),
      'POLYGLOT',
    ],
    ['an archive behind a PDF', '双面.pdf', Buffer.concat([pdf('a'), docx('a')]), 'POLYGLOT'],
    ['half a PDF', '半.pdf', pdf('a').subarray(0, 400), 'TRUNCATED'],
    [
      'a PDF whose table lies elsewhere',
      '错位.pdf',
      Buffer.from(
        pdf('a')
          .toString('latin1')
          .replace(/startxref\n\d+/, 'startxref\n5'),
        'latin1',
      ),
      'TRUNCATED',
    ],
    [
      'a program called a PDF',
      '程序.pdf',
      Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(2_000)]),
      'CONTENT_MISMATCH',
    ],
    [
      'a script in a PDF',
      '脚本.pdf',
      pdf('a', { catalog: '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>' }),
      'ACTIVE_CONTENT',
    ],
    ['a file in a PDF', '夹带.pdf', withEmbedded(), 'EMBEDDED_OBJECT'],
    ['a PDF that unpacks to two gigabytes', '炸弹.pdf', pdfBomb(), 'TOO_COMPLEX'],
    [
      'a drawing that runs scripts',
      '图.svg',
      Buffer.from('<svg onload="alert(1)"/>'),
      'UNSUPPORTED_TYPE',
    ],
    [
      'one that is called a picture',
      '图.png',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'CONTENT_MISMATCH',
    ],
    ['a picture of another type', '图.jpg', image, 'CONTENT_MISMATCH'],
    ['a picture of 2,500 megapixels', '巨图.png', enlarged(image, 50_000), 'TOO_MANY_PIXELS'],
    ['half a photograph', '半.jpg', (await photograph(400, 300)).subarray(0, 1_500), 'UNREADABLE'],
    ['a moving picture', '动.webp', await moving(), 'ANIMATED'],
    ['a film with an archive behind it', '片.mp4', Buffer.concat([mp4(), docx('a')]), 'UNREADABLE'],
    ['half a film', '半.mp4', mp4().subarray(0, 150), 'UNREADABLE'],
    [
      'a recording with an archive behind it',
      '音.mp3',
      Buffer.concat([mp3(), docx('a')]),
      'POLYGLOT',
    ],
    [
      'noise called a recording',
      '噪.mp3',
      Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0]), Buffer.alloc(900, 7)]),
      'UNREADABLE',
    ],
    ['a table of 3,000 columns', '宽.csv', Buffer.from('a,'.repeat(3_000)), 'TOO_MANY_COLUMNS'],
    ['a quotation without end', '引号.csv', Buffer.from(`"${'a'.repeat(3_000_000)}`), 'UNREADABLE'],
    ['UTF-16', '编码.csv', Buffer.from('\uFEFF镇,户', 'utf16le'), 'WRONG_ENCODING'],
    ['no encoding at all', '编码.txt', Buffer.from([0x41, 0xff, 0xff, 0x42]), 'WRONG_ENCODING'],
    ['control characters', '控制.txt', Buffer.from('a\0b'), 'WRONG_ENCODING'],
    [
      'a page called a text',
      '网页.txt',
      Buffer.from('\n<!DOCTYPE html><script>alert(1)</script>'),
      'CONTENT_MISMATCH',
    ],
    ['a novel of ten million characters', '长.txt', Buffer.alloc(10_000_000, 'a'), 'TOO_MUCH_TEXT'],
    ['nothing', '空.txt', new Uint8Array(0), 'EMPTY'],
    ...badNames().map(([name, code]): Hostile => [
      `the name ${JSON.stringify(name)}`,
      name,
      Buffer.from('a'),
      code,
    ]),
  ]
}

function badNames(): [string, string][] {
  return [
    ['../上级.txt', 'INVALID_NAME'],
    ['/etc/passwd.txt', 'INVALID_NAME'],
    ['C:\\windows\\a.txt', 'INVALID_NAME'],
    ['.隐藏.txt', 'INVALID_NAME'],
    ['换行\r\n.txt', 'CONTROL_CHARACTER'],
    ['空\0.pdf.txt', 'CONTROL_CHARACTER'],
    ['反向\u202Etxt.exe.txt', 'BIDI_CONTROL'],
    [`${'长'.repeat(130)}.txt`, 'TOO_LONG'],
    ['程序.exe', 'UNSUPPORTED_TYPE'],
    ['没有扩展名', 'UNSUPPORTED_TYPE'],
    ['', 'REQUIRED'],
  ]
}

function withPart(name: string, bytes: Uint8Array): Uint8Array {
  return zipSync({ ...docxParts(['a']), [name]: bytes })
}

/** A document whose main part links to something outside. */
export function withRelation(type: string, target: string): Uint8Array {
  const relation = `<Relationship Id="x" Type="${OFFICE}/${type}" Target="${target}" TargetMode="External"/>`
  return withPart('word/_rels/document.xml.rels', strToU8(`${RELS}${relation}</Relationships>`))
}

function pieces(count: number): Zippable {
  const parts = Array.from({ length: count }, (_, n): [string, Uint8Array] => [
    `word/p${n}.xml`,
    strToU8('<x/>'),
  ])
  return { ...docxParts(['a']), ...Object.fromEntries(parts) }
}

/** The directory says of the main part that it has 100 bytes. */
function lying(): Uint8Array {
  const file = Buffer.from(withPart(MAIN, new Uint8Array(5_000_000)))
  file.writeUInt32LE(100, directoryEntry(file, MAIN) + 24)
  return file
}

/** The directory says of the main part that it begins where the first part does. */
function overlapping(): Uint8Array {
  const file = Buffer.from(docx('a'))
  file.writeUInt32LE(0, directoryEntry(file, MAIN) + 42)
  return file
}

function directoryEntry(file: Buffer, name: string): number {
  return file.lastIndexOf(name) - 46
}

/** A workbook with so many rows of a thousand cells. */
function sheetOf(rows: number): Uint8Array {
  const chunks: Uint8Array[] = []
  const archive = new Zip((_error, chunk) => void chunks.push(chunk))
  const { [SHEET]: _, ...others } = xlsxParts('表', [['a']])
  for (const [name, bytes] of Object.entries(others)) {
    const part = new ZipDeflate(name)
    archive.add(part)
    part.push(bytes as Uint8Array, true)
  }
  const sheet = new ZipDeflate(SHEET, { level: 1 })
  archive.add(sheet)
  sheet.push(strToU8('<worksheet><sheetData>'))
  const same = strToU8(rowOf(() => 1))
  for (let n = 0; n < rows; n++) {
    // Were all rows of a small one the same, it would pack too well to pass for a table.
    sheet.push(
      rows > 1_000 ? same.slice() : strToU8(rowOf((column) => (n * 7_919 * column) % 99_991)),
    )
  }
  sheet.push(strToU8('</sheetData></worksheet>'), true)
  archive.end()
  return Buffer.concat(chunks)
}

function rowOf(value: (column: number) => number): string {
  const cells = Array.from({ length: 1_000 }, (_, column) => `<c><v>${value(column)}</v></c>`)
  return `<row>${cells.join('')}</row>`
}

function withCell(address: string): Uint8Array {
  const xml = `<worksheet><sheetData><row><c r="${address}"><v>1</v></c></row></sheetData></worksheet>`
  return zipSync({ ...xlsxParts('表', [['a']]), [SHEET]: strToU8(xml) })
}

function withEmbedded(): Uint8Array {
  const catalog = '/Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >>'
  return pdf('a', {
    catalog,
    objects: [
      Buffer.from('<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>'),
      Buffer.from('<< /Type /EmbeddedFile /Length 2 >>\nstream\nMZ\nendstream'),
    ],
  })
}

/** Blanks packed twice: two kilobytes for each gigabyte. */
function pdfBomb(): Uint8Array {
  const packed = deflateSync(deflateSync(Buffer.alloc(100_000_000, 'BT ')))
  const head = `<< /Length ${packed.length} /Filter [/FlateDecode /FlateDecode] >>\nstream\n`
  const stream = Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream')])
  const many = Array.from({ length: 20 }, () => stream)
  const contents = many.map((_, n) => `${n + 7} 0 R`).join(' ')
  const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [${contents}] >>`
  const whole = pdf('a', { objects: [Buffer.from(page), ...many] })
  return Buffer.from(whole.toString('latin1').replace('/Kids [3 0 R]', '/Kids [6 0 R]'), 'latin1')
}

/** The same picture, whose header claims so many pixels a side. */
function enlarged(image: Buffer, side: number): Buffer {
  const forged = Buffer.from(image)
  forged.writeUInt32BE(side, 16)
  forged.writeUInt32BE(side, 20)
  forged.writeUInt32BE(crc32(forged.subarray(12, 29)), 29)
  return forged
}

async function moving(): Promise<Buffer> {
  const frames = await Promise.all(
    ['#ff0000', '#00ff00'].map((background) =>
      sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )
  return sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer()
}
