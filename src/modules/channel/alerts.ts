import type { Platform } from '../../platform/platform.ts'
import type { Channel } from './model.ts'
import { channelRules } from './rules.ts'

/** By then an urgent publication must have reached somebody. */
export const ALERT_AFTER_MS = 15 * 60_000

/** Where a message is never confirmed, sent is as good as it gets. */
const UNCONFIRMED = (Object.keys(channelRules) as Channel[]).filter(
  (channel) => !channelRules[channel].confirms,
)

/** Raises what has reached nobody in time, and settles what has in the meantime. */
export async function watchAlerts({ database, clock, log }: Platform): Promise<void> {
  const now = clock.now()
  await database.$executeRaw`
    UPDATE critical_alert a SET settled_at = ${now} FROM publication p
     WHERE p.id = a.publication_id AND a.settled_at IS NULL
       AND (p.valid_to IS NOT NULL OR EXISTS (
             SELECT FROM delivery d WHERE d.publication_id = a.publication_id
                AND (d.delivered_at IS NOT NULL
                     OR d.sent_at IS NOT NULL AND d.state <> 'UNKNOWN' AND d.channel = ANY(${UNCONFIRMED}::channel[]))))`
  const raised = await database.$queryRaw<{ id: string }[]>`
    UPDATE critical_alert SET raised_at = ${now}
     WHERE settled_at IS NULL AND raised_at IS NULL AND due_at <= ${now} RETURNING publication_id::text id`
  for (const { id } of raised)
    log.error({ publicationId: id }, '紧急信息发布15分钟后仍未送达任何人')
}

/** What is published out of a county's files lies in the past or is invented: nobody is to be roused for it. */
export async function settleAlerts(
  { database, clock }: Platform,
  indexNumbers: readonly string[],
): Promise<void> {
  await database.criticalAlert.updateMany({
    where: { settledAt: null, publication: { indexNumber: { in: [...indexNumbers] } } },
    data: { settledAt: clock.now() },
  })
}
