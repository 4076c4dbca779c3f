import { type Database, Prisma } from '../../../platform/db/client.ts'
import type { Platform } from '../../../platform/platform.ts'
import { isExpiring } from '../../publication/policy-term.ts'
import type { NotificationType } from '../model.ts'

const AHEAD_MS = 3 * 86_400_000

/**
 * Tells those who write for an organization, or for what it has become, of its displays (公示期) that end in three days and
 * of its policy documents that end in sixty, each of them once.
 */
export async function announceEnds({ database, clock }: Platform): Promise<void> {
  const now = clock.now()
  const displayEnds = Prisma.sql`p.valid_to IS NULL AND p.withdrawal_type IS NULL
       AND p.display_until <= ${new Date(now.getTime() + AHEAD_MS)}`
  await announce(database, now, 'DISPLAY_ENDS', displayEnds)
  await announce(database, now, 'POLICY_EXPIRES', isExpiring(now))
}

/** Of publications `p` of records `d`. */
async function announce(
  database: Database,
  now: Date,
  type: NotificationType,
  which: Prisma.Sql,
): Promise<void> {
  await database.$executeRaw`
    INSERT INTO notification (id, user_id, type, subject_id, edition_id, created_at)
    SELECT DISTINCT ON (u.id, p.id) gen_random_uuid(), u.id, ${type}, p.id::text, p.edition_id, ${now}::timestamptz
      FROM publication p
      JOIN disclosure d ON d.id = p.disclosure_id
      JOIN organization o ON o.code = d.organization_code
      JOIN role_grant g ON g.role = 'EDITOR' AND g.revoked_at IS NULL AND g.valid_from <= ${now}
       AND (g.valid_to IS NULL OR g.valid_to > ${now})
       AND (g.organization_code = o.code OR (g.subtree AND g.organization_code = ANY(o.path)))
      JOIN user_account u ON u.id = g.user_id AND u.disabled_at IS NULL
     WHERE ${which}
       AND NOT EXISTS (SELECT FROM notification n
         WHERE n.user_id = u.id AND n.type = ${type} AND n.subject_id = p.id::text)`
}
