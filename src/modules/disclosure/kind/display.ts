import { dayEnd } from '../../../platform/clock.ts'
import type { Problem } from '../../../platform/errors.ts'
import { addWorkingDays, type WorkingCalendar } from '../../calendar/model.ts'
import { type Content, type Kind, problem } from './kind.ts'

/** The moment at which a record has been on display (公示) for its time; null when its kind or content sets none. */
export function displayEnd({ display }: Kind, content: Content): Date | null {
  const lastDay = display && content[display.to]
  return typeof lastDay === 'string' ? dayEnd(lastDay) : null
}

/** Whether the end of the display is told in working days alone. */
export function isCountedInWorkingDays({ display }: Kind, content: Content): boolean {
  return (
    display !== undefined &&
    content[display.to] === undefined &&
    typeof content[display.workingDays] === 'number'
  )
}

/**
 * The content with the days that a display in working days covers, were it made public today: nobody can object to what is
 * not shown yet, so it begins no earlier. As it is where the end is a date, or is not known until holidays are.
 */
export function withDisplayDays(
  kind: Kind,
  content: Content,
  today: string,
  calendar: WorkingCalendar,
): Content {
  const { display } = kind
  if (!display || !isCountedInWorkingDays(kind, content)) return content
  const wanted = content[display.from]
  const from = typeof wanted === 'string' && wanted > today ? wanted : today
  const end = addWorkingDays(calendar, from, content[display.workingDays] as number)
  if (end.provisional) return content
  return { ...content, [display.from]: from, [display.to]: end.date }
}

/** What would be on display no more must not be made public (个人信息保护法47: the purpose is achieved). */
export function displayFaults(kind: Kind, content: Content, today: string): Problem[] {
  const { display } = kind
  if (!display) return []
  if (isCountedInWorkingDays(kind, content)) {
    const message = '公示期跨入节假日安排尚未公布的年份，请改填公示截止日期'
    return [problem(display.workingDays, 'HOLIDAYS_UNKNOWN', message)]
  }
  const lastDay = content[display.to]
  if (typeof lastDay !== 'string') {
    return [problem(display.to, 'REQUIRED', '缺少公示截止日期或公示工作日数')]
  }
  if (lastDay >= today) return []
  return [problem(display.to, 'DISPLAY_OVER', '公示期已满，不能再公示，请核对公示截止日期')]
}
