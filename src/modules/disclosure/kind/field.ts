import { z } from 'zod'
import { normalizeDocNumber } from '../text/doc-number.ts'
import { cleanLine, cleanText } from '../text/plain-text.ts'

/** One value of a choice, as people and as programs see it. */
export interface Choice {
  readonly title: string
  readonly description: string
}

/** The shape of a value: what the GraphQL type, the form and the column are made from. */
export type FieldType =
  | { readonly scalar: 'String' | 'Int' | 'Boolean' | 'Date' }
  | { readonly choice: string; readonly values: Readonly<Record<string, Choice>> }
  | { readonly list: FieldType }

/** One field of a kind: its names, the shape and bounds of a value, and what it is used for. */
export interface Field<Value = unknown> {
  /** Chinese label, also the title of its column. */
  readonly title: string
  /** English, for the GraphQL schema: meaning, unit, format, what null means. */
  readonly description: string
  readonly type: FieldType
  /** Checks and normalises a value that is there. */
  readonly schema: z.ZodType<Value>
  /** Must be there at submission; a draft may lack it. */
  readonly required: boolean
  /** Its text is found by search. */
  readonly searched: boolean
}

/** What every field may say of itself. */
interface Wording {
  readonly title: string
  readonly description: string
  readonly required?: boolean
  readonly searched?: boolean
}

function field<Value>(wording: Wording, type: FieldType, schema: z.ZodType<Value>): Field<Value> {
  const { title, description, required = false, searched = false } = wording
  return { title, description, required, searched, type, schema }
}

/** One line of text, at most `max` characters. */
export function line(options: Wording & { readonly max: number }): Field<string> {
  return field(options, { scalar: 'String' }, cleanLine(options.max))
}

/** Text of several lines, at most `max` characters. */
export function text(options: Wording & { readonly max: number }): Field<string> {
  return field(options, { scalar: 'String' }, cleanText(options.max))
}

/** A calendar date, YYYY-MM-DD. */
export function date(options: Wording): Field<string> {
  return field(options, { scalar: 'Date' }, z.iso.date())
}

/** A 发文字号, brought to the form of GB/T 9704: 机关代字〔YYYY〕N号. */
export function docNumber(options: Wording): Field<string> {
  const schema = cleanLine(60).transform((value, check) => {
    const normal = normalizeDocNumber(value)
    if (normal === null) {
      const message = '发文字号须为“机关代字〔年份〕序号号”的形式，如：喀政办发〔2018〕12号'
      check.addIssue({ code: 'custom', message, params: { code: 'INVALID_DOC_NUMBER' } })
      return z.NEVER
    }
    return normal
  })
  return field(options, { scalar: 'String' }, schema)
}

/** One of several named values; `name` is the GraphQL enum. */
export function choice<const Values extends Readonly<Record<string, Choice>>>(
  options: Wording & { readonly name: string; readonly values: Values },
): Field<keyof Values & string> {
  const names = Object.keys(options.values) as (keyof Values & string)[]
  return field(options, { choice: options.name, values: options.values }, z.enum(names))
}

/** Several values of one field, at most `max`, in their order and without repetition. */
export function list<Value>(
  options: Wording & { readonly of: Field<Value>; readonly max: number },
): Field<Value[]> {
  const schema = z.array(options.of.schema).min(1).max(options.max)
  const distinct = schema.transform((values) => [...new Set(values)])
  return field(options, { list: options.of.type }, distinct)
}
