import type { Sealer } from '../../../platform/sealing.ts'
import type { Field, Fields } from './field.ts'
import { allFields, type Content, type Kind } from './kind.ts'
import { MASKS } from './mask.ts'

/** What is done with a personal value; `context` names its kind and field. */
type Change = (value: string, context: string, field: Field) => unknown

/**
 * The content as it is stored: what the public may not read in full cannot be read in the database either (个人信息保护法
 * 51). Its hash is one of what is stored, so that it tells nothing of the values and can be checked without the key.
 */
export function sealedContent(sealer: Sealer, kind: Kind, content: Content): Content {
  return changed(kind.name, allFields(kind), content, (value, context) =>
    sealer.seal(value, context),
  )
}

/** The content as the procedure needs it: for rules, the search for personal data, and masking. */
export function openedContent(sealer: Sealer, kind: Kind, content: Content): Content {
  return changed(kind.name, allFields(kind), content, (value, context) =>
    sealer.open(value, context),
  )
}

/** The content as staff see it who have not said what for they need more. */
export function shieldedContent(sealer: Sealer, kind: Kind, content: Content): Content {
  return changed(kind.name, allFields(kind), content, (value, context, { personal }) =>
    personal ? MASKS[personal.data](sealer.open(value, context)) : value,
  )
}

/**
 * What a form sends back of a content that it was shown shielded: a value that comes back as it was shown is the one
 * that is stored. Rows of tables are not told apart by their place and must come in full.
 */
export function unshieldedInput(kind: Kind, input: Content, stored: Content): Content {
  return merged(allFields(kind), input, stored)
}

function merged(fields: Fields, input: Content, stored: Content): Content {
  const entries = Object.entries(input).map(([name, value]): [string, unknown] => {
    const field = fields[name]
    const old = stored[name]
    if (!field || old === undefined) return [name, value]
    if ('group' in field.type && isRecord(value)) {
      return [name, merged(field.type.group.fields, value, old as Content)]
    }
    const { personal } = field
    if (!personal || !isSealed(field) || value !== MASKS[personal.data](old as string))
      return [name, value]
    return [name, old]
  })
  return Object.fromEntries(entries)
}

/** Whether the kind has anything that is stored sealed. */
export function hasSealed(kind: Kind): boolean {
  return anySealed(kind.fields)
}

function anySealed(fields: Fields): boolean {
  return Object.values(fields).some((field) => {
    if ('group' in field.type) return anySealed(field.type.group.fields)
    return 'table' in field.type ? anySealed(field.type.table.fields) : isSealed(field)
  })
}

function isSealed({ personal }: Field): boolean {
  return personal !== undefined && (personal.mask !== 'FULL' || personal.maskInArea !== 'FULL')
}

function changed(place: string, fields: Fields, values: Content, change: Change): Content {
  const entries = Object.entries(values).map(([name, value]): [string, unknown] => {
    const field = fields[name]
    return [name, field ? changedValue(`${place}.${name}`, field, value, change) : value]
  })
  return Object.fromEntries(entries)
}

function changedValue(place: string, field: Field, value: unknown, change: Change): unknown {
  const { type } = field
  if ('group' in type && isRecord(value)) return changed(place, type.group.fields, value, change)
  if ('table' in type && Array.isArray(value)) {
    return value.map((row: Content) => changed(place, type.table.fields, row, change))
  }
  return isSealed(field) && typeof value === 'string' ? change(value, place, field) : value
}

function isRecord(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
