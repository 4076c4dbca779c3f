import { command } from '../../../platform/command.ts'
import { ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { countyPlace } from '../../identity/queries.ts'
import { calendarChanged } from '../events.ts'
import { type CalendarYear, calendarFaults, calendarRule } from '../model.ts'
import { calendarPolicy } from '../policy.ts'
import { writeYear } from '../write-year.ts'

/** Sets the holidays and worked weekends of a year, in place of what was known of it. */
export function setCalendarYear(
  platform: Platform,
  actor: Actor | null,
  input: CalendarYear,
): Promise<CalendarYear> {
  return command(platform, async ({ tx, audit, emit }) => {
    const by = calendarPolicy.authorize(actor, 'calendar.set', { place: await countyPlace(tx) })
    const year = parseInput(calendarRule, input)
    const problems = calendarFaults(year)
    if (problems.length > 0) throw new ValidationError(problems)
    await writeYear(tx, year)
    audit({
      action: 'calendar.set',
      by,
      subjectType: 'CalendarYear',
      subjectId: String(year.year),
      details: { days: year.days.length },
    })
    emit(calendarChanged(year.year))
    return year
  })
}
