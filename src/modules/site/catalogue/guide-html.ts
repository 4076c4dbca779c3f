import { escaped } from '../../disclosure/sheets/xml.ts'
import type { Site } from '../model.ts'
import type { DisclosureGuide } from './guide.ts'
import { pageHtml } from './page-html.ts'

/** 政府信息公开指南 as a page. */
export function guideHtml(site: Site, guide: DisclosureGuide): string {
  const { classes, arrangement, ways, office } = guide
  const rows = classes.map(({ title, itemTitles, count }) => {
    return `<tr><th scope="row">${escaped(title)}</th><td>${escaped(itemTitles.join('；'))}</td><td>${count}</td></tr>\n`
  })
  const facts = [
    ['机构名称', office.name],
    ['办公地址', office.address],
    ['办公时间', office.hours],
    ['联系电话', office.phone],
    ['传真号码', office.fax],
    ['互联网联系方式', office.email],
  ].map(([label = '', value = '']) => {
    return `<tr><th scope="row">${escaped(label)}</th><td>${escaped(value)}</td></tr>\n`
  })
  const paths = ways.map(({ title, text }) => `<li>${escaped(title)}：${escaped(text)}</li>\n`)
  return pageHtml(
    site,
    '政府信息公开指南',
    `<p>依据《中华人民共和国政府信息公开条例》第十二条编制，随公开内容即时更新。</p>
<h2>一、信息的分类</h2>
<table><thead><tr><th scope="col">领域</th><th scope="col">公开事项</th><th scope="col">现有信息</th></tr></thead><tbody>
${rows.join('')}</tbody></table>
<h2>二、编排体系</h2>
<p>${escaped(arrangement)}</p>
<h2>三、获取方式</h2>
<ul>
${paths.join('')}</ul>
<nav><a href="/catalogue">政府信息公开目录</a><a href="/catalogue.csv">目录 CSV</a><a href="/catalogue.xlsx">目录 XLSX</a></nav>
<h2>四、政府信息公开工作机构</h2>
<table><tbody>
${facts.join('')}</tbody></table>
`,
  )
}
