import type { Entry, Report } from './seed-folder.ts'
import type { DemoSeed, OrganizationSeed, ReviewChainsSeed } from './shapes.ts'

/** Whether every organization has a review chain, and chains name organizations that exist. */
export function checkReviewChains(
  chains: Entry<ReviewChainsSeed>,
  organizations: readonly Entry<OrganizationSeed>[],
  isOrganization: (code: string) => boolean,
  report: Report,
): void {
  for (const code of Object.keys(chains.value.organizations)) {
    if (!isOrganization(code)) report(chains, `.organizations.${code}`, `没有机构 ${code}`)
  }
  const { kinds, organizations: own } = chains.value
  const without = organizations.filter(({ value }) => !kinds[value.kind] && !own[value.code])
  for (const [kind, members] of Map.groupBy(without, ({ value }) => value.kind)) {
    const names = members.map(({ value }) => value.shortName).join('、')
    report(chains, `.kinds.${kind}`, `缺少审核环节：${names}`)
  }
}

/** Whether demo accounts have names of their own and work in organizations that exist. */
export function checkDemo(
  demo: Entry<DemoSeed>,
  organizations: readonly Entry<OrganizationSeed>[],
  isOrganization: (code: string) => boolean,
  report: Report,
): void {
  const { accounts, everyOrganization } = demo.value
  const names = new Set<string>()
  const claim = (username: string, below: string) => {
    if (names.has(username)) report(demo, below, `用户名 ${username} 重复`)
    names.add(username)
  }
  for (const [index, { suffix }] of everyOrganization.entries()) {
    for (const { value } of organizations) {
      claim(`${value.code}.${suffix}`, `.everyOrganization[${index}].suffix`)
    }
  }
  for (const [index, { username, organization, grants }] of accounts.entries()) {
    claim(username, `.accounts[${index}].username`)
    const places = [organization, ...grants.map((grant) => grant.organization)]
    for (const code of new Set(places)) {
      if (!isOrganization(code)) report(demo, `.accounts[${index}]`, `没有机构 ${code}`)
    }
  }
}
