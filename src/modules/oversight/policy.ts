import { definePolicy } from '../identity/authority.ts'
import type { Place } from '../identity/model.ts'

/** Who may read what oversight keeps: held on the county itself, since refusals belong to no organization. */
export const oversightPolicy = definePolicy<'security.read', { readonly place: Place }>({
  'security.read': { roles: ['OFFICE', 'AUDITOR'] },
})
