import type { Transaction } from '../../platform/db/client.ts'
import type { Reaction } from '../../platform/reaction.ts'
import { ORGANIZATION_CHANGED } from '../organization/events.ts'
import type { OrganizationChange, Succession } from '../organization/model.ts'
import { changeById } from '../organization/queries.ts'

/** Duties go over to whoever takes over; what has ended owes nothing any more. */
export const dutiesFollow: Reaction = {
  on: [ORGANIZATION_CHANGED],
  async react(tx, events) {
    for (const { data } of events) {
      const change = await changeById(tx, String(data['changeId']))
      for (const succession of change.successions) await moveDuties(tx, change, succession)
      if (change.ends) {
        await tx.duty.deleteMany({ where: { organizationCode: change.organizationCode } })
      }
    }
  },
}

async function moveDuties(
  tx: Transaction,
  { kind, organizationCode: from }: OrganizationChange,
  { toCode, itemCodes }: Succession,
): Promise<void> {
  const which = kind === 'SPLIT' ? { itemCode: { in: [...itemCodes] } } : {}
  const where = { organizationCode: from, ...which }
  const duties = await tx.duty.findMany({ where })
  await tx.duty.createMany({
    data: duties.map((duty) => ({ ...duty, organizationCode: toCode })),
    skipDuplicates: true,
  })
  await tx.duty.deleteMany({ where })
}
