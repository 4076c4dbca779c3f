import type { Field, Fields } from './field.ts'
import { allFields, type Content, type Kind } from './kind.ts'

/** Rows of one table that search knows, and characters of all fields: a list of 20,000 names is read by filter. */
const MOST_ROWS = 5_000
const MOST_CHARACTERS = 200_000

/** The words of a kind's own fields that search may match, one value a line. For the public: of masked content. */
export function searchTextOf(kind: Kind, content: Content): string {
  const text = wordsOf(allFields(kind), content).join('\n')
  return text.length <= MOST_CHARACTERS ? text : cutAtLine(text)
}

function cutAtLine(text: string): string {
  return text.slice(0, text.lastIndexOf('\n', MOST_CHARACTERS))
}

function wordsOf(fields: Fields, values: Content): string[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    values[name] === undefined ? [] : wordsOfValue(field, values[name]),
  )
}

function wordsOfValue({ type, searched }: Field, value: unknown): string[] {
  if ('group' in type) return wordsOf(type.group.fields, value as Content)
  if ('table' in type) {
    return (value as Content[])
      .slice(0, MOST_ROWS)
      .flatMap((row) => wordsOf(type.table.fields, row))
  }
  return searched ? [value].flat().map(String) : []
}
