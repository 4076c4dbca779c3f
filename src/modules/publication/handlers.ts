import type { Transaction } from '../../platform/db/client.ts'
import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Reaction } from '../../platform/reaction.ts'
import { ORGANIZATION_CHANGED } from '../organization/events.ts'
import type { OrganizationChange, Succession } from '../organization/model.ts'
import { changeById } from '../organization/queries.ts'
import { expireDisplays } from './commands/expire-displays.ts'

/** Jobs of this module: every minute, what has been on display for its time is withdrawn. */
export function publicationJobs(platform: Platform): JobDefinition[] {
  return [
    {
      queue: 'publication.expire',
      cron: '* * * * *',
      // The next minute brings the next one.
      retryLimit: 0,
      async handle() {
        await expireDisplays(platform)
      },
    },
  ]
}

/** The leave to post readings goes over to whoever takes over, and ends with what has ended. */
export const feedsFollow: Reaction = {
  on: [ORGANIZATION_CHANGED],
  async react(tx, { data }, now) {
    const change = await changeById(tx, String(data['changeId']))
    for (const succession of change.successions) await moveFeeds(tx, change, succession)
    if (!change.ends) return
    await tx.feedGrant.updateMany({
      where: { organizationCode: change.organizationCode, revokedAt: null },
      data: { revokedAt: now },
    })
  },
}

async function moveFeeds(
  tx: Transaction,
  { kind, organizationCode: from }: OrganizationChange,
  { toCode, itemCodes }: Succession,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE feed_grant g SET organization_code = ${toCode}
     WHERE g.organization_code = ${from} AND g.revoked_at IS NULL
       AND (${kind !== 'SPLIT'} OR g.item_code = ANY (${[...itemCodes]}::text[]))
       AND NOT EXISTS (SELECT FROM feed_grant o WHERE o.client_id = g.client_id AND o.kind = g.kind
                          AND o.organization_code = ${toCode} AND o.revoked_at IS NULL)`
}
