import { zipped } from '../../src/modules/disclosure/sheets/zip-write.ts'

/** A cell of an XLSX file as a test wants it: raw XML after `<c r="…"`, or a text. */
export type RawCell = string | number | null | { readonly raw: string }

/** What an XLSX file holds beside its rows, where a test minds. */
export interface XlsxOptions {
  readonly merges?: readonly string[]
  readonly dimension?: string
  /** Codes of number formats; style n+1 uses the nth. */
  readonly formats?: readonly string[]
  readonly parts?: Readonly<Record<string, string>>
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A number with a style, as Excel stores it. */
export function styled(value: number | string, style: number): RawCell {
  return { raw: ` s="${style}"><v>${value}</v></c>` }
}

/** An XLSX file with shared strings, as Excel writes it; null leaves a cell out, an empty row its whole row. */
export async function xlsxFile(
  rows: readonly (readonly RawCell[])[],
  { merges = [], dimension, formats = [], parts = {} }: XlsxOptions = {},
): Promise<Buffer> {
  const strings: string[] = []
  const cells = rows.map((row, r) => {
    const xml = row.map((cell, c) =>
      cellXml(cell, `${String.fromCharCode(65 + c)}${r + 1}`, strings),
    )
    return row.length === 0 ? '' : `<row r="${r + 1}">${xml.join('')}</row>`
  })
  const extent = dimension === undefined ? '' : `<dimension ref="${dimension}"/>`
  const merged = merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')
  const numFmts = formats.map((code, i) => `<numFmt numFmtId="${170 + i}" formatCode="${code}"/>`)
  const xfs = formats.map((_, i) => `<xf numFmtId="${170 + i}" applyNumberFormat="1"/>`)
  return zipFile({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets><sheet name="藏" sheetId="1" state="hidden" r:id="rId9"/><sheet name="名单" sheetId="2" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet ${MAIN}><numFmts>${numFmts.join('')}</numFmts><cellXfs><xf numFmtId="0"/>${xfs.join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst ${MAIN}>${strings.map((one) => `<si><t xml:space="preserve">${xml(one)}</t><rPh sb="0" eb="1"><t>注音</t></rPh></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${MAIN}>${extent}<sheetData>${cells.join('')}</sheetData><mergeCells>${merged}</mergeCells></worksheet>`,
    ...parts,
  })
}

/** A zip file of these parts. */
export async function zipFile(parts: Readonly<Record<string, string>>): Promise<Buffer> {
  const named = Object.entries(parts).map(([name, text]) => ({ name, text: [text] }))
  return collected(zipped(named))
}

/** All of a stream of chunks as one buffer. */
export async function collected(chunks: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(Buffer.from(chunk as string))
  return Buffer.concat(parts)
}

/** CSV text of rows; null is an empty cell. */
export function csvText(rows: readonly (readonly (string | null)[])[]): string {
  return rows.map((row) => row.map((cell) => quoted(cell ?? '')).join(',')).join('\r\n')
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function cellXml(cell: RawCell, place: string, strings: string[]): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (typeof cell === 'object') return `<c r="${place}"${cell.raw}`
  return `<c r="${place}" t="s"><v>${strings.push(cell) - 1}</v></c>`
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
