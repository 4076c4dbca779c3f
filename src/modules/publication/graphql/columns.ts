import type { GraphQLResolveInfo } from 'graphql'
import { fieldsAsked } from '../../../graphql/look-ahead.ts'
import { kinds } from '../../disclosure/kind/registry.ts'
import { tablesOf } from '../../disclosure/kind/tables.ts'
import { HEAVY, type HeavyColumn } from '../read-columns.ts'

/** Where the records of a connection lie under its field. */
export const IN_CONNECTION = ['nodes', 'edges.node'] as const

/** Fields of every record that are read with it in any case. */
const LIGHT = [
  '__typename',
  'id',
  'indexNumber',
  'kind',
  'status',
  'withdrawal',
  'title',
  'summary',
  'item',
  'organization',
  'docNumber',
  'publishedAt',
  'updatedAt',
]

const HEAD = [
  'keywords',
  'organizationName',
  'formedOn',
  'displayUntil',
  'audience',
  'audienceName',
  'audienceOrganizations',
  'changeHistory',
]

const all = [...kinds.values()]
const tables = all.flatMap((kind) => [...tablesOf(kind).keys()])
const own = all.flatMap((kind) => Object.keys(kind.fields).filter((name) => !tables.includes(name)))

const OF_FIELD: ReadonlyMap<string, readonly HeavyColumn[]> = new Map<
  string,
  readonly HeavyColumn[]
>([
  // Rows of tables are read apart, by the id.
  ...[...LIGHT, 'labelledTables', ...tables].map((name) => [name, []] as const),
  ...HEAD.map((name) => [name, ['head']] as const),
  ...['hotline', 'source', 'labelledValues', ...own].map((name) => [name, ['content']] as const),
  ['smsLine', ['brief', 'head']],
  ['card', ['brief', 'head']],
  ['bodyHtml', ['bodyHtml']],
  ['bodyText', ['bodyText']],
  ['richTextNodes', ['bodyHtml']],
  ['thumbnail', ['attachments']],
  ['mongolian', ['mongolian']],
  ['attachments', ['attachments']],
])

/** The columns beside the light ones that an operation needs of the records at these paths; all of them for a field nobody told us of. */
export function columnsFor(
  info: GraphQLResolveInfo,
  paths: readonly string[] = [''],
): readonly HeavyColumn[] {
  const needed = new Set<HeavyColumn>()
  for (const name of fieldsAsked(info, paths)) {
    for (const column of OF_FIELD.get(name) ?? HEAVY) needed.add(column)
  }
  return HEAVY.filter((column) => needed.has(column))
}
