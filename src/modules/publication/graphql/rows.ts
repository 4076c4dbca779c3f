import { builder } from '../../../graphql/builder.ts'
import { connectionNames, type PageArgs, pageArgs, readPage } from '../../../graphql/connection.ts'
import type { Context } from '../../../graphql/context.ts'
import type { SuccessFields } from '../../../graphql/mutation.ts'
import { objectOf } from '../../disclosure/graphql/field-types.ts'
import { type RowFilter, rowFilterInput } from '../../disclosure/graphql/row-filter.ts'
import type { Content, Kind } from '../../disclosure/kind/kind.ts'
import { type TableType, tablesOf } from '../../disclosure/kind/tables.ts'
import type { PublicRecord } from '../model.ts'
import { countRows, type PublicRow, publicRows, type RowCondition } from '../read-rows.ts'
import { recordTag } from '../read-tags.ts'

/** The tables of a kind as fields of its records: each a connection of typed rows. */
export function tableFields(t: SuccessFields<PublicRecord>, kind: Kind) {
  const made = [...tablesOf(kind)].map(([name, type]) => [name, tableField(t, kind, name, type)])
  return Object.fromEntries(made) as Record<string, ReturnType<typeof tableField>>
}

function tableField(t: SuccessFields<PublicRecord>, kind: Kind, name: string, type: TableType) {
  const { title, description } = kind.fields[name] ?? {}
  const filter = rowFilterInput(type)
  return t.field({
    type: connectionOf(type),
    description: `${title}: ${description} In the order of the table; empty after a withdrawal.`,
    args: {
      ...pageArgs(t.arg),
      ...(filter && { filter: t.arg({ type: filter, description: 'Narrows the rows.' }) }),
    },
    resolve: (record, args, context) => {
      const given = (args as { filter?: RowFilter | null }).filter ?? {}
      const conditions = conditionsOf(given)
      return pageOfRows(record, { name, conditions }, args, context, (row) => row)
    },
  })
}

/** One page of a table of a record, each row as it is to be shown. */
export async function pageOfRows<Row>(
  record: PublicRecord,
  { name, conditions }: { readonly name: string; readonly conditions: readonly RowCondition[] },
  args: PageArgs,
  { readsOf, cursors }: Context,
  shown: (row: Content) => Row,
) {
  const { id: publicationId, view } = record
  const held = record.heldRows && (record.heldRows[name] ?? [])
  const list = { publicationId, view, field: name, conditions, held }
  // Of this publication: rows of another one have other numbers.
  const tag = `rows:${record.id}:${name}`
  const after = args.after == null ? 0 : Number(cursors.decode(tag, args.after)[0])
  const pool = readsOf(recordTag(record.indexNumber))
  const read = (size: number) => publicRows(pool, list, { first: size + 1, after })
  const page = await readPage(args, read, ({ no }: PublicRow) => cursors.encode(tag, [no]))
  const edges = page.edges.map((edge) => ({
    node: shown(edge.node.content),
    get cursor() {
      return edge.cursor
    },
  }))
  const rows = { ...page, edges }
  counts.set(rows, () => countRows(pool, list))
  return rows
}

const counts = new WeakMap<object, () => Promise<number>>()

function connectionOf({ table }: TableType) {
  const [connection, edge] = connectionNames(table.name, `rows of ${table.name}`)
  return builder.connectionObject<ReturnType<typeof objectOf>, Content, false, false>(
    {
      type: objectOf(table),
      ...connection,
      fields: (t) => ({
        totalCount: t.int({
          description: 'How many rows the filter leaves in all.',
          resolve: (page) => {
            const count = counts.get(page)
            if (!count) throw new Error('a page of rows without its list')
            return count()
          },
        }),
      }),
    },
    edge,
  )
}

function conditionsOf(filter: RowFilter): RowCondition[] {
  return Object.entries(filter).flatMap(([column, given]): RowCondition[] => {
    if (given == null) return []
    if (typeof given === 'boolean') return [{ column, anyOf: [String(given)] }]
    if (typeof given === 'string') return given === '' ? [] : [{ column, contains: given }]
    if (isList(given)) return given.length === 0 ? [] : [{ column, anyOf: given }]
    return [{ column, from: given.from ?? null, to: given.to ?? null }]
  })
}

function isList(given: object): given is readonly string[] {
  return Array.isArray(given)
}
