import { definePolicy } from '../identity/authority.ts'
import type { Place } from '../identity/model.ts'

/** Who sets the county's working days: every deadline follows from them. */
export const calendarPolicy = definePolicy<'calendar.set', { readonly place: Place }>({
  'calendar.set': { roles: ['OFFICE'] },
})
