import type { InputRef } from '@pothos/core'
import { builder } from '../../../graphql/builder.ts'
import type { InputFields } from '../../../graphql/mutation.ts'
import type { Field, Scalar } from '../kind/field.ts'
import type { TableType } from '../kind/tables.ts'
import { enumOf } from './field-types.ts'

/** What one column of a table is narrowed to, as the caller gives it. */
export type ColumnFilter =
  | string
  | boolean
  | readonly string[]
  | { readonly from?: string | null; readonly to?: string | null }

/** The filter of a table by column; null or left out narrows nothing. */
export type RowFilter = Readonly<Record<string, ColumnFilter | null | undefined>>

/** The filter input of a table's declared columns, or null when it declares none. */
export function rowFilterInput({ table, filters }: TableType): InputRef<RowFilter> | null {
  if (filters.length === 0) return null
  return builder.inputRef<RowFilter>(`${table.name}Filter`).implement({
    description: `Narrows a list of ${table.name}. An empty list means no restriction; fields together mean all of them.`,
    fields: (t) =>
      Object.fromEntries(
        filters.map((name) => [name, filterField(t, name, table.fields[name])]),
      ) as never,
  })
}

function filterField(t: InputFields, name: string, field: Field | undefined) {
  if (!field || field.personal?.mask === 'OMIT') throw new Error(`no public column ${name}`)
  const { type, title } = field
  if ('choice' in type) {
    return t.field({ type: [enumOf(type.choice)] as never, description: `${title}: any of these.` })
  }
  const scalar = 'scalar' in type ? type.scalar : undefined
  if (scalar === 'String') return t.string({ description: `${title}: contains this text.` })
  if (scalar === 'Boolean') return t.boolean({ description: `${title}: is this.` })
  if (scalar === 'Date' || scalar === 'Decimal') {
    return t.field({ type: rangeOf(scalar), description: `${title}: within this.` })
  }
  throw new Error(`column ${name} is of a type that no table is filtered by`)
}

const ranges = new Map<Scalar, InputRef<{ from?: string | null; to?: string | null }>>()

function rangeOf(scalar: 'Date' | 'Decimal') {
  const known = ranges.get(scalar)
  if (known) return known
  const made = builder.inputType(`${scalar}Range`, {
    description: 'A range with both ends in it; open where an end is left out.',
    fields: (t) => ({
      from: t.field({ type: scalar, description: 'This or later, this or more.' }),
      to: t.field({ type: scalar, description: 'This or earlier, this or less.' }),
    }),
  })
  ranges.set(scalar, made)
  return made
}
