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
