import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs } from '../../../graphql/connection.ts'
import type { Fields } from '../../disclosure/kind/field.ts'
import type { Content } from '../../disclosure/kind/kind.ts'
import { kindOf } from '../../disclosure/kind/registry.ts'
import { shownValue } from '../../disclosure/kind/shown.ts'
import { tablesOf } from '../../disclosure/kind/tables.ts'
import type { PublicRecord } from '../model.ts'
import { DisclosureInterface } from './disclosure.ts'
import { pageOfRows } from './rows.ts'

/** A table of a record for whoever shows all kinds alike. */
interface LabelledTable {
  readonly record: PublicRecord
  readonly name: string
  readonly title: string
  /** Columns that the public sees. */
  readonly columns: Fields
}

const RowType = builder.objectRef<readonly string[]>('LabelledRow').implement({
  description: 'A row of a table, as people read it. Public.',
  fields: (t) => ({
    cells: t.stringList({
      description:
        'One for each of `columns`: titles of choices, dates and amounts in Chinese; empty where there is nothing.',
      resolve: (cells) => [...cells],
    }),
  }),
})

const [connection, edge] = connectionNames('LabelledRow', 'rows as people read them')
const RowConnection = builder.connectionObject({ type: RowType, ...connection }, edge)

const TableType = builder.objectRef<LabelledTable>('LabelledTable').implement({
  description: 'A table of a record, as people read it. Public.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its field in the record: `recipients`.' }),
    title: t.exposeString('title', { description: 'What it is, in Chinese.' }),
    columns: t.stringList({
      description: 'What stands over its columns, in Chinese.',
      resolve: ({ columns }) => Object.values(columns).map(({ title }) => title),
    }),
    rows: t.field({
      type: RowConnection,
      description: 'Its rows in their order; personal data is masked.',
      args: pageArgs(t.arg),
      resolve: ({ record, name, columns }, args, context) =>
        pageOfRows(record, { name, conditions: [] }, args, context, (row) => cells(columns, row)),
    }),
  }),
})

builder.interfaceField(DisclosureInterface, 'labelledTables', (t) =>
  t.field({
    type: [TableType],
    description:
      'Its tables as people read them, also those without rows: for whoever shows all kinds alike. Empty when its kind has none, and when it is withdrawn.',
    args: { name: t.arg.string({ description: 'Only the table of this name.' }) },
    // No kind has more than a few.
    complexity: { field: 2, multiplier: 2 },
    resolve: (record, { name: only }) => {
      const kind = kindOf(record.kind)
      return [...tablesOf(kind)].flatMap(([name, { table }]): LabelledTable[] => {
        if (record.withdrawal || (only != null && only !== name)) return []
        const shown = Object.entries(table.fields).filter(
          ([, one]) => one.personal?.mask !== 'OMIT',
        )
        const title = kind.fields[name]?.title ?? name
        return [{ record, name, title, columns: Object.fromEntries(shown) }]
      })
    },
  }),
)

function cells(columns: Fields, row: Content): string[] {
  return Object.entries(columns).map(([name, field]) => shownValue(field, row[name], 'FULL') ?? '')
}
