import { dayEnd } from '../../../platform/clock.ts'
import type { Problem } from '../../../platform/errors.ts'
import { type Content, type Kind, problem } from './kind.ts'

/** The moment at which a record has been on display (公示) for its time; null when its kind or content sets none. */
export function displayEnd({ display }: Kind, content: Content): Date | null {
  const lastDay = display && content[display.to]
  return typeof lastDay === 'string' ? dayEnd(lastDay) : null
}

/** What would be on display no more must not be made public (个人信息保护法47: the purpose is achieved). */
export function displayFaults(kind: Kind, content: Content, today: string): Problem[] {
  const lastDay = kind.display && content[kind.display.to]
  if (!kind.display || typeof lastDay !== 'string' || lastDay >= today) return []
  return [problem(kind.display.to, 'DISPLAY_OVER', '公示期已满，不能再公示，请核对公示截止日期')]
}
