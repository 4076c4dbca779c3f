import { nationalYears } from '../modules/calendar/national.ts'
import { writeYear } from '../modules/calendar/write-year.ts'
import { command, type Work } from '../platform/command.ts'
import type { Platform } from '../platform/platform.ts'

/** Thrown to leave a transaction that would change nothing: no change, no audit row. */
const ALL_KNOWN = new Error('every year of the library is known')

/** Takes over the years that the library knows and the database does not; what the office has set stays. */
export async function seedCalendar(platform: Platform): Promise<number> {
  return command(platform, write).catch((error: unknown) => {
    if (error === ALL_KNOWN) return 0
    throw error
  })
}

async function write({ tx, audit }: Work): Promise<number> {
  const known = await tx.calendarYear.findMany({ select: { year: true } })
  const years = [...nationalYears(new Set(known.map(({ year }) => year)))]
  if (years.length === 0) throw ALL_KNOWN
  for (const year of years) await writeYear(tx, year)
  audit({
    action: 'calendar.seed',
    by: null,
    subjectType: 'CalendarYear',
    subjectId: years.map(({ year }) => year).join(','),
    details: { years: years.length },
  })
  return years.length
}
