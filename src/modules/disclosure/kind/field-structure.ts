import { z } from 'zod'
import { MOST_INLINE_ROWS } from './tables.ts'
import { type Field, field, type Fields, type Values, type Wording } from './field.ts'

/** Fields that belong together: a nested object of the GraphQL type `name`. */
export function group<const F extends Fields>(
  options: Wording & {
    readonly name: string
    /** What the type means wherever it stands; the field's own description when left out. */
    readonly meaning?: string
    readonly fields: F
  },
): Field<Values<F>> {
  const nested = Object.entries(options.fields).find(([, { type }]) => 'table' in type)
  if (nested) throw new Error(`table ${nested[0]} in a group: rows belong to the record itself`)
  const { name, fields, description, meaning = description } = options
  const type = { group: { name, description: meaning, fields } }
  return field(options, type, draftOf(fields), { widget: 'group' })
}

/**
 * Rows of plain values under Chinese column titles. `row` is the GraphQL type of a row; `filters` are the columns that
 * a reader narrows the table by.
 */
export function table<const C extends Fields>(
  options: Wording & {
    readonly row: string
    readonly columns: C
    readonly filters?: readonly (keyof C & string)[]
  },
): Field<Values<C>[]> {
  const { title, description, row, columns, filters = [] } = options
  const nested = Object.entries(columns).find(([, { type }]) => 'group' in type || 'table' in type)
  if (nested)
    throw new Error(`column ${nested[0]} of ${row} is no plain value: no CSV could hold it`)
  const rowType = { name: row, description: `A row of ${title}. ${description}`, fields: columns }
  const schema = z.array(draftOf(columns)).max(MOST_INLINE_ROWS)
  return field(options, { table: rowType, filters }, schema, { widget: 'table' })
}

/** Values of which a draft may lack any: what is required is asked for at submission (content.ts). */
export function draftOf<F extends Fields>(fields: F): z.ZodType<Values<F>> {
  const optional = Object.entries(fields).map(([name, { schema }]): [string, z.ZodType] => [
    name,
    schema.optional(),
  ])
  return z.strictObject(Object.fromEntries(optional)) as unknown as z.ZodType<Values<F>>
}
