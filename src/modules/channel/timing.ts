import { z } from 'zod'
import { calendarDate, dayEnd } from '../../platform/clock.ts'
import type { Digest, Lane } from './model.ts'

/** Local times HH:MM between which nothing ordinary is sent; may pass midnight. */
export interface QuietHours {
  readonly from: string
  readonly to: string
}

const localTimeRule = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '应为 HH:MM')
  .nullable()

/** Quiet hours as asked for; null: none. */
export const quietRule = z.object({ quietFrom: localTimeRule, quietTo: localTimeRule })

/** A message is tried this long. */
export const PATIENCE_MS = 24 * 3_600_000

/** When digests go out. */
const DIGEST_AT = '08:30'
const MONDAY = 1
const DAY_MS = 86_400_000

/** When a message that is planned now may be sent. Urgent ones at once, whatever was asked for. */
export function sendingTime(
  now: Date,
  { lane, digest, quiet }: { lane: Lane; digest: Digest; quiet: QuietHours | null },
): Date {
  if (lane === 'URGENT') return now
  const due = digest === 'NOW' ? now : nextDigest(now, digest)
  return quiet ? afterQuiet(due, quiet) : due
}

function nextDigest(now: Date, digest: 'DAILY' | 'WEEKLY'): Date {
  const isDue = (day: Date) => digest === 'DAILY' || weekday(day) === MONDAY
  let due = at(now, DIGEST_AT)
  while (due <= now || !isDue(due)) due = new Date(due.getTime() + DAY_MS)
  return due
}

function afterQuiet(time: Date, { from, to }: QuietHours): Date {
  const local = localTime(time)
  const isQuiet = from < to ? local >= from && local < to : local >= from || local < to
  if (!isQuiet) return time
  const end = at(time, to)
  return end > time ? end : new Date(end.getTime() + DAY_MS)
}

/** The instant of a local time on the day of another instant. */
function at(day: Date, time: string): Date {
  return new Date(`${calendarDate(day)}T${time}:00+08:00`)
}

function localTime(instant: Date): string {
  const midnight = dayEnd(calendarDate(instant)).getTime() - DAY_MS
  return new Date(instant.getTime() - midnight).toISOString().slice(11, 16)
}

function weekday(instant: Date): number {
  return new Date(`${calendarDate(instant)}T00:00:00Z`).getUTCDay()
}
