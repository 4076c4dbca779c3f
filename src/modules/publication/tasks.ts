import { Prisma } from '../../platform/db/client.ts'
import { holdsAt, type TaskSource } from '../disclosure/tasks.ts'

/** How long before its end a display (公示期) is a matter for those who may prolong or replace it. */
const AHEAD_MS = 3 * 86_400_000

/** What waits among publications. */
export const publicationTasks: readonly TaskSource[] = [
  {
    types: ['DISPLAY_ENDS'],
    select: (actor, now) => Prisma.sql`
      SELECT 'DISPLAY_ENDS' AS type, p.disclosure_id::text AS subject_id, p.edition_id,
             o.code AS organization_code, p.title, p.valid_from AS since, p.display_until AS due_at
        FROM publication p JOIN organization o ON o.code = p.organization_code
       WHERE p.valid_to IS NULL AND p.withdrawal_type IS NULL
         AND p.display_until <= ${new Date(now.getTime() + AHEAD_MS)}
         AND ${holdsAt(actor, ['EDITOR', 'APPROVER', 'OFFICE'])}`,
  },
]
