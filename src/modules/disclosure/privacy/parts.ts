import type { Field, Fields } from '../kind/field.ts'
import { allFields, type Content, type Kind } from '../kind/kind.ts'
import { renderText } from '../text/render-text.ts'
import type { ProseMirrorJson } from '../text/schema.ts'
import type { TextPart } from './page.ts'

/**
 * Every text of an edition's content with its path: fields, groups, tables, long text with its cells and
 * links. What no field declares is read as well, so that nothing passes for being new.
 */
export function partsOf(kind: Kind, content: Content): TextPart[] {
  return partsOfValues(allFields(kind), content, '')
}

function partsOfValues(fields: Fields, values: Content, path: string): TextPart[] {
  // In the order of the form, where what belongs together stands together; storage has its own.
  const names = new Set([...Object.keys(fields), ...Object.keys(values)])
  return [...names].flatMap((name) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    return partsOfValue(values[name], path === '' ? name : `${path}.${name}`, field)
  })
}

function partsOfValue(value: unknown, path: string, field: Field | undefined): TextPart[] {
  if (typeof value === 'string' || typeof value === 'number') {
    return [{ path, text: String(value), label: field?.title }]
  }
  if (Array.isArray(value)) {
    return value.flatMap((element, index) => partsOfValue(element, `${path}.${index}`, field))
  }
  if (typeof value !== 'object' || value === null) return []
  if (isLongText(value)) return partsOfLongText(value, path)
  return partsOfValues(fieldsIn(field), value as Content, path)
}

function fieldsIn(field: Field | undefined): Fields {
  if (!field) return {}
  if ('group' in field.type) return field.type.group.fields
  return 'table' in field.type ? field.type.table.fields : {}
}

function isLongText(value: object): value is ProseMirrorJson {
  return 'type' in value && value.type === 'doc' && 'content' in value
}

/** A part for each block, one for each cell of a table, and then what links hide. */
function partsOfLongText(doc: ProseMirrorJson, path: string): TextPart[] {
  const blocks = childrenOf(doc, path)
  return [
    ...blocks.flatMap(({ node, path }) =>
      node.type === 'table' ? cellsOf(node, path) : [{ path, text: renderText(node) }],
    ),
    ...blocks.flatMap(({ node, path }) => linksOf(node, path)),
  ]
}

function cellsOf(table: ProseMirrorJson, path: string): TextPart[] {
  return childrenOf(table, path).flatMap((row) =>
    childrenOf(row.node, row.path).map((cell) => ({
      path: cell.path,
      text: renderText(cell.node),
      row: row.path,
    })),
  )
}

function linksOf(node: ProseMirrorJson, path: string): TextPart[] {
  const own = (node.marks ?? []).flatMap(({ type, attrs }) =>
    type === 'link' ? [{ path, text: decoded(String(attrs?.['href'])) }] : [],
  )
  return [...own, ...childrenOf(node, path).flatMap((child) => linksOf(child.node, child.path))]
}

function childrenOf({ content = [] }: ProseMirrorJson, path: string) {
  return content.map((node, index) => ({ node, path: `${path}.content.${index}` }))
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href)
  } catch {
    return href
  }
}

/** Contacts that the content declares for the public: its hotline, and the telephones and mailboxes of offices. */
export function declaredContacts(kind: Kind, content: Content): string[] {
  return contactsIn(allFields(kind), content)
}

function contactsIn(fields: Fields, values: Content): string[] {
  return Object.entries(fields).flatMap(([name, { type, widget }]) => {
    const value = values[name]
    if (value === undefined) return []
    if ('group' in type) return contactsIn(type.group.fields, value as Content)
    if ('table' in type) {
      return (value as Content[]).flatMap((row) => contactsIn(type.table.fields, row))
    }
    const isContact = widget === 'phone' || widget === 'email' || name === 'hotline'
    return isContact ? [value].flat().filter((one) => typeof one === 'string') : []
  })
}
