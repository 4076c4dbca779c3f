import type { Entry, Report } from './seed-folder.ts'
import type { OrganizationSeed } from './shapes.ts'

/** Whether the organizations are one tree under one county, each with codes of its own. */
export function checkOrganizations(
  organizations: readonly Entry<OrganizationSeed>[],
  isOrganization: (code: string) => boolean,
  report: Report,
): void {
  reportRepeated(organizations, (one) => one.code, '.code', '机构代码', report)
  reportRepeated(organizations, (one) => one.uscc, '.uscc', '统一社会信用代码', report)
  reportRepeated(organizations, (one) => one.regionCode, '.regionCode', '区划代码', report)

  const roots = organizations.filter(({ value }) => value.parent === null)
  if (roots.length === 0) {
    report({ file: 'organizations.json', path: '$' }, '', '没有根机构（parent 为 null 的县政府）')
  }
  for (const [index, root] of roots.entries()) {
    if (index > 0) report(root, '.parent', '只能有一个根机构')
    if (root.value.kind !== 'COUNTY') report(root, '.kind', '根机构应为 COUNTY')
  }
  for (const entry of organizations) {
    const { parent, changes } = entry.value
    if (parent !== null && !isOrganization(parent)) report(entry, '.parent', `没有机构 ${parent}`)
    for (const [index, change] of changes.entries()) {
      const named = [...change.into.map(({ organization }) => organization), change.parent]
      for (const code of named.filter((code) => code !== null && !isOrganization(code))) {
        report(entry, `.changes[${index}]`, `没有机构 ${code}`)
      }
    }
  }
  reportCycles(organizations, report)
}

/** Notes every element whose value has been seen before. */
export function reportRepeated<T>(
  entries: readonly Entry<T>[],
  valueOf: (value: T) => string | null,
  below: string,
  what: string,
  report: Report,
): void {
  const first = new Map<string, Entry<T>>()
  for (const entry of entries) {
    const value = valueOf(entry.value)
    if (value === null) continue
    const earlier = first.get(value)
    if (earlier) report(entry, below, `${what} ${value} 与 ${earlier.file} ${earlier.path} 重复`)
    else first.set(value, entry)
  }
}

function reportCycles(organizations: readonly Entry<OrganizationSeed>[], report: Report): void {
  const byCode = new Map(organizations.map((entry) => [entry.value.code, entry]))
  const told = new Set<string>()
  for (const start of organizations) {
    const way: string[] = []
    for (let at: Entry<OrganizationSeed> | undefined = start; at;) {
      const { code, parent }: OrganizationSeed = at.value
      if (way.includes(code)) {
        if (code === start.value.code && !told.has(code)) {
          report(start, '.parent', `上级关系成环：${[...way, code].join(' → ')}`)
          for (const member of way) told.add(member)
        }
        break
      }
      way.push(code)
      at = parent === null ? undefined : byCode.get(parent)
    }
  }
}
