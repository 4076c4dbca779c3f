import { z } from 'zod'
import { millionths, tidyDecimal } from './decimal.ts'
import { type Field, field, type Wording } from './field.ts'

/** A whole number of something. */
export function integer(
  options: Wording & { readonly unit?: string; readonly min?: number; readonly max?: number },
): Field<number> {
  const { unit, min = 0, max = 1_000_000_000 } = options
  return field(options, { scalar: 'Int' }, z.int().min(min).max(max), { unit })
}

/** An exact decimal with at most `places` decimals: a string, since a float would round it. */
export function decimal(
  options: Wording & {
    readonly unit?: string
    readonly places: 1 | 2 | 3 | 4 | 5 | 6
    readonly min?: number
    readonly max?: number
  },
): Field<string> {
  const { unit, places, min = 0, max = 1e13 } = options
  const keywords = { 'x-decimals': places, 'x-minimum': min, 'x-maximum': max }
  const hints = { widget: 'decimal', unit, keywords }
  return field(options, { scalar: 'Decimal' }, decimalSchema(places, min, max), hints)
}

/** An amount in yuan with two decimals; below zero only where `signed`. */
export function money(options: Wording & { readonly signed?: boolean }): Field<string> {
  const [min, max] = [options.signed ? -1e13 : 0, 1e13]
  const schema = decimalSchema(2, min, max).overwrite((amount) => tidyDecimal(amount, 2))
  const keywords = { 'x-decimals': 2, 'x-minimum': min, 'x-maximum': max }
  return field(options, { scalar: 'Decimal' }, schema, { widget: 'money', unit: '元', keywords })
}

/** A share of a hundred, or with `signed` a change in percent. */
export function percentage(options: Wording & { readonly signed?: boolean }): Field<string> {
  const [min, max] = options.signed ? [-100, 1_000_000] : [0, 100]
  return decimal({ ...options, unit: '%', places: 2, min, max })
}

/** A floor or ground area in square metres. */
export function area(options: Wording): Field<string> {
  return decimal({ ...options, unit: '平方米', places: 2 })
}

/** Degrees east, CGCS2000; within China. */
export function longitude(): Field<string> {
  const description = 'Longitude in degrees east, CGCS2000. Null when not surveyed.'
  return decimal({ title: '经度', description, unit: '度', places: 6, min: 73, max: 136 })
}

/** Degrees north, CGCS2000; within China. */
export function latitude(): Field<string> {
  const description = 'Latitude in degrees north, CGCS2000. Null when not surveyed.'
  return decimal({ title: '纬度', description, unit: '度', places: 6, min: 3, max: 54 })
}

function decimalSchema(places: number, min: number, max: number): z.ZodString {
  const sign = min < 0 ? '-?' : ''
  const shape = new RegExp(`^${sign}\\d{1,14}(\\.\\d{1,${places}})?$`)
  const message = `须为${min < 0 ? '' : '非负'}数，小数点后至多 ${places} 位，不带千位分隔符和单位`
  return z
    .string()
    .regex(shape, { message, abort: true })
    .overwrite((number) => tidyDecimal(number))
    .refine((number) => inBounds(number, min, max), {
      message: `应在 ${min} 与 ${max} 之间`,
      params: { code: 'OUT_OF_RANGE' },
    })
}

function inBounds(number: string, min: number, max: number): boolean {
  const value = millionths(number)
  return value >= BigInt(min) * 1_000_000n && value <= BigInt(max) * 1_000_000n
}
