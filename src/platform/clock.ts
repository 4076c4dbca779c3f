/** Where every time stamp comes from, so that tests can set the date. */
export interface Clock {
  now(): Date
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() }

const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

/** The calendar date of an instant where the county lies, YYYY-MM-DD. */
export function calendarDate(instant: Date): string {
  return calendar.format(instant)
}

/** The first instant after a calendar date (YYYY-MM-DD) where the county lies: midnight, at +08:00 all year. */
export function dayEnd(date: string): Date {
  return new Date(Date.parse(`${date}T00:00:00+08:00`) + 86_400_000)
}
