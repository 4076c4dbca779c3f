import { type AccountSeed, ensureAccounts } from '../modules/identity/commands/ensure-accounts.ts'
import type { Role } from '../modules/identity/model.ts'
import type { Platform } from '../platform/platform.ts'
import type { CountySeed } from './load-county.ts'

/** The demo accounts as the seed means them: those it names, then those of every organization. */
export function demoAccounts({ demo, organizations }: CountySeed): AccountSeed[] {
  const named = demo.accounts.map(({ organization, grants, ...names }) => ({
    ...names,
    organizationCode: organization,
    grants: grants.map(({ organization, ...grant }) => ({
      ...grant,
      organizationCode: organization,
    })),
  }))
  const everywhere = organizations.flatMap(({ code, shortName }) =>
    demo.everyOrganization.map(({ suffix, displayName, roles }) => ({
      username: `${code}.${suffix}`,
      displayName: displayName.replace('{shortName}', shortName),
      organizationCode: code,
      grants: roles.map((role) => ({ role, organizationCode: code, subtree: false })),
    })),
  )
  return [...named, ...everywhere]
}

/** Opens the demo accounts that do not exist yet, all with one password. */
export function seedDemo(
  platform: Platform,
  seed: CountySeed,
  password: string,
): Promise<{ created: number }> {
  return ensureAccounts(platform, demoAccounts(seed), password)
}

/** Username of the demo account that holds a role in an organization; an Error when the seed has none. */
export function demoUsername({ demo }: CountySeed, organizationCode: string, role: Role): string {
  const account = demo.everyOrganization.find(({ roles }) => roles.includes(role))
  if (!account) throw new Error(`demo-accounts.json has nobody with role ${role}`)
  return `${organizationCode}.${account.suffix}`
}
