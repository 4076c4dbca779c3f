import type { Converted } from './convert-number.ts'
import type { Cell } from './sheet.ts'
import { dateOfSerial } from './xlsx-styles.ts'

const DATE =
  /^(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})(?:日|号)?$|^((?:19|20)\d{2})(\d{2})(\d{2})$/
const MONTH = /^(\d{4})(?:年|[-./])(\d{1,2})月?$|^((?:19|20)\d{2})(\d{2})$/
const WRONG_DATE = {
  code: 'INVALID_DATE',
  message: '日期应写作 2018-10-1、2018.10.1、2018/10/1、2018年10月1日 或 20181001',
}

/** A calendar date in the forms that people type, or as Excel numbers it. */
export function dateOf({ kind, text }: Cell): Converted {
  if (kind === 'date') return { value: text.slice(0, 10) }
  const narrow = narrowed(text)
  const serial = /^\d{5}$/.test(narrow) ? dateOfSerial(Number(narrow)) : null
  if (serial !== null) return { value: serial }
  const [, year, month, day, ...packed] = DATE.exec(narrow) ?? []
  const parts = year === undefined ? packed : [year, month, day]
  const date = parts.map((part = '') => part.padStart(2, '0')).join('-')
  return isDate(date) ? { value: date } : WRONG_DATE
}

/** A calendar month, YYYY-MM. */
export function monthOf({ kind, text }: Cell): Converted {
  if (kind === 'date') return { value: text.slice(0, 7) }
  const narrow = narrowed(text)
  if (kind === 'number' && narrow.includes('.')) {
    // 2018.1 is what Excel leaves of 2018.10.
    const message = 'Excel 已把年月变成小数，1 月和 10 月无法区分，请写作 2018-10 并设为文本格式'
    return { code: 'AMBIGUOUS_MONTH', message }
  }
  const [, year, month, ...packed] = MONTH.exec(narrow) ?? []
  const parts = year === undefined ? packed : [year, month]
  const value = parts.map((part = '') => part.padStart(2, '0')).join('-')
  return { value: value === '' ? narrow : value }
}

/** A point in time; people mean the time of day in China. */
export function instantOf({ kind, text }: Cell): Converted {
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return { value: text }
  const serial = /^\d{5}(\.\d+)?$/.test(text) ? dateOfSerial(Number(text)) : null
  const words = narrowed(serial ?? text, ' ')
  const [, day = '', hour = '0', minute = '00', second = '00'] =
    /^(\S+?日|\S+)(?:\s*(\d{1,2})[:时点](\d{1,2})?分?(?::(\d\d))?)?$/.exec(words) ?? []
  const date = dateOf({ kind: kind === 'date' ? 'text' : kind, text: day })
  if (!('value' in date)) return WRONG_DATE
  const time = [hour, minute, second].map((part) => part.padStart(2, '0')).join(':')
  return { value: `${String(date.value)}T${time}+08:00` }
}

function narrowed(text: string, blank = ''): string {
  return text.normalize('NFKC').trim().replaceAll(/\s+/g, blank)
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
