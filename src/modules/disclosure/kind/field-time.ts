import { z } from 'zod'
import { type Field, field, type Values, type Wording } from './field.ts'
import { group } from './field-structure.ts'

/** A calendar date, YYYY-MM-DD. */
export function date(options: Wording): Field<string> {
  return field(options, { scalar: 'Date' }, z.iso.date(), { widget: 'date' })
}

/** A point in time, kept in UTC. */
export function instant(options: Wording): Field<string> {
  // GraphQL has made a Date of it; seeds and imports bring text with an offset.
  const schema = z.preprocess(
    (value) => (value instanceof Date ? value.toJSON() : value),
    z.iso.datetime({ offset: true, abort: true }).overwrite((text) => new Date(text).toISOString()),
  )
  return field(options, { scalar: 'DateTime' }, schema, { widget: 'datetime' })
}

/** A calendar year. */
export function year(options: Wording): Field<number> {
  return field(options, { scalar: 'Int' }, z.int().min(1949).max(2100), { widget: 'year' })
}

/** A calendar month, YYYY-MM. */
export function month(options: Wording): Field<string> {
  const message = '月份格式不正确，应为 2018-10 这样的年月'
  const schema = z.string().regex(/^(19|20)\d\d-(0[1-9]|1[0-2])$/, message)
  return field(options, { scalar: 'String' }, schema, { widget: 'month' })
}

const SPAN = {
  from: date({ title: '起', description: 'First day.', required: true }),
  to: date({ title: '止', description: 'Last day, included.', required: true }),
} as const

/** From one calendar date to another, both included. */
export function period(options: Wording): Field<Values<typeof SPAN>> {
  const meaning = 'A span of calendar dates, both ends included.'
  const span = group({ ...options, name: 'DatePeriod', meaning, fields: SPAN })
  const schema = span.schema.refine(({ from, to }) => !from || !to || from <= to, {
    message: '结束日期不得早于开始日期',
    params: { code: 'ENDS_BEFORE_START' },
    path: ['to'],
  })
  return { ...span, schema, widget: 'period' }
}
