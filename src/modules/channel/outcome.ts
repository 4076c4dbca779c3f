import type { DeliveryState } from './model.ts'
import type { Gateway, SendResult } from './ports.ts'

/** A try that has come to an end. */
export interface Tried {
  /** How many tries there have been, this one included. */
  readonly attempts: number
  readonly giveUpAt: Date
  readonly now: Date
}

/** Where a delivery stands after a try, and when there is something to do for it again; null: never. */
export interface Standing {
  readonly state: DeliveryState
  readonly dueAt: Date | null
}

const FIRST_PAUSE_MS = 5_000
/** A receiver that comes back is served again within this time. */
const LONGEST_PAUSE_MS = 10 * 60_000

/** The state that follows from what the gateway says. What surely was not taken is tried again until it is given up. */
export function afterTry(
  gateway: Pick<Gateway, 'idempotent' | 'reconcile'>,
  result: SendResult,
  tried: Tried,
): Standing {
  switch (result.outcome) {
    case 'SENT':
    case 'DELIVERED':
      return { state: result.outcome, dueAt: null }
    case 'FAILED':
      return result.permanent
        ? { state: 'FAILED', dueAt: null }
        : again(tried, pauseAfter(tried.attempts))
    case 'WAIT':
      return again(tried, result.seconds * 1_000)
    case 'UNKNOWN': {
      const dueAt = later(tried, pauseAfter(tried.attempts))
      const canBeSettled = gateway.idempotent || gateway.reconcile !== undefined
      return { state: 'UNKNOWN', dueAt: canBeSettled ? dueAt : null }
    }
  }
}

function again(tried: Tried, pauseMs: number): Standing {
  const dueAt = later(tried, pauseMs)
  return dueAt ? { state: 'PLANNED', dueAt } : { state: 'FAILED', dueAt: null }
}

function later({ now, giveUpAt }: Tried, pauseMs: number): Date | null {
  const dueAt = new Date(now.getTime() + pauseMs)
  return dueAt <= giveUpAt ? dueAt : null
}

function pauseAfter(attempts: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE_MS)
}
