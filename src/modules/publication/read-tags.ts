import { ANYTHING, type DisclosureFilter } from './model.ts'

/** A record and all that is read of it, by its index number, whether there is one or not. */
export function recordTag(indexNumber: string): string {
  return `record:${indexNumber}`
}

/**
 * What a public list is made from. One property that all its records have is enough: who changes a record purges every
 * property that it has.
 */
export function listTags({
  organizationCodes,
  takenOver,
  itemCodes,
  kinds,
  areaCodes,
}: DisclosureFilter): string[] {
  // What was taken over changes under the name of who published it.
  if (organizationCodes && !takenOver)
    return organizationCodes.map((code) => `organization:${code}`)
  if (itemCodes) return itemCodes.map((code) => `item:${code}`)
  if (kinds) return kinds.map((kind) => `kind:${kind}`)
  if (areaCodes) return areaCodes.map((code) => `area:${code}`)
  return ['list']
}

/** What the database tells of a publication that has come: see the migration `publication_changes`. */
interface Change {
  readonly indexNumber: string
  readonly organization: string
  readonly item: string
  readonly kind: string
  readonly area: string
}

/** Everything that a change of a record changes. */
export function changedTags(payload: string): string[] {
  const { indexNumber, organization, item, kind, area } = JSON.parse(payload) as Change
  return [
    ANYTHING,
    'list',
    recordTag(indexNumber),
    `organization:${organization}`,
    `item:${item}`,
    `kind:${kind}`,
    `area:${area}`,
  ]
}
