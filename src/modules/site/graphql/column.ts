import { builder } from '../../../graphql/builder.ts'
import { pageArgs } from '../../../graphql/connection.ts'
import type { Context } from '../../../graphql/context.ts'
import {
  DisclosureConnection,
  DisclosureOrder,
  exactly,
  pageOfRecords,
} from '../../publication/graphql/lists.ts'
import type { Page } from '../../publication/read.ts'
import { breadcrumbsOf, type Column, type UpdateClass, type UpdateState } from '../model.ts'
import {
  countColumn,
  figuresOf,
  listColumn,
  type StandingFigures,
  standingFigures,
  updateOf,
} from '../read-columns.ts'

const UpdateStateEnum = builder.enumType('ColumnUpdateState', {
  description: 'Whether a column is kept up to date (政府网站与政务新媒体检查指标).',
  values: {
    CURRENT: { description: '已更新: something new within its period.' },
    OVERDUE: { description: '栏目不更新: nothing new for longer than its period.' },
    EMPTY: { description: '空白栏目: it has no record at all.' },
  } satisfies Record<UpdateState, object>,
})

interface ColumnUpdate {
  readonly updateClass: UpdateClass
  readonly state: UpdateState
  readonly dueAt: Date | null
}

const ColumnUpdateType = builder.objectRef<ColumnUpdate>('ColumnUpdate').implement({
  description: 'How soon a column must have something new, and whether it has. Public.',
  fields: (t) => ({
    class: t.string({
      description:
        'Code of the class, such as NEWS (two weeks), NOTICES (six months), PERSONNEL_AND_PLANS (a year); the classes are the county’s data.',
      resolve: ({ updateClass }) => updateClass.code,
    }),
    classTitle: t.string({
      description: 'The class in Chinese.',
      resolve: ({ updateClass }) => updateClass.title,
    }),
    within: t.string({
      description: 'Its period (ISO 8601): `P14D`, `P6M`, `P1Y`.',
      resolve: ({ updateClass: { within } }) => `P${within.amount}${within.unit}`,
    }),
    state: t.field({
      type: UpdateStateEnum,
      description: 'The state now.',
      resolve: ({ state }) => state,
    }),
    dueAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When something new is due at the latest. Null while the column is empty.',
      resolve: ({ dueAt }) => dueAt,
    }),
  }),
})

/** A column of the site. */
export const ColumnType = builder.objectRef<Column>('Column')

ColumnType.implement({
  description:
    'A column of the website (栏目): the records of some items, organizations and kinds. Public.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Natural key, stable: `zcwj`.' }),
    title: t.exposeString('title', { description: 'Name of the column.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What stands in it. Null when its title says all.',
    }),
    type: t.exposeString('type', { description: '栏目类别, for the head of its pages.' }),
    url: t.string({
      description: 'Address of its page on the site.',
      resolve: (column, _args, { site }) => site.columnUrl(column),
    }),
    parent: t.field({
      type: ColumnType,
      nullable: true,
      description: 'The column above it. Null on the first level.',
      resolve: ({ parent }) => parent,
    }),
    children: t.field({
      type: [ColumnType],
      description: 'The columns directly below it, in the order of the navigation.',
      resolve: ({ children }) => [...children],
    }),
    breadcrumbs: t.field({
      type: [ColumnType],
      description: 'The way to it, from the first level to the column itself.',
      resolve: breadcrumbsOf,
    }),
    recordCount: t.int({
      description: 'How many records it shows. One statement answers for all columns of a request.',
      resolve: async (column, _args, context) => figuresOf(column, await figures(context)).count,
    }),
    lastPublishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'First publication of its newest record. Null when it is empty.',
      resolve: async (column, _args, context) =>
        figuresOf(column, await figures(context)).lastPublishedAt,
    }),
    update: t.field({
      type: ColumnUpdateType,
      nullable: true,
      description: 'Whether it is kept up to date. Null when it is not checked for that.',
      resolve: async (column, _args, context) => {
        const { updateClass } = column
        const update = updateOf(column, figuresOf(column, await figures(context)))
        return updateClass && update && { updateClass, ...update }
      },
    }),
    records: t.field({
      type: DisclosureConnection,
      description: 'The public records that it shows.',
      args: {
        orderBy: t.arg({ type: DisclosureOrder, description: 'PUBLISHED_DESC when left out.' }),
        ...pageArgs(t.arg),
      },
      resolve: (column, args, context) => {
        const { publicPool } = context
        const list = {
          name: `column:${column.code}`,
          read: (page: Page) => listColumn(publicPool, column, page),
          count: () => exactly(countColumn(publicPool, column)),
        }
        return pageOfRecords(list, args, context)
      },
    }),
  }),
})

const read = new WeakMap<object, Promise<StandingFigures[]>>()

/** What all columns have, read once for a request. */
function figures(context: Context): Promise<StandingFigures[]> {
  const known = read.get(context) ?? standingFigures(context.publicPool)
  read.set(context, known)
  return known
}
