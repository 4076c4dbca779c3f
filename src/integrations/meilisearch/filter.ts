import type { EngineQuery } from '../../modules/search/ports.ts'

/** The filter expression of a query; empty when nothing is filtered. */
export function filterExpression({
  filter,
  without,
}: Pick<EngineQuery, 'filter' | 'without'>): string {
  const { areaCodes, itemCodes, organizationCodes, kinds, publishedFrom, publishedTo } = filter
  const organization = filter.takenOver === false ? 'publisher' : 'organization'
  const conditions = [
    areaCodes && `area IN ${list(areaCodes)}`,
    itemCodes && `item IN ${list(itemCodes)}`,
    organizationCodes && `${organization} IN ${list(organizationCodes)}`,
    kinds && `kind IN ${list(kinds)}`,
    publishedFrom && `publishedAt >= ${publishedFrom.getTime()}`,
    publishedTo && `publishedAt < ${publishedTo.getTime()}`,
    without.length > 0 && `id NOT IN ${list(without)}`,
  ]
  return conditions.filter((condition) => typeof condition === 'string').join(' AND ')
}

function list(values: readonly string[]): string {
  return `[${values.map(quoted).join(', ')}]`
}

function quoted(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}
