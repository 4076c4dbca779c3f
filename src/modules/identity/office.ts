import type { Transaction } from '../../platform/db/client.ts'
import { ConflictError } from '../../platform/errors.ts'
import { lasting } from './queries.ts'

/**
 * Refuses a change after which nobody could manage the county: some account that is not disabled must hold OFFICE now,
 * and one without end if one does so before.
 */
export async function keepAnOffice(
  tx: Transaction,
  now: Date,
  leaving: { withoutUser?: string; withoutGrants?: readonly string[] },
): Promise<void> {
  const before = await tx.grant.findMany({
    where: {
      role: 'OFFICE',
      ...lasting(now),
      validFrom: { lte: now },
      user: { disabledAt: null },
    },
    select: { id: true, userId: true, validTo: true },
  })
  const after = before.filter(
    ({ id, userId }) =>
      userId !== leaving.withoutUser && !(leaving.withoutGrants ?? []).includes(id),
  )
  if (after.length === before.length) return
  const endless = (grants: typeof before) => grants.some(({ validTo }) => validTo === null)
  if (after.length > 0 && (endless(after) || !endless(before))) return
  throw new ConflictError('LAST_OFFICE', '县政务公开办公室至少要保留一个可用的账号')
}
