import { calendarPolicy } from '../modules/calendar/policy.ts'
import { channelPolicy } from '../modules/channel/policy.ts'
import { disclosurePolicy } from '../modules/disclosure/policy.ts'
import type { Actor } from '../modules/identity/model.ts'
import { identityPolicy } from '../modules/identity/policy.ts'
import { sitePolicy } from '../modules/site/policy.ts'
import { organizationPolicy } from '../modules/organization/policy.ts'
import { oversightPolicy } from '../modules/oversight/policy.ts'

/** Every action of every policy: the rows of the authorization matrix. */
export const actions = {
  ...identityPolicy.rules,
  ...organizationPolicy.rules,
  ...calendarPolicy.rules,
  ...disclosurePolicy.rules,
  ...oversightPolicy.rules,
  ...sitePolicy.rules,
  ...channelPolicy.rules,
}

export type Action = keyof typeof actions

/** Whether the actor holds, anywhere, a role that the action needs: the first gate, before the row is known. */
export function mayEver(actor: Actor | null, action: Action): boolean {
  const { roles } = actions[action]
  return actor?.grants.some((grant) => roles.includes(grant.role)) ?? false
}
