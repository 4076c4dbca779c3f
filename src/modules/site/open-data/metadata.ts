import type { Kind } from '../../disclosure/kind/kind.ts'
import { tablesOf } from '../../disclosure/kind/tables.ts'
import type { Site } from '../model.ts'

/** When records of a kind were first and last published; null when there are none. */
export interface DatasetSpan {
  readonly count: number
  readonly firstPublishedAt: Date | null
  readonly changedAt: Date | null
}

/** Core metadata of a data set in the words of GB/T 21063.3—2007: the six that are required, then the optional ones. */
export type CoreMetadata = Readonly<Record<string, string>>

/** What tells of a kind's data set, or of one table of it. */
export function metadataOf(
  site: Site,
  kind: Kind,
  { count, firstPublishedAt, changedAt }: DatasetSpan,
  table?: string,
): CoreMetadata {
  const field = table === undefined ? null : kind.fields[table]
  const title = field ? `${kind.title}：${field.title}` : kind.title
  const name = table === undefined ? kind.name : `${kind.name}/${table}`
  const identifier = `${site.idCode}/${name}`
  const tables = [...tablesOf(kind).keys()].map((one) => kind.fields[one]?.title ?? one)
  const date = (moment: Date | null) => (moment ? DATE.format(moment) : '')
  return {
    信息资源名称: `${site.sponsor}${title}`,
    信息资源摘要: `${site.sponsor}公开的“${title}”信息，共 ${count} 条；个人信息已按规定遮蔽。`,
    信息资源提供方: site.sponsor,
    信息资源分类: `公益事业建设领域政府信息公开/${kind.title}`,
    信息资源标识符: identifier,
    元数据标识符: `${identifier}/metadata`,
    信息资源发布日期: date(firstPublishedAt),
    关键字说明: [kind.title, ...tables].join('；'),
    在线资源链接地址: ['csv', ...(table === undefined ? ['json'] : [])]
      .map((format) => `${site.url}/open-data/${name}.${format}`)
      .join(' '),
    服务信息: '无条件开放，CSV（UTF-8）和 JSON 下载，随信息公开、更正和撤回即时更新',
    元数据维护方: site.organizer,
    元数据更新日期: date(changedAt),
  }
}

const DATE = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })
