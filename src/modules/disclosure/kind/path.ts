import type { FieldType } from './field.ts'
import { allFields, type Kind } from './kind.ts'

/** What stands beside the declared fields. */
const BESIDE = ['body', 'mongolianBody', 'attachments']

/** Whether a dotted path leads to something that a content of the kind can have: `title`, `recipients.3.name`. */
export function leadsSomewhere(kind: Kind, path: string): boolean {
  const [first = '', ...rest] = path.split('.')
  if (BESIDE.includes(first)) return rest.length === 0
  const fields = allFields(kind)
  return Object.hasOwn(fields, first) && within(fields[first]?.type, rest)
}

function within(type: FieldType | undefined, path: readonly string[]): boolean {
  const [next, ...rest] = path
  if (!type || next === undefined) return type !== undefined
  if ('group' in type)
    return Object.hasOwn(type.group.fields, next) && within(type.group.fields[next]?.type, rest)
  const inList = /^(0|[1-9]\d{0,4})$/.test(next)
  if ('list' in type) return inList && within(type.list, rest)
  if ('table' in type) return inList && within({ group: type.table }, rest)
  return false
}
