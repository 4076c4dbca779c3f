import { z } from 'zod'
import { cleanLine, cleanText } from '../text/plain-text.ts'

/** One value of a choice, as people and as programs see it. */
export interface Choice {
  readonly title: string
  readonly description: string
}

/** Named values of which a field takes one; `name` is the GraphQL enum. */
export interface Vocabulary<Values extends Choices = Choices> {
  readonly name: string
  /** English, for the GraphQL enum. */
  readonly description: string
  /** The law or standard that fixes the values. */
  readonly standard?: string
  readonly values: Values
}

type Choices = Readonly<Record<string, Choice>>

export type Scalar = 'String' | 'Int' | 'Boolean' | 'Date' | 'DateTime' | 'Decimal'

/** Fields under one name: a nested object, or one row of a table. `name` is the GraphQL type. */
export interface Group {
  readonly name: string
  /** English, for the GraphQL type. */
  readonly description: string
  readonly fields: Fields
}

/** The shape of a value: what the GraphQL type, the form and the column are made from. */
export type FieldType =
  | { readonly scalar: Scalar }
  | { readonly choice: Vocabulary }
  | { readonly list: FieldType }
  | { readonly group: Group }
  | { readonly table: Group; readonly filters: readonly string[] }

/** Sorts of personal data; each has one prescribed way to be masked (mask.ts). */
export type PersonalData = 'NAME' | 'ID_NUMBER' | 'PHONE' | 'BANK_ACCOUNT' | 'ADDRESS'

/** What the public sees of personal data: all of it, its masked form, or nothing. */
export type Mask = 'FULL' | 'MASKED' | 'OMIT'

/** How personal data is shown to everyone, and in a record that is for a named area or group only. */
export interface Personal {
  readonly data: PersonalData
  readonly mask: Mask
  readonly maskInArea: Mask
}

/** How the form asks for a value, where its type does not say it. */
export interface Hints {
  readonly widget?: string
  /** Chinese name of the unit, such as 元 or 平方米. */
  readonly unit?: string
  /** Kinds of the records that an index number may point to. */
  readonly refersTo?: readonly string[]
  /** Keywords of JSON Schema that Zod cannot tell. */
  readonly keywords?: Readonly<Record<string, unknown>>
}

/** One field of a kind: its names, the shape and bounds of a value, and what it is used for. */
export interface Field<Value = unknown> extends Hints {
  /** Chinese label, also the title of its column. */
  readonly title: string
  /** English, for the GraphQL schema: meaning, unit, format, what null means. */
  readonly description: string
  readonly type: FieldType
  /** Checks and normalises a value that is there; what is missing within it may still come. */
  readonly schema: z.ZodType<Value>
  /** Must be there at submission; a draft may lack it. */
  readonly required: boolean
  /** Its text is found by search. */
  readonly searched: boolean
  /** What people also write over its column. */
  readonly synonyms?: readonly string[]
  readonly personal?: Personal
}

export type Fields = Readonly<Record<string, Field>>

/** The values of fields, each of which a draft may still lack. */
export type Values<F extends Fields> = {
  readonly [K in keyof F]?: F[K] extends Field<infer Value> ? Value : never
}

/** What every field may say of itself. */
export interface Wording {
  readonly title: string
  readonly description: string
  readonly required?: boolean
  readonly searched?: boolean
  /** Other titles that its column bears in people's spreadsheets. */
  readonly synonyms?: readonly string[]
}

/** Makes a field of what it says of itself, its type, and the check of its values. */
export function field<Value>(
  wording: Wording,
  type: FieldType,
  schema: z.ZodType<Value>,
  more: Hints & { readonly personal?: Personal } = {},
): Field<Value> {
  const { title, description, required = false, searched = false, synonyms } = wording
  return {
    title,
    description,
    required,
    searched,
    type,
    schema,
    ...(synonyms && { synonyms }),
    ...more,
  }
}

/** One line of text, at most `max` characters. */
export function line(options: Wording & { readonly max: number }): Field<string> {
  return field(options, { scalar: 'String' }, cleanLine(options.max))
}

/** Text of several lines, at most `max` characters. */
export function text(options: Wording & { readonly max: number }): Field<string> {
  return field(options, { scalar: 'String' }, cleanText(options.max), { widget: 'textarea' })
}

/** Yes or no. */
export function flag(options: Wording): Field<boolean> {
  return field(options, { scalar: 'Boolean' }, z.boolean(), { widget: 'checkbox' })
}

/** One of several named values: of a shared vocabulary (`of`), or of the field's own. */
export function choice<const V extends Choices>(
  options: Wording &
    ({ readonly of: Vocabulary<V> } | { readonly name: string; readonly values: V }),
): Field<keyof V & string> {
  const { title, description } = options
  const vocabulary: Vocabulary<V> =
    'of' in options
      ? options.of
      : { name: options.name, description: `${title}: ${description}`, values: options.values }
  const names = Object.keys(vocabulary.values) as (keyof V & string)[]
  return field(options, { choice: vocabulary }, z.enum(names), { widget: 'select' })
}

/** Several values of one plain field, at most `max`, in their order and without repetition. */
export function list<Value>(
  options: Wording & { readonly of: Field<Value>; readonly max: number },
): Field<Value[]> {
  const schema = z.array(options.of.schema).max(options.max)
  const distinct = schema.transform((values) => [...new Set(values)])
  const widget = 'choice' in options.of.type ? 'checkboxes' : 'list'
  return field(options, { list: options.of.type }, distinct, { widget })
}
