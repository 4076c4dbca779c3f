import { calendarDate } from '../../platform/clock.ts'
import { Prisma } from '../../platform/db/client.ts'
import { dateOf, dayOf } from '../organization/queries.ts'

/** Days ahead of which the end of a policy document is told. */
const AHEAD_DAYS = 60

/** Whether what is public as `p` of the record `d` is a policy document whose term ends soon and that nothing has replaced. */
export function isExpiring(now: Date): Prisma.Sql {
  const today = calendarDate(now)
  const limit = dayOf(new Date(dateOf(today).getTime() + AHEAD_DAYS * 86_400_000))
  // As the index `publication_policy_ends` has it: a county may have a million records.
  return Prisma.sql`p.kind = 'PolicyDocument' AND p.valid_to IS NULL AND p.withdrawal_type IS NULL
       AND p.content ->> 'expiresOn' BETWEEN ${today} AND ${limit}
       AND NOT EXISTS (SELECT FROM policy_link l WHERE l.to_id = d.id AND l.kind = 'SUPERSEDES')`
}
