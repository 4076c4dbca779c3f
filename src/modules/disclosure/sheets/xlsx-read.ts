import { type Sheet, unreadable } from './sheet.ts'
import { cellsOf } from './xlsx-cells.ts'
import { numberFormats } from './xlsx-styles.ts'
import { attribute, plain, tagsOf } from './xml.ts'
import { openZip, type ZipFile } from './zip-read.ts'

/** Parts that run programs, fetch from elsewhere, or carry other files along. */
const REFUSED_PARTS: readonly (readonly [pattern: RegExp, code: string, message: string])[] = [
  [
    /vbaProject|macrosheets|activeX/i,
    'MACRO_FILE',
    '文件含有宏，请另存为不含宏的 .xlsx 文件后再上传',
  ],
  [
    /^xl\/externalLinks\//i,
    'EXTERNAL_LINKS',
    '文件引用了其他工作簿，请断开链接（粘贴为数值）后再上传',
  ],
  [/^xl\/embeddings\//i, 'EMBEDDED_FILES', '文件嵌有其他文件，请删除后再上传'],
]

/** Reads the first visible sheet of an XLSX file. */
export function readXlsx(bytes: Buffer): Sheet {
  const zip = openZip(bytes)
  refuseActive(zip)
  const workbook = textOf(zip, 'xl/workbook.xml')
  if (workbook === null) {
    throw unreadable('NOT_A_SHEET', '这不是 Excel 工作簿，请上传 .xlsx 或 .csv 文件')
  }
  const [first, ...others] = visibleSheets(workbook)
  const part = first && sheetPart(zip, first.relation)
  const xml = part && textOf(zip, part)
  if (!first || !xml) throw unreadable('NO_SHEET', '工作簿中没有可读的工作表')
  return {
    name: first.name,
    otherSheets: others.map(({ name }) => name),
    ...cellsOf(xml, {
      strings: sharedStrings(textOf(zip, 'xl/sharedStrings.xml') ?? ''),
      formats: numberFormats(textOf(zip, 'xl/styles.xml') ?? ''),
      from1904: /<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(1|true)"/.test(workbook),
    }),
  }
}

function refuseActive(zip: ZipFile): void {
  for (const [pattern, code, message] of REFUSED_PARTS) {
    if (zip.names.some((name) => pattern.test(name))) throw unreadable(code, message)
  }
  if (/macroEnabled/i.test(textOf(zip, '[Content_Types].xml') ?? '')) {
    throw unreadable('MACRO_FILE', '文件含有宏，请另存为不含宏的 .xlsx 文件后再上传')
  }
  // Addresses that a reader may click on are harmless: nothing here follows them.
  for (const name of zip.names.filter((one) => one.endsWith('.rels'))) {
    for (const tag of tagsOf(textOf(zip, name) ?? '')) {
      const outward = attribute(tag, 'TargetMode') === 'External'
      if (outward && !attribute(tag, 'Type')?.endsWith('/hyperlink')) {
        throw unreadable('EXTERNAL_LINKS', '文件引用了外部内容，请断开链接后再上传')
      }
    }
  }
}

function visibleSheets(workbook: string): { name: string; relation: string }[] {
  return [...tagsOf(workbook)]
    .filter((tag) => tag.name === 'sheet' && !tag.closes && isShown(attribute(tag, 'state')))
    .map((tag) => ({ name: attribute(tag, 'name') ?? '', relation: attribute(tag, 'id') ?? '' }))
}

// Excel leaves the state out; programs that write workbooks often say it.
function isShown(state: string | null): boolean {
  return state === null || state === 'visible'
}

function sheetPart(zip: ZipFile, relation: string): string | null {
  for (const tag of tagsOf(textOf(zip, 'xl/_rels/workbook.xml.rels') ?? '')) {
    if (tag.name !== 'Relationship' || attribute(tag, 'Id') !== relation) continue
    const target = attribute(tag, 'Target') ?? ''
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`
  }
  return null
}

/** Texts that cells refer to by number; readings of characters (rPh) are no part of them. */
function sharedStrings(xml: string): string[] {
  const strings: string[] = []
  let text = ''
  let start = -1
  let reading = false
  for (const { name, closes, empty, from, to } of tagsOf(xml)) {
    if (name === 'si' && !closes) text = ''
    else if (name === 'rPh') reading = !closes && !empty
    else if (name === 't' && !closes && !empty) start = to
    else if (name === 't' && closes && !reading) text += plain(xml.slice(start, from))
    if (name === 'si' && (closes || empty)) strings.push(text)
  }
  return strings
}

function textOf(zip: ZipFile, name: string): string | null {
  const bytes = zip.read(name)
  if (bytes === null) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unreadable('BROKEN_FILE', '文件的编码不正确，请用 Excel 或 WPS 重新保存后再上传')
  }
}
