import { calendarDate } from '../../platform/clock.ts'
import { fitted } from '../disclosure/kind/fitted.ts'

/**
 * Types of fields, as the platform limits them (订阅消息参数值内容限制说明). A value of another shape would have the whole
 * message refused (47003): what cannot be made to fit gives way to a value that says nothing.
 */
export const FIELD_TYPES = {
  /** Anything, 20 characters. */
  thing: (text) => fitted(text, 20) || '无',
  /** Digits with a point, 32. */
  number: (text) => whole(text, /^-?\d{1,20}(\.\d{1,10})?$/) ?? '0',
  /** Latin letters, 32. */
  letter: (text) => whole(text, /^[A-Za-z]{1,32}$/) ?? 'N',
  /** Signs, 5. */
  symbol: (text) => whole(text, /^[!-/:-@[-`{-~]{1,5}$/) ?? '-',
  /** Digits, letters and signs, 32; no Chinese. */
  character_string: (text) => whole(text, /^[!-~]{1,32}$/) ?? '-',
  /** A time of day, which may have its date before it. */
  time: (text, at) => whole(text, /^(\d{4}年\d{1,2}月\d{1,2}日 )?\d{2}:\d{2}$/) ?? timeText(at),
  /** A date, which may have its time of day after it. */
  date: (text, at) => whole(text, /^\d{4}年\d{1,2}月\d{1,2}日( \d{2}:\d{2})?$/) ?? timeText(at),
  /** A sign of currency, ten digits with a point, and 元. */
  amount: (text) => whole(text, /^[¥￥$]?\d{1,10}(\.\d{1,2})?元?$/) ?? '0元',
  /** Digits and signs, 17. */
  phone_number: (text) => whole(text, /^[\d+\-()* ]{1,17}$/) ?? '-',
  /** Eight, of which the first and the last may be Chinese. */
  car_number: (text) => whole(text, /^\p{Script=Han}?[A-Za-z\d]{1,7}\p{Script=Han}?$/u) ?? 'A',
  /** Ten Chinese, or twenty letters. */
  name: (text) => whole(text, /^\p{Script=Han}{1,10}$|^[A-Za-z ]{1,20}$/u) ?? '无',
  /** Five Chinese. */
  phrase: (text) => whole(text, /^\p{Script=Han}{1,5}$/u) ?? '其他',
} as const satisfies Record<string, (text: string, at: Date) => string>

export type FieldType = keyof typeof FIELD_TYPES

/** A field's type by its name: `thing1` is a `thing`. Undefined for a name of no type. */
export function typeOf(field: string): FieldType | undefined {
  const [, name = ''] = /^([a-z_]+)\d{1,2}$/.exec(field) ?? []
  return Object.hasOwn(FIELD_TYPES, name) ? (name as FieldType) : undefined
}

/** The value of a field; `at` stands in the place of a time that is none. */
export function valueOf(type: FieldType, text: string, at: Date): string {
  return FIELD_TYPES[type](text, at)
}

// Half a number, a telephone or a name would say something else.
function whole(text: string, shape: RegExp): string | null {
  const line = text.trim()
  const fits = shape.test(line) && line.length <= 32
  return fits ? line : null
}

/** 2026年3月3日 12:00, where the county lies. */
export function timeText(at: Date): string {
  const [year, month, day] = calendarDate(at).split('-').map(Number)
  const clock = at.toLocaleTimeString('sv-SE', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
  })
  return `${year}年${month}月${day}日 ${clock}`
}
