import type { Platform } from '../../../platform/platform.ts'

const AHEAD_MS = 3 * 86_400_000

/** Tells those who write for an organization of its displays (公示期) that end in three days, each of them once. */
export async function announceDisplayEnds({ database, clock }: Platform): Promise<void> {
  const now = clock.now()
  await database.$executeRaw`
    INSERT INTO notification (id, user_id, type, subject_id, edition_id, created_at)
    SELECT DISTINCT ON (u.id, p.id) gen_random_uuid(), u.id, 'DISPLAY_ENDS', p.id::text, p.edition_id, ${now}::timestamptz
      FROM publication p
      JOIN organization o ON o.code = p.organization_code
      JOIN role_grant g ON g.role = 'EDITOR' AND g.revoked_at IS NULL AND g.valid_from <= ${now}
       AND (g.valid_to IS NULL OR g.valid_to > ${now})
       AND (g.organization_code = o.code OR (g.subtree AND g.organization_code = ANY(o.path)))
      JOIN user_account u ON u.id = g.user_id AND u.disabled_at IS NULL
     WHERE p.valid_to IS NULL AND p.withdrawal_type IS NULL
       AND p.display_until <= ${new Date(now.getTime() + AHEAD_MS)}
       AND NOT EXISTS (SELECT FROM notification n
         WHERE n.user_id = u.id AND n.type = 'DISPLAY_ENDS' AND n.subject_id = p.id::text)`
}
