import { type Field, type Fields, line } from '../../disclosure/kind/field.ts'
import type { Content, Kind } from '../../disclosure/kind/kind.ts'
import type { PublicRecord } from '../../publication/model.ts'
import type { Site } from '../model.ts'

const column = (title: string, description: string): Field =>
  line({ title, description, max: 1_000 })

/** What every record has, as columns before those of its kind. */
export const RECORD_COLUMNS = {
  indexNumber: column('索引号', 'Index number.'),
  name: column('名称', 'Title.'),
  summary: column('内容概述', 'Summary.'),
  generatedOn: column('生成日期', 'Date of the document, or of its first publication.'),
  docNumber: column('发文字号', 'Document number.'),
  organizationName: column('公开主体', 'Who published it.'),
  organizationCode: column('公开主体代码', 'Its code.'),
  itemCode: column('公开事项代码', 'Code of the item.'),
  publishedAt: column('公开时间', 'First publication.'),
  updatedAt: column('更新时间', 'Last change.'),
  url: column('网址', 'Its page.'),
} satisfies Fields

const TIME = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** 生成日期 of the catalogue (条例12): of the document itself, or of its first publication. */
export function generatedOn({ formedOn, firstPublishedAt }: PublicRecord): string {
  return formedOn ?? TIME.format(firstPublishedAt).slice(0, 10)
}

/** The values of a record under RECORD_COLUMNS. */
export function recordValues(site: Site, record: PublicRecord): Content {
  const { indexNumber, title, summary, docNumber, organizationName, organizationCode } = record
  return {
    indexNumber,
    name: title,
    summary,
    generatedOn: generatedOn(record),
    docNumber,
    organizationName,
    organizationCode,
    itemCode: record.itemCode,
    publishedAt: TIME.format(record.firstPublishedAt),
    updatedAt: TIME.format(record.validFrom),
    url: site.recordUrl(indexNumber),
  }
}

/** The plain fields of a kind as columns; a group gives a column for each of its fields, a table gives none. */
export function plainColumns({ fields }: Kind): Fields {
  const columns = Object.entries(fields).flatMap(([name, field]): [string, Field][] => {
    const { type } = field
    if ('table' in type || field.personal?.mask === 'OMIT') return []
    if (!('group' in type)) return [[name, field]]
    return Object.entries(type.group.fields).map(([part, one]) => [
      `${name}.${part}`,
      { ...one, title: `${field.title}·${one.title}` },
    ])
  })
  return Object.fromEntries(columns)
}

/** The values under `plainColumns`. */
export function plainValues(kind: Kind, content: Content): Content {
  const values = Object.keys(plainColumns(kind)).map((name) => {
    const [group = '', part] = name.split('.')
    const value = content[group]
    return [name, part === undefined ? value : (value as Content | null | undefined)?.[part]]
  })
  return Object.fromEntries(values) as Content
}
