import type { Field, Fields } from './field.ts'
import { allFields, type Content, type Kind } from './kind.ts'

/** The words of a kind's own fields that search may match, one value a line. For the public: of masked content. */
export function searchTextOf(kind: Kind, content: Content): string {
  return wordsOf(allFields(kind), content).join('\n')
}

function wordsOf(fields: Fields, values: Content): string[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    values[name] === undefined ? [] : wordsOfValue(field, values[name]),
  )
}

function wordsOfValue({ type, searched }: Field, value: unknown): string[] {
  if ('group' in type) return wordsOf(type.group.fields, value as Content)
  if ('table' in type) {
    return (value as Content[]).flatMap((row) => wordsOf(type.table.fields, row))
  }
  return searched ? [value].flat().map(String) : []
}
