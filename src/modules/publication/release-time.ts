import { ValidationError } from '../../platform/errors.ts'

const YEAR_MS = 366 * 24 * 60 * 60 * 1000

/** Lets a time pass that something may be set for: still to come, and within a year. */
export function assertDueAt(at: Date, now: Date): void {
  if (at <= now) {
    throw ValidationError.of('at', 'IN_PAST', '定时发布的时间须晚于现在，发布时间不得倒填')
  }
  if (at.getTime() - now.getTime() > YEAR_MS) {
    throw ValidationError.of('at', 'TOO_FAR', '定时发布的时间最迟为一年之内')
  }
}
