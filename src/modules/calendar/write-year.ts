import type { Transaction } from '../../platform/db/client.ts'
import type { CalendarYear } from './model.ts'

/** Puts the days of a year in place of those that were there. */
export async function writeYear(
  tx: Transaction,
  { year, source, days }: CalendarYear,
): Promise<void> {
  await tx.calendarYear.upsert({ where: { year }, create: { year, source }, update: { source } })
  await tx.calendarDay.deleteMany({ where: { year } })
  await tx.calendarDay.createMany({
    data: days.map((day) => ({ ...day, year, date: new Date(`${day.date}T00:00:00Z`) })),
  })
}
