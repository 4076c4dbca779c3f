import { definePolicy } from '../identity/authority.ts'
import type { Place } from '../identity/model.ts'

/** Who changes the county's organizations, and who sees what is still to come. */
export const organizationPolicy = definePolicy<
  'organization.change' | 'organization.readChanges',
  { readonly place: Place }
>({
  'organization.change': { roles: ['OFFICE'] },
  'organization.readChanges': { roles: ['OFFICE', 'AUDITOR'] },
})
