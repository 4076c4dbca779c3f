import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { editionRows, type NumberedRow } from '../edition-rows.ts'
import { rowsShownTo } from '../personal-data.ts'
import { EditionType } from './edition.ts'

const staffOnly = { signedIn: true }

const EditionTable = builder
  .objectRef<{ readonly field: string; readonly rowCount: number }>('EditionTable')
  .implement({
    description: 'A table of an edition that has rows. Staff only.',
    authScopes: staffOnly,
    fields: (t) => ({
      field: t.exposeString('field', { description: 'Name of the field of the kind.' }),
      rowCount: t.exposeInt('rowCount', { description: 'How many rows it has.' }),
    }),
  })

const EditionRow = builder.objectRef<NumberedRow>('EditionRow').implement({
  description: 'A row of a table of an edition. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    no: t.exposeInt('no', { description: 'Number of the row, from 1.' }),
    content: t.field({
      type: 'JSON',
      description: 'Its values by column, in the shape of the kind’s JSON Schema.',
      resolve: ({ content }) => content,
    }),
  }),
})

const [connection, edge] = connectionNames('EditionRow', 'rows of an edition')

const EditionRowConnection = builder.connectionObject(
  { type: EditionRow, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

builder.objectFields(EditionType, (t) => ({
  tables: t.field({
    type: [EditionTable],
    description: 'The tables that have rows.',
    resolve: ({ tables }) =>
      Object.entries(tables).map(([field, { rows }]) => ({ field, rowCount: rows })),
  }),
  rows: t.field({
    type: EditionRowConnection,
    description:
      'Rows of one table, in order. Personal data is masked unless the viewer has it open (`openPersonalData`).',
    args: {
      field: t.arg.string({ required: true, description: 'Name of the field of the kind.' }),
      ...pageArgs(t.arg),
    },
    resolve: (edition, { field, ...args }, { platform, actor, cursors }) => {
      const list = `editionRows:${edition.id}:${field}`
      const after = args.after == null ? 0 : Number(cursors.decode(list, args.after)[0])
      return readPage(
        args,
        async (first) => {
          const { database, clock } = platform
          const rows = await editionRows(database, edition, field, { first: first + 1, after })
          return rowsShownTo(database, actor, { edition, field, rows }, clock.now())
        },
        ({ no }: NumberedRow) => cursors.encode(list, [no]),
      )
    },
  }),
}))
