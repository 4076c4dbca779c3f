import { calendarDate, dayEnd } from '../../platform/clock.ts'
import type { Work } from '../../platform/command.ts'
import { ValidationError } from '../../platform/errors.ts'

/**
 * 行政处罚法48: withdrawn, and the reason public, within three days of the decision. They are counted as calendar days:
 * 行政处罚法85 would let holidays be left out, and whoever keeps the shorter term has kept the longer one too.
 */
const TERM_MS = 3 * 86_400_000

/** What the tombstone says until the reason is public. */
export const REASON_TO_COME = '依法撤销、变更或者确认无效，理由将在三日内公开'

/** How long after its time something is, in whole seconds; 0 in time. */
export function lateSeconds(at: Date, due: Date): number {
  return Math.max(0, Math.ceil((at.getTime() - due.getTime()) / 1000))
}

/** Starts the clock of a revocation, and stops it at once where the reason is public with it. */
export async function startRevocation(
  { tx, now }: Work,
  disclosureId: string,
  decidedOn: string,
  reason: 'EXPLAINED' | 'TO_COME',
): Promise<void> {
  if (decidedOn > calendarDate(now)) {
    throw ValidationError.of('decidedOn', 'IN_FUTURE', '决定日期不得晚于今天')
  }
  const dueAt = new Date(dayEnd(decidedOn).getTime() + TERM_MS)
  await tx.revocation.create({
    data: {
      disclosureId,
      decidedOn: new Date(`${decidedOn}T00:00:00Z`),
      dueAt,
      withdrawnAt: now,
      ...(reason === 'EXPLAINED' && { explainedAt: now, lateSeconds: lateSeconds(now, dueAt) }),
    },
  })
}
