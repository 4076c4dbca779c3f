import { millionths, yuan } from './decimal.ts'
import type { Field, Fields } from './field.ts'
import type { Content } from './kind.ts'

/** Plain values as people read them: choices by their titles, dates and amounts in words. */
export type Shown<F extends Fields> = { readonly [K in keyof F]?: string }

/** SHORT leaves out the year, for a line that is read on the day. */
export type Style = 'SHORT' | 'FULL'

/** The plain values of fields as people read them. Personal fields, groups and tables are not among them. */
export function shownValues<F extends Fields>(fields: F, values: Content, style: Style): Shown<F> {
  const shown = Object.entries(fields).flatMap(([name, field]) => {
    const text = field.personal ? undefined : shownValue(field, values[name], style)
    return text === undefined || text === '' ? [] : [[name, text] as const]
  })
  return Object.fromEntries(shown) as Shown<F>
}

/** A value and what it is, in Chinese. */
export interface Labelled {
  readonly label: string
  readonly value: string
}

/** All plain values as people read them under the titles of their fields, those of groups among them; of what is published, personal ones are masked. */
export function labelled(fields: Fields, values: Content): Labelled[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const { type, title: label } = field
    if ('group' in type) return labelled(type.group.fields, (values[name] ?? {}) as Content)
    const value = shownValue(field, values[name], 'FULL')
    return value === undefined || value === '' ? [] : [{ label, value }]
  })
}

/** One plain value as people read it; undefined for groups and tables, and for what is not there. */
export function shownValue(field: Field, value: unknown, style: Style): string | undefined {
  const { type, unit = '' } = field
  if (value === undefined || value === null || 'group' in type || 'table' in type) return undefined
  if ('list' in type) {
    const element = { ...field, type: type.list }
    return (value as unknown[]).map((one) => shownValue(element, one, style) ?? '').join('、')
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if ('choice' in type) return type.choice.values[text]?.title
  switch (type.scalar) {
    case 'Boolean':
      return value === true ? '是' : '否'
    case 'Date':
      return calendarText(text, style)
    case 'DateTime':
      return instantText(text, style)
    case 'Decimal':
      return unit === '元' ? moneyText(millionths(text)) : text + unit
    case 'Int':
      return text + (field.widget === 'year' ? '年' : unit)
    case 'String':
      return field.widget === 'month' ? monthText(text) : text
  }
}

/** An amount in millionths of a yuan; in 万元 where that takes nothing from it. */
export function moneyText(amount: bigint): string {
  const size = amount < 0n ? -amount : amount
  const inWan = size >= 10_000_000_000n && size % 100_000_000n === 0n
  const text = yuan(inWan ? amount / 10_000n : amount).replace(/\.00$/, '')
  return text + (inWan ? '万元' : '元')
}

function calendarText(date: string, style: Style): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${style === 'FULL' ? `${year}年` : ''}${month}月${day}日`
}

function monthText(month: string): string {
  const [year, number] = month.split('-').map(Number)
  return `${year}年${number}月`
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})

function instantText(instant: string, style: Style): string {
  const [date = '', time = ''] = clock.format(new Date(instant)).split(' ')
  const [hour, minute] = time.split(':').map(Number)
  return `${calendarText(date, style)}${hour}时${minute === 0 ? '' : `${minute}分`}`
}
