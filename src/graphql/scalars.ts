import { GraphQLError } from 'graphql'
import { builder } from './builder.ts'

const CALENDAR_DATE = /^\d{4}-\d{2}-\d{2}$/
const DAY_MS = 24 * 60 * 60 * 1000
const MOMENT = '须为 YYYY-MM-DD 形式的日期或带时区的 RFC 3339 时间'
const DECIMAL = /^-?\d{1,14}(\.\d{1,6})?$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

builder.scalarType('Date', {
  description: 'A calendar date without time zone, `YYYY-MM-DD` (ISO 8601).',
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value === 'string' && isCalendarDate(value)) return value
    throw new GraphQLError('日期须为 YYYY-MM-DD 形式且真实存在')
  },
})

builder.scalarType('DateTime', {
  description: 'An instant in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ` (RFC 3339).',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const instant = typeof value === 'string' && INSTANT.test(value) ? new Date(value) : null
    if (instant && !Number.isNaN(instant.getTime())) return instant
    throw new GraphQLError('时间须为带时区的 RFC 3339 形式')
  },
})

builder.scalarType('Moment', {
  description:
    'A calendar date `YYYY-MM-DD`, meaning the whole day in Asia/Shanghai, or an instant (RFC 3339). Inputs only.',
  serialize: ({ from }) => from.toISOString(),
  parseValue: (value) => {
    if (typeof value !== 'string') throw new GraphQLError(MOMENT)
    if (isCalendarDate(value)) {
      const from = new Date(`${value}T00:00:00+08:00`)
      return { from, until: new Date(from.getTime() + DAY_MS) }
    }
    const instant = INSTANT.test(value) ? new Date(value) : null
    if (!instant || Number.isNaN(instant.getTime())) throw new GraphQLError(MOMENT)
    return { from: instant, until: new Date(instant.getTime() + 1) }
  },
})

builder.scalarType('Decimal', {
  description:
    'An exact decimal as a string, such as `"1234.50"`: up to 14 digits before the point and 6 after it. Never a float, which would round it.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value === 'string' && DECIMAL.test(value)) return value
    throw new GraphQLError('数值须以字符串提交，如 "1234.50"，不带千位分隔符和单位')
  },
})

builder.scalarType('JSON', {
  description: 'Any JSON value; its shape is told by the field that has it.',
  serialize: (value) => value,
  parseValue: (value) => value,
})

function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return CALENDAR_DATE.test(text) && date.toJSON()?.startsWith(text)
}
