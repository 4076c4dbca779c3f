import { type Content, type Kind, allFields } from './kind.ts'

/** The words of a kind's own fields that search may match, one field a line. */
export function searchTextOf(kind: Kind, content: Content): string {
  return Object.entries(allFields(kind))
    .filter(([, field]) => field.searched)
    .flatMap(([name]) => content[name] ?? [])
    .map(String)
    .join('\n')
}
