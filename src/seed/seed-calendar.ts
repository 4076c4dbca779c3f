import { nationalYears } from '../modules/calendar/national.ts'
import { writeYear } from '../modules/calendar/write-year.ts'
import { command } from '../platform/command.ts'
import type { Platform } from '../platform/platform.ts'

/** Takes over the years that the library knows and the database does not; what the office has set stays. */
export async function seedCalendar(platform: Platform): Promise<number> {
  const known = await platform.database.calendarYear.findMany({ select: { year: true } })
  const years = [...nationalYears()].filter(({ year }) => !known.some((one) => one.year === year))
  if (years.length === 0) return 0
  await command(platform, async ({ tx, audit }) => {
    for (const year of years) await writeYear(tx, year)
    audit({
      action: 'calendar.seed',
      by: null,
      subjectType: 'CalendarYear',
      subjectId: years.map(({ year }) => year).join(','),
      details: { years: years.length },
    })
  })
  return years.length
}
