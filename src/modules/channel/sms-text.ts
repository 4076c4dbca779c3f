import { smsSegments } from '../../platform/sms-segments.ts'
import { fitted } from '../disclosure/kind/fitted.ts'
import type { SmsForm } from './sms-ports.ts'

/** UTF-16 units of one text, in however many messages: what gateways take at most. */
export const SMS_UNITS = 500

/** What stands in a template where the record's line and its short link go. */
const LINE = '{line}'
const LINK = '{link}'

/** What is told in one text. */
export interface SmsContent {
  readonly line: string
  /** The short link to the record; null for what has none. */
  readonly link: string | null
  /** Sent because the receiver has subscribed: then it says how to leave (通信短信息服务管理规定). */
  readonly subscribed: boolean
}

/** A text as it is sent and paid for. */
export interface SmsText {
  readonly text: string
  /** As operators count: UTF-16 units, the signature with its 【】 among them. */
  readonly characters: number
  readonly segments: readonly string[]
}

/**
 * The whole text. When it would be too long its line gives way, at a character, a number or a word; signature, link and
 * the way to leave are always whole.
 */
export function smsText(form: SmsForm, { line, link, subscribed }: SmsContent): SmsText {
  const head = `【${form.signature}】`
  const tail = subscribed ? ` ${form.optOut}` : ''
  const around = templateOf(form.template, link)
  const room = SMS_UNITS - head.length - tail.length - around.before.length - around.after.length
  const text = `${head}${around.before}${fitted(line, room)}${around.after}${tail}`
  return { text, characters: text.length, segments: smsSegments(text) }
}

/** An answer as it is sent; whoever made it has counted. */
export function signedText({ signature }: SmsForm, text: string): string {
  return `【${signature}】${text}`
}

/** What is wrong with a template, in words for people; null when it can be used. */
export function templateFault(template: string): string | null {
  const names = [...template.matchAll(/\{[^{}]*\}?|\}/gu)].map(([name]) => name)
  const unknown = names.find((name) => name !== LINE && name !== LINK)
  if (unknown !== undefined) return `模板中有不认识的变量 ${unknown}，只能用 ${LINE} 和 ${LINK}`
  if (names.filter((name) => name === LINE).length !== 1) return `模板中须有且只有一个 ${LINE}`
  if (names.filter((name) => name === LINK).length > 1) return `模板中至多有一个 ${LINK}`
  return /[【】]/u.test(template) ? '模板中不得有【】，签名会自动加上' : null
}

/** What stands before and after the line. Without a link, what leads to it goes too. */
function templateOf(template: string, link: string | null) {
  const [before = '', after = ''] = template.split(LINE)
  const part = (text: string) =>
    link === null && text.includes(LINK) ? '' : text.replace(LINK, () => link ?? '')
  return { before: part(before), after: part(after) }
}
