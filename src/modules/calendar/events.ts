import type { DomainEvent } from '../../platform/jobs.ts'

/** The working days of a year have changed: what is due by them may be due on another day. */
export const CALENDAR_CHANGED = 'calendar.changed'

/** Tells which year changed. */
export function calendarChanged(year: number): DomainEvent {
  return { name: CALENDAR_CHANGED, data: { year } }
}
