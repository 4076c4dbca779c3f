import chineseDays from 'chinese-days'
import { type CalendarDay, type CalendarYear, dayAfter, isWeekend } from './model.ts'

/** The first year that the library knows. */
const FIRST_YEAR = 2004

const SOURCE = 'chinese-days'

/** The holidays of the State Council as far as the library knows them, year by year, without those of some years. */
export function* nationalYears(without: ReadonlySet<number> = new Set()): Generator<CalendarYear> {
  for (let year = FIRST_YEAR; isKnown(year); year++) {
    if (without.has(year)) continue
    yield { year, source: SOURCE, days: [...exceptionsOf(year)] }
  }
}

// Beyond its years the library takes every weekday for worked, and names no day.
function isKnown(year: number): boolean {
  return chineseDays.getDayDetail(`${year}-10-01`).name.includes('国庆')
}

function* exceptionsOf(year: number): Generator<CalendarDay> {
  for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = dayAfter(date)) {
    const { work: working, name } = chineseDays.getDayDetail(date)
    if (working === isWeekend(date)) yield { date, working, name: name.split(',')[1] ?? name }
  }
}
