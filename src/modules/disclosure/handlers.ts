import type { Transaction } from '../../platform/db/client.ts'
import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Reaction } from '../../platform/reaction.ts'
import { ORGANIZATION_CHANGED } from '../organization/events.ts'
import type { OrganizationChange, Succession } from '../organization/model.ts'
import { changeById } from '../organization/queries.ts'
import { sweepAttachments } from './attachments/sweep.ts'
import type { FileDesk } from './ports.ts'

/** Jobs of this module: files that belong to no record are removed. */
export function attachmentJobs(platform: Platform, desk: FileDesk): JobDefinition[] {
  return [
    {
      queue: 'disclosure.sweep-attachments',
      cron: '41 * * * *',
      retryLimit: 0,
      handle: () => sweepAttachments(platform, desk),
    },
  ]
}

/**
 * Records with their drafts and the review chain go over to whoever takes over. What was published keeps the
 * organization of its day; the move tells under whom else it is found.
 */
export const recordsFollow: Reaction = {
  on: [ORGANIZATION_CHANGED],
  async react(tx, events) {
    for (const { data } of events) {
      const change = await changeById(tx, String(data['changeId']))
      for (const succession of change.successions) {
        await moveRecords(tx, change, succession)
        if (change.kind === 'MERGED') await moveChain(tx, change, succession)
      }
      const { organizationCode, ends } = change
      if (ends) await tx.reviewChain.deleteMany({ where: { organizationCode } })
    }
  },
}

// A reading of which the successor has one of the same key stays: two cannot be one record.
async function moveRecords(
  tx: Transaction,
  { id, kind, organizationCode: from }: OrganizationChange,
  { toCode, itemCodes }: Succession,
): Promise<void> {
  await tx.$executeRaw`
    WITH moved AS (
      UPDATE disclosure d SET organization_code = ${toCode}
       WHERE d.organization_code = ${from}
         AND (${kind !== 'SPLIT'} OR d.item_code = ANY (${[...itemCodes]}::text[]))
         AND NOT EXISTS (SELECT FROM disclosure o WHERE o.kind = d.kind AND o.feed_key = d.feed_key
                            AND o.organization_code = ${toCode})
      RETURNING d.id)
    INSERT INTO disclosure_move (disclosure_id, change_id, to_code) SELECT id, ${id}::uuid, ${toCode} FROM moved`
}

/** A successor that has a chain of its own, for the same item or kind, keeps it. */
async function moveChain(
  tx: Transaction,
  { organizationCode: from }: OrganizationChange,
  { toCode: organizationCode }: Succession,
): Promise<void> {
  const chains = await tx.reviewChain.findMany({ where: { organizationCode: from } })
  for (const { id, itemCode, kind } of chains) {
    const own = await tx.reviewChain.findFirst({ where: { organizationCode, itemCode, kind } })
    if (!own) await tx.reviewChain.update({ where: { id }, data: { organizationCode } })
  }
}
