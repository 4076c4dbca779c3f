import { z } from 'zod'
import type { Problem } from '../../platform/errors.ts'

/** A day that is not what its weekday says. */
export interface CalendarDay {
  /** YYYY-MM-DD. */
  readonly date: string
  /** A weekend that is worked (调休), or a holiday. */
  readonly working: boolean
  /** 国庆节 */
  readonly name: string
}

/** A year whose days are known. */
export interface CalendarYear {
  readonly year: number
  /** Where they are from. */
  readonly source: string
  readonly days: readonly CalendarDay[]
}

const named = (max: number) => z.string().trim().min(1, '不能为空').max(max, `不得超过 ${max} 个字`)

/** What a year must look like; `calendarFaults` tells what its days must be. */
export const calendarRule = z.object({
  year: z.int().min(2000, '年份应在 2000 至 2100 之间').max(2100, '年份应在 2000 至 2100 之间'),
  source: named(100),
  days: z
    .array(z.object({ date: z.iso.date(), working: z.boolean(), name: named(20) }))
    .max(100, '至多 100 天'),
})

/** Where a count of working days ends. */
export interface DueDay {
  /** YYYY-MM-DD. */
  readonly date: string
  /** Whether the count crosses a year whose holidays are not known yet: it may still move. */
  readonly provisional: boolean
}

/** Which days are worked, as far as it is known. */
export interface WorkingCalendar {
  isWorkingDay(date: string): boolean
  /** Whether the holidays of the date's year are known. */
  covers(date: string): boolean
}

const DAY_MS = 86_400_000

/** The calendar of these years; in all others every weekday is worked. */
export function calendarOf(years: readonly CalendarYear[]): WorkingCalendar {
  const known = new Set(years.map(({ year }) => year))
  const exceptions = new Map(
    years.flatMap(({ days }) => days.map(({ date, working }) => [date, working] as const)),
  )
  return {
    isWorkingDay: (date) => exceptions.get(date) ?? !isWeekend(date),
    covers: (date) => known.has(yearOf(date)),
  }
}

/** The last of `count` working days after `from`; the day it begins on is not counted (民法典201). */
export function addWorkingDays(calendar: WorkingCalendar, from: string, count: number): DueDay {
  let date = from
  let provisional = !calendar.covers(from)
  for (let left = count; left > 0;) {
    date = dayAfter(date)
    if (calendar.isWorkingDay(date)) left--
    provisional ||= !calendar.covers(date)
  }
  return { date, provisional }
}

/** What is wrong with the days of a year: each once, in that year, and not what its weekday says anyway. */
export function calendarFaults({ year, days }: CalendarYear): Problem[] {
  const seen = new Set<string>()
  return days.flatMap(({ date, working }, index) => {
    const path = `days.${index}.date`
    const again = seen.has(date)
    seen.add(date)
    if (again) return [{ path, code: 'DUPLICATE', message: `${date} 重复` }]
    if (yearOf(date) !== year) {
      return [{ path, code: 'OTHER_YEAR', message: `${date} 不在 ${year} 年` }]
    }
    if (working && !isWeekend(date)) {
      return [{ path, code: 'WEEKDAY', message: `${date} 不是周末，无须调休上班` }]
    }
    return []
  })
}

/** Whether the day is a Saturday or a Sunday. */
export function isWeekend(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  return day === 0 || day === 6
}

/** The calendar date after this one. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4))
}
