import type { Platform } from '../../../platform/platform.ts'
import type { Mailer } from '../ports.ts'

/** What is older is known by other ways; nobody wants yesterday's mail. */
const MAIL_WITHIN_MS = 24 * 3_600_000
const BATCH = 200

interface Due {
  readonly id: string
  readonly email: string
}

/**
 * Sends one mail to everybody who has an address and news, by a neutral line: what it is about stays here. What could not
 * be sent is due again; what was sent just before a crash may come twice.
 */
export async function sendMails(platform: Platform, mailer: Mailer): Promise<number> {
  const due = Map.groupBy(await takeDue(platform), ({ email }) => email)
  const failures: unknown[] = []
  for (const [to, news] of due) {
    try {
      await mailer.send({ to, count: news.length })
    } catch (error) {
      failures.push(error)
      await giveBack(platform, news)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some mails were not sent')
  return due.size
}

/** Marks before sending, so that no other server sends the same. */
function takeDue({ database, clock }: Platform): Promise<Due[]> {
  const now = clock.now()
  return database.$queryRaw<Due[]>`
    UPDATE notification n SET mailed_at = ${now} FROM user_account u
     WHERE u.id = n.user_id AND n.id IN (
       SELECT due.id FROM notification due JOIN user_account a ON a.id = due.user_id
        WHERE due.mailed_at IS NULL AND due.read_at IS NULL
          AND due.created_at > ${new Date(now.getTime() - MAIL_WITHIN_MS)}
          AND a.email IS NOT NULL AND a.disabled_at IS NULL
        ORDER BY due.created_at LIMIT ${BATCH} FOR UPDATE OF due SKIP LOCKED)
    RETURNING n.id::text, u.email`
}

async function giveBack({ database }: Platform, news: readonly Due[]): Promise<void> {
  const ids = news.map(({ id }) => id)
  await database.notification.updateMany({ where: { id: { in: ids } }, data: { mailedAt: null } })
}
