import type { Fields } from '../kind/field.ts'
import { cellText, columnTitle, isExactNumber } from './cell-text.ts'
import type { Pages } from './csv-write.ts'
import { neutralised } from './formula.ts'
import { columnLetters } from './sheet.ts'
import { escaped } from './xml.ts'
import { zipped } from './zip-write.ts'

/** A table to be written with what is known of it, which goes to a sheet of its own. */
export interface Workbook {
  readonly sheetName: string
  readonly fields: Fields
  readonly pages: Pages
  /** Titles and values of the second sheet, 说明. */
  readonly notes: readonly (readonly [title: string, value: string])[]
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The bytes of an XLSX file: the table, and a sheet that says where it comes from. Nothing in it is computed. */
export function xlsxOf(workbook: Workbook): AsyncGenerator<Buffer> {
  return zipped([
    { name: '[Content_Types].xml', text: [contentTypes()] },
    { name: '_rels/.rels', text: [relationships([['officeDocument', 'xl/workbook.xml']])] },
    { name: 'xl/workbook.xml', text: [workbookXml(workbook.sheetName)] },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: [
        relationships([
          ['worksheet', 'worksheets/sheet1.xml'],
          ['worksheet', 'worksheets/sheet2.xml'],
          ['styles', 'styles.xml'],
        ]),
      ],
    },
    { name: 'xl/styles.xml', text: [STYLES] },
    { name: 'xl/worksheets/sheet1.xml', text: tableXml(workbook) },
    { name: 'xl/worksheets/sheet2.xml', text: notesXml(workbook.notes) },
  ])
}

/** Styles by their number in STYLES. */
const STYLE = { text: 1, heading: 2, money: 3, wrapped: 4 } as const

const STYLES = `${XML}<styleSheet ${MAIN}>
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="5"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/>
<xf numFmtId="4" applyNumberFormat="1"/><xf applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf></cellXfs>
</styleSheet>`

async function* tableXml({ fields, pages }: Workbook): AsyncGenerator<string> {
  const columns = Object.entries(fields)
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  const widths = `<cols><col min="1" max="${columns.length}" width="18" customWidth="1"/></cols>`
  yield `${XML}<worksheet ${MAIN}><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>${widths}<sheetData>`
  const titles = columns.map(([, field]) => ({ text: columnTitle(field), style: STYLE.heading }))
  yield rowXml(1, titles)
  let number = 1
  for await (const page of pages) {
    yield page
      .map((row) => {
        number++
        const cells = columns.map(([name, field]) => {
          const text = cellText(field, row[name])
          if (!isExactNumber(field, text)) return { text: neutralised(text), style: STYLE.text }
          return { text, style: field.widget === 'money' ? STYLE.money : 0, isNumber: true }
        })
        return rowXml(number, cells)
      })
      .join('')
  }
  yield '</sheetData></worksheet>'
}

function* notesXml(notes: Workbook['notes']): Generator<string> {
  const widths =
    '<cols><col min="1" max="1" width="16" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/></cols>'
  yield `${XML}<worksheet ${MAIN}>${widths}<sheetData>`
  for (const [index, [title, value]] of notes.entries()) {
    yield rowXml(index + 1, [
      { text: title, style: STYLE.heading },
      { text: neutralised(value), style: STYLE.wrapped },
    ])
  }
  yield '</sheetData></worksheet>'
}

interface WrittenCell {
  readonly text: string
  readonly style: number
  readonly isNumber?: boolean
}

function rowXml(number: number, cells: readonly WrittenCell[]): string {
  const xml = cells.map(({ text, style, isNumber }, column) => {
    if (text === '') return ''
    const place = `r="${columnLetters(column)}${number}" s="${style}"`
    if (isNumber) return `<c ${place}><v>${text}</v></c>`
    return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${escaped(storable(text))}</t></is></c>`
  })
  return `<row r="${number}">${xml.join('')}</row>`
}

/** XML 1.0 holds no control characters; what looks like Excel's way of writing them is written so itself. */
function storable(text: string): string {
  return text
    .replaceAll(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(/(?![\t\n])[\p{Control}\uFFFE\uFFFF]/gu, (character) => {
      return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
    })
}

function workbookXml(sheetName: string): string {
  const name = escaped(sheetName.replaceAll(/[\\/?*[\]:']/g, '').slice(0, 31) || '数据')
  return `${XML}<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/><sheet name="说明" sheetId="2" r:id="rId2"/></sheets></workbook>`
}

function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  const all = targets.map(([type, target], index) => {
    return `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`
  })
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`
}

function contentTypes(): string {
  const parts = [
    ['/xl/workbook.xml', `${TYPES}.sheet.main+xml`],
    ['/xl/worksheets/sheet1.xml', `${TYPES}.worksheet+xml`],
    ['/xl/worksheets/sheet2.xml', `${TYPES}.worksheet+xml`],
    ['/xl/styles.xml', `${TYPES}.styles+xml`],
  ].map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`)
  const relations = 'application/vnd.openxmlformats-package.relationships+xml'
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="${relations}"/><Default Extension="xml" ContentType="application/xml"/>${parts.join('')}</Types>`
}
