import { escaped } from '../../disclosure/sheets/xml.ts'
import type { PublicRecord } from '../../publication/model.ts'
import { generatedOn } from '../open-data/columns.ts'
import type { Site } from '../model.ts'
import { pageHtml } from './page-html.ts'

/** A page of the catalogue. */
export interface CataloguePage {
  readonly records: readonly PublicRecord[]
  readonly total: number
  /** Whether the total is only about right. */
  readonly isEstimate: boolean
  /** Queries of the whole list, as a file, and of the next page; null on the last one. */
  readonly query: string
  readonly next: string | null
}

/** 政府信息公开目录 as a page: 索引、名称、内容概述、生成日期 (条例12). */
export function catalogueHtml(site: Site, page: CataloguePage): string {
  const { records, total, isEstimate, query, next } = page
  const rows = records.map((record) => {
    const { indexNumber, title, summary } = record
    const link = `<a href="${escaped(site.recordUrl(indexNumber))}">${escaped(title ?? '')}</a>`
    return `<tr><td>${escaped(indexNumber)}</td><td>${link}</td><td>${escaped(summary ?? '')}</td><td>${generatedOn(record)}</td></tr>\n`
  })
  const more = next === null ? '' : `<a rel="next" href="/catalogue${escaped(next)}">下一页</a>`
  const files = ['csv', 'xlsx'].map((format) => {
    return `<a href="/catalogue.${format}${escaped(query)}">下载 ${format.toUpperCase()}</a>`
  })
  return pageHtml(
    site,
    '政府信息公开目录',
    `<p>${isEstimate ? '约' : '共'} ${total} 条。编排体系和获取方式见<a href="/guide">政府信息公开指南</a>。</p>
<nav>${files.join('')}${more}</nav>
<table><thead><tr><th scope="col">索引号</th><th scope="col">名称</th><th scope="col">内容概述</th><th scope="col">生成日期</th></tr></thead><tbody>
${rows.join('')}</tbody></table>
<nav>${more}</nav>
`,
  )
}
