import type { Database, Transaction } from '../../platform/db/client.ts'
import { calendarOf, type CalendarYear, type WorkingCalendar } from './model.ts'

/** No statutory count of days reaches further. */
const YEARS_AHEAD = 2

/** The working days from a date on, for counts of days that begin then. */
export async function workingCalendar(
  db: Database | Transaction,
  from: string,
): Promise<WorkingCalendar> {
  const year = Number(from.slice(0, 4))
  const rows = await db.calendarYear.findMany({
    where: { year: { gte: year, lte: year + YEARS_AHEAD } },
    include: { days: true },
  })
  return calendarOf(rows.map(yearOf))
}

/** The days of one year; null when its holidays are not known yet. */
export async function calendarYear(
  db: Database | Transaction,
  year: number,
): Promise<CalendarYear | null> {
  const row = await db.calendarYear.findUnique({
    where: { year },
    include: { days: { orderBy: { date: 'asc' } } },
  })
  return row && yearOf(row)
}

function yearOf(row: {
  readonly year: number
  readonly source: string
  readonly days: readonly {
    readonly date: Date
    readonly working: boolean
    readonly name: string
  }[]
}): CalendarYear {
  const days = row.days.map((day) => ({ ...day, date: day.date.toISOString().slice(0, 10) }))
  return { year: row.year, source: row.source, days }
}
