import { smsSegments } from '../../platform/sms-segments.ts'
import { fitted } from '../disclosure/kind/fitted.ts'

/** What is answered besides results; what somebody wrote is never repeated, lest others be sent texts in our name. */
export const ANSWERS = {
  HELP: '发送CX加关键词查询政务公开信息，DY加关键词订阅，TD退订，BZ帮助。',
  SUBSCRIBED: '已订阅，有新信息时会发短信给您。发送TD退订。',
  TOO_MANY: '您的订阅已满，发送TD可全部退订后重新订阅。',
  LEFT: '已退订，不再给您发送信息。',
  NOTHING: '没有查到相关的公开信息，请换个词再试，如CX 低保。',
} as const

/** A record that was found. */
export interface FoundRecord {
  readonly title: string
  /** Its short link. */
  readonly link: string
}

/** More would make people read, and the county pay, for what nobody looks at. */
const SEGMENTS = 2
const SHOWN = 3

/** The best results with their links, as many as two messages hold; every link is whole. */
export function searchAnswer(
  signature: string,
  total: number,
  found: readonly FoundRecord[],
): string {
  if (found.length === 0) return ANSWERS.NOTHING
  for (let count = Math.min(SHOWN, found.length); ; count--) {
    const shown = found.slice(0, count)
    const answer = longestAnswer(signature, total, shown)
    if (answer !== null || count === 1) return answer ?? ANSWERS.NOTHING
  }
}

const LONGEST_TITLE = 60
/** A title that is shorter tells nothing. */
const SHORTEST_TITLE = 12

function longestAnswer(
  signature: string,
  total: number,
  shown: readonly FoundRecord[],
): string | null {
  for (let units = LONGEST_TITLE; units >= SHORTEST_TITLE; units--) {
    const lines = shown.map(({ title, link }, index) => {
      return `${index + 1}.${fitted(title, units)} ${link}`
    })
    const answer = `共${total}条。${lines.join(' ')}`
    if (smsSegments(`【${signature}】${answer}`).length <= SEGMENTS) return answer
  }
  return null
}
