import type { Field } from '../../disclosure/kind/field.ts'
import type { Content } from '../../disclosure/kind/kind.ts'
import { kindOf } from '../../disclosure/kind/registry.ts'
import { labelled } from '../../disclosure/kind/shown.ts'
import { tablesOf } from '../../disclosure/kind/tables.ts'
import { cellText, columnTitle } from '../../disclosure/sheets/cell-text.ts'
import { escaped } from '../../disclosure/sheets/xml.ts'
import type { PublicRecord } from '../../publication/model.ts'
import type { Site } from '../model.ts'
import type { Block, Fact, Grid, PrintDocument, SheetSize } from './document.ts'

/** A public record with the rows of its tables, and what its item is called. */
export interface PrintedRecord {
  readonly record: PublicRecord
  readonly rows: ReadonlyMap<string, readonly Content[]>
  readonly itemTitle: string
}

/** The sheet of a record for the board of a village or community (村、社区公示栏). */
export function sheetOf(site: Site, printed: PrintedRecord, size: SheetSize): PrintDocument {
  const { record } = printed
  return {
    size,
    title: record.title ?? '',
    subtitle: record.organizationName,
    author: record.organizationName,
    footer: `${site.name}　索引号 ${record.indexNumber}`,
    blocks: blocksOf(site, printed),
  }
}

/** What a record says, for a sheet or a chapter, after facts that stand nowhere else on the page. */
export function blocksOf(
  site: Site,
  printed: PrintedRecord,
  before: readonly Fact[] = [],
): Block[] {
  const { record } = printed
  const { bodyHtml, bodyText, mongolian, audience, indexNumber } = record
  // Nobody without a role could open the page of what is for a named area.
  const url = audience === 'SOCIETY' ? site.recordUrl(indexNumber) : null
  return [
    {
      kind: 'facts',
      facts: [...before, ...factsOf(printed)],
      link: url === null ? null : { url, caption: '扫码查看原文' },
    },
    ...(bodyHtml === null ? [] : [bodyOf(bodyHtml, bodyText)]),
    ...gridsOf(printed),
    ...(mongolian?.title == null ? [] : mongolianOf(mongolian)),
  ]
}

function factsOf({ record, itemTitle }: PrintedRecord): Fact[] {
  const { fields, display } = kindOf(record.kind)
  const { content, attachments } = record
  const { [display?.from ?? '']: _from, [display?.to ?? '']: _to, ...own } = fields
  const facts: (readonly [string, string | null | undefined])[] = [
    ['公开事项', itemTitle],
    ['公开范围', record.audienceName],
    ['发文字号', record.docNumber],
    ['成文日期', record.formedOn],
    ...labelled(own, content).map(({ label, value }) => [label, value] as const),
    ['公示期', display && periodOf(content[display.from], content[display.to])],
    ['咨询投诉电话', textOf(content['hotline'])],
    ['信息来源', textOf(content['source'])],
    ['附件', attachments.map(({ name }) => name).join('、')],
    ['公开时间', TIME.format(record.firstPublishedAt)],
    ['索引号', record.indexNumber],
  ]
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

const TIME = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})

function periodOf(from: unknown, to: unknown): string | null {
  return typeof from === 'string' && typeof to === 'string' ? `${from} 至 ${to}` : null
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function bodyOf(html: string, text: string | null): Block {
  return { kind: 'body', html, lines: (text ?? '').split('\n') }
}

/** The tables that have rows, with the columns in which there is something. */
function gridsOf({ record, rows }: PrintedRecord): Grid[] {
  const kind = kindOf(record.kind)
  return [...tablesOf(kind)].flatMap(([name, { table }]) => {
    const contents = rows.get(name) ?? []
    const title = kind.fields[name]?.title ?? name
    const columns = Object.entries(table.fields).filter(([column]) =>
      contents.some((row) => row[column] !== undefined && row[column] !== null),
    )
    if (contents.length === 0) return []
    return {
      kind: 'grid',
      title,
      columns: [
        { title: '序号', isNumber: true },
        ...columns.map(([, field]) => ({ title: columnTitle(field), isNumber: isNumber(field) })),
      ],
      rows: contents.map((row, index) => [
        String(index + 1),
        ...columns.map(([column, field]) => cellText(field, row[column])),
      ]),
    }
  })
}

function isNumber({ type }: Field): boolean {
  return 'scalar' in type && (type.scalar === 'Int' || type.scalar === 'Decimal')
}

function mongolianOf({
  title,
  summary,
  bodyHtml,
}: NonNullable<PublicRecord['mongolian']>): Block[] {
  const texts = [title, summary].flatMap((text) => (text ? [`<p>${escaped(text)}</p>`] : []))
  const html = `<div lang="mn-Mong" style="writing-mode: vertical-lr">${texts.join('')}${bodyHtml ?? ''}</div>`
  return [
    { kind: 'heading', text: '蒙古文文本' },
    { kind: 'body', html, lines: ['本信息有蒙古文文本，请扫描二维码在网页上阅读，或用网页打印。'] },
  ]
}
