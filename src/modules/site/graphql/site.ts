import { builder } from '../../../graphql/builder.ts'
import type { Site } from '../model.ts'
import { ColumnType } from './column.ts'

/** The county's site; the guide adds itself. */
export const SiteType = builder.objectRef<Site>('Site').implement({
  description:
    'The website on which the county publishes (政府网站), as far as front ends must know it. Public.',
  fields: (t) => ({
    name: t.exposeString('name', { description: '网站名称, such as 中国喀左.' }),
    idCode: t.exposeString('idCode', { description: '政府网站标识码, 10 digits.' }),
    domain: t.exposeString('domain', { description: 'Its domain.' }),
    url: t.exposeString('url', {
      description: 'Origin of its pages, without a slash at the end.',
    }),
    sponsor: t.exposeString('sponsor', { description: '主办单位, for the foot of every page.' }),
    organizer: t.exposeString('organizer', {
      description: '承办单位, for the foot of every page.',
    }),
    columns: t.field({
      type: [ColumnType],
      description: 'Columns of the first level: the navigation, with `children`.',
      resolve: ({ columns }) => [...columns],
    }),
    allColumns: t.field({
      type: [ColumnType],
      description: 'Every column, each before those below it: to look for stale and empty ones.',
      resolve: ({ allColumns }) => [...allColumns],
    }),
  }),
})

builder.queryFields((t) => ({
  sites: t.field({
    type: [SiteType],
    description: 'The websites that are fed from here: one, that of the county. Public.',
    authScopes: { public: true },
    resolve: (_root, _args, { site }) => [site],
  }),
  column: t.field({
    type: ColumnType,
    nullable: true,
    description: 'A column by its code. Null when there is none. Public.',
    authScopes: { public: true },
    args: { code: t.arg.string({ required: true, description: 'Code of the column.' }) },
    resolve: (_root, { code }, { site }) => site.column(code),
  }),
}))
