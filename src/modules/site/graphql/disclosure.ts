import { builder } from '../../../graphql/builder.ts'
import { DisclosureInterface } from '../../publication/graphql/disclosure.ts'
import type { PublicRecord } from '../../publication/model.ts'
import { type HeadMeta, headMetaOf, headTagsOf } from '../head-meta.ts'
import { columnsOf, showsIn } from '../model.ts'
import { neighboursIn } from '../read-columns.ts'
import { type RelatedRecord, relatedRecords, type RELATIONS } from '../read-related.ts'
import { ColumnType } from './column.ts'

const MetaTag = builder.objectRef<{ readonly name: string; readonly content: string }>('MetaTag')

MetaTag.implement({
  description: 'One `<meta name content>` of a page’s head. Public.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name, such as `ArticleTitle`.' }),
    content: t.exposeString('content', { description: 'Value, not yet escaped for HTML.' }),
  }),
})

const HeadMetaType = builder.objectRef<HeadMeta>('HeadMeta').implement({
  description:
    'What the head of a record’s page must say (政府网站发展指引, 国办发〔2017〕47号). Public.',
  fields: (t) => ({
    siteName: t.exposeString('siteName', { description: 'SiteName.' }),
    siteDomain: t.exposeString('siteDomain', { description: 'SiteDomain.' }),
    siteIdCode: t.exposeString('siteIdCode', { description: 'SiteIDCode, 10 digits.' }),
    columnName: t.exposeString('columnName', {
      nullable: true,
      description: 'ColumnName. Null when no column shows the record.',
    }),
    columnType: t.exposeString('columnType', {
      nullable: true,
      description: 'ColumnType 栏目类别. Null when no column shows the record.',
    }),
    articleTitle: t.exposeString('articleTitle', {
      nullable: true,
      description: 'ArticleTitle. Null only after a withdrawal for PRIVACY.',
    }),
    pubDate: t.exposeString('pubDate', {
      description: 'PubDate, first publication as `YYYY-MM-DD HH:MM` in Asia/Shanghai.',
    }),
    contentSource: t.exposeString('contentSource', {
      description: 'ContentSource: where it was taken from, or the organization itself.',
    }),
    keywords: t.exposeString('keywords', {
      nullable: true,
      description: 'Keywords, separated by commas. Null when there are none.',
    }),
    author: t.exposeString('author', { description: 'Author: the organization’s full name.' }),
    description: t.exposeString('description', {
      nullable: true,
      description:
        'Description: summary, or the beginning of the body. Null when there is neither.',
    }),
    image: t.exposeString('image', {
      nullable: true,
      description: 'Image: address of the first picture attached. Null when there is none.',
    }),
    url: t.exposeString('url', { description: 'Url: the canonical address of the page.' }),
    tags: t.field({
      type: [MetaTag],
      description: 'The same as tags, those without a value left out.',
      resolve: headTagsOf,
    }),
  }),
})

const RelationEnum = builder.enumType('RecordRelation', {
  description: 'How another record belongs to this one.',
  values: {
    REFERS_TO: { description: 'This one points to it: an interpretation to its policy.' },
    REFERRED_TO_BY: { description: 'It points to this one: 政策文件与解读双向关联.' },
    SAME_PROJECT: { description: 'Both are about the project of the same name.' },
  } satisfies Record<(typeof RELATIONS)[number], object>,
})

const RelatedType = builder.objectRef<RelatedRecord>('RelatedDisclosure').implement({
  description: 'A record that belongs to another. Public.',
  fields: (t) => ({
    relation: t.field({
      type: RelationEnum,
      description: 'How.',
      resolve: ({ relation }) => relation,
    }),
    disclosure: t.field({
      type: DisclosureInterface,
      description: 'The other record.',
      resolve: ({ record }) => record,
    }),
  }),
})

interface Neighbours {
  readonly newer: PublicRecord | null
  readonly older: PublicRecord | null
}

const NeighboursType = builder.objectRef<Neighbours>('Neighbours').implement({
  description: 'The records beside one in its column, 上一篇 and 下一篇. Public.',
  fields: (t) => ({
    newer: t.field({
      type: DisclosureInterface,
      nullable: true,
      description: 'The next newer one. Null for the newest.',
      resolve: ({ newer }) => newer,
    }),
    older: t.field({
      type: DisclosureInterface,
      nullable: true,
      description: 'The next older one. Null for the oldest.',
      resolve: ({ older }) => older,
    }),
  }),
})

builder.interfaceFields(DisclosureInterface, (t) => ({
  url: t.string({
    description: 'Canonical address of its page on the site.',
    resolve: ({ indexNumber }, _args, { site }) => site.recordUrl(indexNumber),
  }),
  columns: t.field({
    type: [ColumnType],
    description:
      'The innermost columns that show it, in the order of the site; `breadcrumbs` of each lead to it.',
    resolve: (record, _args, { site }) => columnsOf(site, record),
  }),
  headMeta: t.field({
    type: HeadMetaType,
    description: 'What the head of its page must say.',
    args: {
      column: t.arg.string({
        description: 'Code of the column it is shown in. The first of `columns` when left out.',
      }),
    },
    resolve: (record, { column }, { site }) =>
      headMetaOf(site, record, column == null ? null : site.column(column)),
  }),
  neighbours: t.field({
    type: NeighboursType,
    nullable: true,
    description: 'The records beside it in a column. Null when the column does not show it.',
    args: { column: t.arg.string({ required: true, description: 'Code of the column.' }) },
    complexity: { field: 5 },
    resolve: (record, { column: code }, { site, publicPool }) => {
      const column = site.column(code)
      return column && showsIn(column, record) ? neighboursIn(publicPool, column, record) : null
    },
  }),
  related: t.field({
    type: [RelatedType],
    description:
      'Listed records that belong to it: those it points to, those that point to it, and those of its project; the newest first, at most 20.',
    complexity: { field: 5, multiplier: 20 },
    resolve: (record, _args, { publicPool }) => relatedRecords(publicPool, record),
  }),
}))
