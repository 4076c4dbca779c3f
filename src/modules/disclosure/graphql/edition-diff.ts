import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { uuidOf } from '../../../graphql/global-id.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import { changesHtml, headedHtml } from '../diff/changes-html.ts'
import type { FieldChange } from '../diff/fields.ts'
import type { RowChange } from '../diff/rows.ts'
import type { Part } from '../diff/words.ts'
import type { Content } from '../kind/kind.ts'
import { maskedValues } from '../kind/mask.ts'
import { type EditionDiff, editionDiff, type TableChange } from '../queries/edition-diff.ts'
import { AttachmentType } from './attachments.ts'
import { EditionType } from './edition.ts'

const staffOnly = { signedIn: true }

const DiffOp = builder.enumType('DiffOp', {
  description: 'What became of a stretch of text.',
  values: {
    SAME: { description: 'In both.' },
    REMOVED: { description: 'Only before.' },
    ADDED: { description: 'Only after.' },
  } satisfies Record<Part['op'], object>,
})

const DiffPartType = builder.objectRef<Part>('DiffPart').implement({
  description: 'A stretch of text. All parts but the added ones are the text before. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    op: t.field({ type: DiffOp, description: 'What became of it.', resolve: ({ op }) => op }),
    text: t.exposeString('text', { description: 'The text.' }),
  }),
})

const FieldChangeType = builder.objectRef<FieldChange>('FieldChange').implement({
  description: 'A field that differs between two editions, as people read its value. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Where in the content, dotted.' }),
    title: t.exposeString('title', { description: 'Chinese name of the field.' }),
    before: t.exposeString('before', {
      nullable: true,
      description: 'Value before; personal data masked. Null when it was not there.',
    }),
    after: t.exposeString('after', {
      nullable: true,
      description: 'Value after; personal data masked. Null when it is there no more.',
    }),
    personal: t.exposeBoolean('personal', {
      description:
        'Whether it is personal data, which is compared as it is and shown masked: both may look the same.',
    }),
    parts: t.field({
      type: [DiffPartType],
      description:
        'Word by word. One part that is SAME alone means that only the layout of the text differs.',
      resolve: ({ parts }) => [...parts],
    }),
    html: t.string({
      description: 'The same as sanitised HTML with `ins` and `del`.',
      resolve: ({ parts }) => changesHtml(parts),
    }),
  }),
})

const RowChangeKind = builder.enumType('RowChangeKind', {
  description: 'What became of a row.',
  values: {
    ADDED: { description: 'It came.' },
    REMOVED: { description: 'It went.' },
    CHANGED: { description: 'It is another: the same identity number, or the same name.' },
  } satisfies Record<RowChange['change'], object>,
})

/** A row with the table it is of, which says what in it is personal. */
interface ShownRow extends RowChange {
  readonly shown: (row: Content | null) => Content | null
}

const RowChangeType = builder.objectRef<ShownRow>('RowChange').implement({
  description:
    'A row that differs between two editions; personal data in it is masked. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    change: t.field({
      type: RowChangeKind,
      description: 'What became of it.',
      resolve: ({ change }) => change,
    }),
    beforeNo: t.exposeInt('beforeNo', {
      nullable: true,
      description: 'Its number before, from 1. Null when it came.',
    }),
    afterNo: t.exposeInt('afterNo', {
      nullable: true,
      description: 'Its number after, from 1. Null when it went.',
    }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Its values before, by column, masked. Null when it came.',
      resolve: ({ before, shown }) => shown(before),
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Its values after, by column, masked. Null when it went.',
      resolve: ({ after, shown }) => shown(after),
    }),
    columns: t.field({
      type: ['String'],
      description: 'Names of the columns that differ, also where the masked values look the same.',
      resolve: ({ columns }) => [...columns],
    }),
  }),
})

const [connection, edge] = connectionNames('RowChange', 'rows that differ')
const RowChangeConnection = builder.connectionObject(
  { type: RowChangeType, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

const TableChangeType = builder
  .objectRef<TableChange & { readonly list: string }>('TableChange')
  .implement({
    description: 'A table that differs between two editions. Staff only.',
    authScopes: staffOnly,
    fields: (t) => ({
      field: t.exposeString('field', { description: 'Name of the field of the kind.' }),
      title: t.exposeString('title', { description: 'Chinese name of the table.' }),
      added: t.int({ description: 'Rows that came.', resolve: ({ rows }) => count(rows, 'ADDED') }),
      removed: t.int({
        description: 'Rows that went.',
        resolve: ({ rows }) => count(rows, 'REMOVED'),
      }),
      changed: t.int({
        description: 'Rows that are others.',
        resolve: ({ rows }) => count(rows, 'CHANGED'),
      }),
      rows: t.field({
        type: RowChangeConnection,
        description:
          'The rows, by their number after, then those that went. Rows that only moved are not among them.',
        args: pageArgs(t.arg),
        resolve: ({ list, rows, table }, args, { cursors }) => {
          const start = args.after == null ? 0 : Number(cursors.decode(list, args.after)[0])
          const shown = (row: Content | null) => row && maskedValues(table.fields, row)
          const page = rows.map((row, index) => ({ ...row, shown, place: index + 1 }))
          return readPage(
            args,
            async (size) => page.slice(start, start + size + 1),
            ({ place }) => cursors.encode(list, [place]),
          )
        },
      }),
    }),
  })

function count(rows: readonly RowChange[], kind: RowChange['change']): number {
  return rows.filter(({ change }) => change === kind).length
}

const EditionDiffType = builder.objectRef<EditionDiff>('EditionDiff').implement({
  description: 'What differs between two editions of one kind. For whoever may read both.',
  authScopes: staffOnly,
  fields: (t) => ({
    from: t.field({ type: EditionType, description: 'Before.', resolve: ({ from }) => from }),
    to: t.field({ type: EditionType, description: 'After.', resolve: ({ to }) => to }),
    fields: t.field({
      type: [FieldChangeType],
      description: 'Fields and texts that differ, in the order of the form.',
      resolve: ({ fields }) => [...fields],
    }),
    html: t.string({
      description: 'All of them as sanitised HTML, each under its title, with `ins` and `del`.',
      resolve: ({ fields }) =>
        headedHtml(fields.map(({ title, parts }) => ({ title, html: changesHtml(parts) }))),
    }),
    tables: t.field({
      type: [TableChangeType],
      description: 'Tables that differ.',
      resolve: ({ tables, from, to }) =>
        tables.map((table) => ({
          ...table,
          list: `rowChanges:${from.id}:${to.id}:${table.field}`,
        })),
    }),
    addedFiles: t.field({
      type: [AttachmentType],
      description: 'Attachments that came.',
      resolve: ({ addedFiles }) => [...addedFiles],
    }),
    removedFiles: t.field({
      type: [AttachmentType],
      description: 'Attachments that went.',
      resolve: ({ removedFiles }) => [...removedFiles],
    }),
  }),
})

builder.objectField(ViewerType, 'editionDiff', (t) =>
  t.field({
    type: EditionDiffType,
    nullable: true,
    description:
      'What differs between two editions of one kind, of one record or of two. Null when one of them does not exist or the viewer may not see it.',
    args: {
      from: t.arg.id({ required: true, description: 'Global id of the edition before.' }),
      to: t.arg.id({ required: true, description: 'Global id of the edition after.' }),
    },
    resolve: (_viewer, { from, to }, { actor, platform }) => {
      const [fromId, toId] = [uuidOf('Edition', from), uuidOf('Edition', to)]
      return actor && fromId && toId ? editionDiff(platform.database, actor, fromId, toId) : null
    },
  }),
)
