import type { Adapter, DatabaseSession, DatabaseUser } from 'lucia'
import { sha256 } from '../../platform/canonical.ts'
import type { Transaction } from '../../platform/db/client.ts'
import type { ActiveGrant } from './model.ts'

const HOUR_MS = 3_600_000

/** A session ends when it has not been used for so long, and in any case when it is so old. */
export const IDLE_MS = 8 * HOUR_MS
export const LONGEST_MS = 7 * 24 * HOUR_MS

/** Use is written down at most this often: not every request should write. */
export const WRITE_USE_EVERY_MS = 60_000

/** What Lucia carries of a session for us. */
export interface SessionAttributes {
  readonly userAgent: string | null
  readonly lastUsedAt: Date
}

/** What Lucia carries of a user for us: the actor, read with the session. */
export interface UserAttributes {
  readonly username: string
  readonly displayName: string
  readonly organizationCode: string
  readonly grants: readonly ActiveGrant[]
}

interface SessionRow extends SessionAttributes, UserAttributes {
  readonly userId: string
  readonly disabled: boolean
  readonly expiresAt: Date
}

/**
 * Lucia's storage: the database holds only the SHA-256 of an id, so that whoever reads it can use no session. Lucia
 * goes by the machine's clock; the rows keep the platform's, and expiry is translated where the two meet.
 */
export function sessionStore(db: Transaction, now: Date): Adapter {
  const later = (ms: number) => new Date(now.getTime() + ms)
  const toMachineTime = (date: Date) => new Date(Date.now() + date.getTime() - now.getTime())

  return {
    async getSessionAndUser(id) {
      const row = await sessionRow(db, sha256(id), now)
      if (!row) return [null, null]
      const { userId, disabled, userAgent, lastUsedAt, expiresAt, ...attributes } = row
      const session: DatabaseSession = {
        id,
        userId,
        expiresAt: toMachineTime(expiresAt),
        attributes: { userAgent, lastUsedAt },
      }
      const user: DatabaseUser | null = disabled ? null : { id: userId, attributes }
      return [session, user]
    },

    async getUserSessions(userId) {
      const rows = await db.session.findMany({ where: { userId, expiresAt: { gt: now } } })
      return rows.map(({ idHash, expiresAt, userAgent, lastUsedAt }) => ({
        id: idHash,
        userId,
        expiresAt: toMachineTime(expiresAt),
        attributes: { userAgent, lastUsedAt },
      }))
    },

    async setSession({ id, userId, attributes }) {
      await db.session.create({
        data: {
          idHash: sha256(id),
          userId,
          createdAt: now,
          lastUsedAt: attributes.lastUsedAt,
          expiresAt: later(IDLE_MS),
          endsAt: later(LONGEST_MS),
          userAgent: attributes.userAgent,
        },
      })
    },

    async updateSessionExpiration(id) {
      await db.$executeRaw`
        UPDATE session SET last_used_at = ${now}, expires_at = LEAST(${later(IDLE_MS)}, ends_at)
         WHERE id_hash = ${sha256(id)} AND last_used_at <= ${later(-WRITE_USE_EVERY_MS)}`
    },

    async deleteSession(id) {
      await db.session.deleteMany({ where: { idHash: sha256(id) } })
    },

    async deleteUserSessions(userId) {
      await db.session.deleteMany({ where: { userId } })
    },

    async deleteExpiredSessions() {
      await db.session.deleteMany({ where: { expiresAt: { lte: now } } })
    },
  }
}

// One statement: every request of a signed-in person begins with it.
async function sessionRow(db: Transaction, idHash: string, now: Date): Promise<SessionRow | null> {
  const rows = await db.$queryRaw<SessionRow[]>`
    SELECT s.user_id AS "userId", s.user_agent AS "userAgent",
           s.expires_at AS "expiresAt", s.last_used_at AS "lastUsedAt",
           u.username, u.display_name AS "displayName", u.organization_code AS "organizationCode",
           u.disabled_at IS NOT NULL AS disabled,
           COALESCE((
             SELECT json_agg(json_strip_nulls(json_build_object('id', g.id, 'role', g.role, 'subtree', g.subtree,
                                               'organizationCode', g.organization_code,
                                               'principalId', g.principal_id))
                             ORDER BY g.valid_from, g.id)
               FROM role_grant g
              WHERE g.user_id = u.id AND g.revoked_at IS NULL
                AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now})
                AND (g.principal_id IS NULL OR EXISTS (
                  -- Whoever stands in has no more than the other still has.
                  SELECT FROM role_grant own
                    JOIN user_account p ON p.id = own.user_id AND p.disabled_at IS NULL
                    JOIN organization o ON o.code = g.organization_code
                   WHERE own.user_id = g.principal_id AND own.principal_id IS NULL
                     AND own.role = g.role AND own.revoked_at IS NULL AND own.valid_from <= ${now}
                     AND (own.valid_to IS NULL OR own.valid_to > ${now})
                     AND (own.organization_code = o.code
                       OR (own.subtree AND own.organization_code = ANY(o.path)))))
           ), '[]') AS grants
      FROM session s JOIN user_account u ON u.id = s.user_id
     WHERE s.id_hash = ${idHash} AND s.expires_at > ${now}`
  return rows[0] ?? null
}
