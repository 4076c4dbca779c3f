import { kinds } from '../modules/disclosure/kind/registry.ts'
import type { ColumnSeed } from '../modules/site/model.ts'
import type { Entry, Report } from './seed-folder.ts'
import type { SiteFile } from './site-shape.ts'

/** What a column may refer to. */
export interface ColumnTargets {
  readonly isArea: (code: string) => boolean
  readonly isItem: (code: string) => boolean
  readonly isOrganization: (code: string) => boolean
}

/** Whether columns have codes of their own, show something, and refer only to what exists. */
export function checkSite(site: Entry<SiteFile>, targets: ColumnTargets, report: Report): void {
  const { updateClasses, columns } = site.value
  const classes = updateClasses.map(({ code }) => code)
  const seen = new Set<string>()
  const exists = {
    areas: targets.isArea,
    items: targets.isItem,
    organizations: targets.isOrganization,
    kinds: (name: string) => kinds.has(name),
  }
  const check = (column: ColumnSeed, at: string): void => {
    const { code, updateClass, shows, children } = column
    if (seen.has(code)) report(site, `${at}.code`, `栏目代码 ${code} 重复`)
    seen.add(code)
    if (updateClass !== null && !classes.includes(updateClass)) {
      report(site, `${at}.updateClass`, `没有更新类别 ${updateClass}`)
    }
    if (!shows && children.length === 0) report(site, at, '栏目须有 shows 或下级栏目')
    for (const [name, known] of Object.entries(exists)) {
      for (const [index, value] of (shows?.[name as keyof typeof exists] ?? []).entries()) {
        if (!known(value)) report(site, `${at}.shows.${name}[${index}]`, `${value} 不存在`)
      }
    }
    for (const [index, child] of children.entries()) check(child, `${at}.children[${index}]`)
  }
  for (const [index, code] of classes.entries()) {
    if (classes.indexOf(code) < index) report(site, `.updateClasses[${index}].code`, `${code} 重复`)
  }
  for (const [index, column] of columns.entries()) check(column, `.columns[${index}]`)
}
