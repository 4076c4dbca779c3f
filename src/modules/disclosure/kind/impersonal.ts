import type { Fields } from './field.ts'
import { allFields, type Content, type Kind } from './kind.ts'

/** What belongs to one document alone. */
const OWN = ['docNumber', 'formedOn', 'attachments']

/** A content as a pattern for others: without personal data, tables, files, and what is one document's own. */
export function impersonal(kind: Kind, content: Content): Content {
  const kept = Object.entries(content).filter(([name]) => !OWN.includes(name))
  return withoutPersonal(allFields(kind), Object.fromEntries(kept))
}

// Tables go whole: they are lists of what is different in every record, mostly of people.
function withoutPersonal(fields: Fields, values: Content): Content {
  const kept = Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    const field = fields[name]
    if (!field) return [[name, value]]
    if (field.personal || 'table' in field.type) return []
    if (!('group' in field.type)) return [[name, value]]
    const inner = withoutPersonal(field.type.group.fields, value as Content)
    return Object.keys(inner).length === 0 ? [] : [[name, inner]]
  })
  return Object.fromEntries(kept)
}
