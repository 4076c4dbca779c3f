import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import type { Context } from '../../../graphql/context.ts'
import { KindEnum } from '../../disclosure/graphql/kinds.ts'
import type { CountyCache } from '../../taxonomy/model.ts'
import type { DisclosureFilter, PublicRecord } from '../model.ts'
import { countAsOf, listAsOf, pastMoment, recordAsOf } from '../read-as-of.ts'
import { countRecords, COUNTED_EXACTLY, type RecordCount } from '../read-counts.ts'
import { listTags, recordTag } from '../read-tags.ts'
import { listRecords, type Order, type Page, publicRecord } from '../read.ts'
import { columnsFor, IN_CONNECTION } from './columns.ts'
import { DisclosureInterface } from './disclosure.ts'

/** What public lists and search may be narrowed by. */
export const DisclosureFilterInput = builder.inputType('DisclosureFilter', {
  description:
    'Narrows a public list. Values of one field mean any of them, an empty list means no restriction; fields together mean all of them.',
  fields: (t) => ({
    areaCodes: t.stringList({ description: 'Codes of areas, `1` to `7` and `G`.' }),
    itemCodes: t.stringList({ description: 'Codes of items, such as `3.1`.' }),
    organizationCodes: t.stringList({
      description:
        'Codes of organizations: what they published, and what they took over from organizations that were merged or split.',
    }),
    takenOver: t.boolean({
      description: 'False leaves out what they took over. True when left out.',
    }),
    kinds: t.field({ type: [KindEnum], description: 'Kinds of records.' }),
    publishedFrom: t.field({
      type: 'Moment',
      description: 'Published then or later. A date means from its first moment in Asia/Shanghai.',
    }),
    publishedTo: t.field({
      type: 'Moment',
      description: 'Published then or earlier. A date means to its last moment in Asia/Shanghai.',
    }),
  }),
})

/** The filter of an input, null and left out being the same. */
export function filterOf(
  county: CountyCache,
  input?: typeof DisclosureFilterInput.$inferInput | null,
): DisclosureFilter {
  const { areaCodes, itemCodes, organizationCodes, kinds, publishedFrom, publishedTo } = input ?? {}
  const succeeded = (code: string) => (county.organization(code)?.predecessors.length ?? 0) > 0
  return {
    areaCodes: chosen(areaCodes),
    itemCodes: chosen(itemCodes),
    organizationCodes: chosen(organizationCodes),
    takenOver: organizationCodes?.some(succeeded) ? input?.takenOver !== false : undefined,
    kinds: chosen(kinds),
    publishedFrom: publishedFrom?.from,
    publishedTo: publishedTo?.until,
  }
}

// Nothing chosen narrows nothing: a form whose boxes are all empty means everything.
function chosen(values: readonly string[] | null | undefined): readonly string[] | undefined {
  return values != null && values.length > 0 ? values : undefined
}

/** Order of a public list. */
export const DisclosureOrder = builder.enumType('DisclosureOrder', {
  description: 'Order of a public list.',
  values: {
    PUBLISHED_DESC: { description: 'Last published first.' },
    PUBLISHED_ASC: { description: 'First published first.' },
  } satisfies Record<Order, object>,
})

/** A page of a public list; made by `pageOfRecords`. */
export const DisclosureConnection = builder.connectionObject(
  {
    type: DisclosureInterface,
    ...connectionNames('Disclosure', 'public records')[0],
    fields: (t) => ({
      totalCount: t.int({
        description: `How many records the list has in all: exactly up to ${COUNTED_EXACTLY}; beyond it may be an estimate, which \`totalCountIsEstimate\` tells.`,
        resolve: async (page) => (await countBehind(page)).count,
      }),
      totalCountIsEstimate: t.boolean({
        description: `Whether \`totalCount\` is only about right. Never when it is at most ${COUNTED_EXACTLY}.`,
        resolve: async (page) => (await countBehind(page)).isEstimate,
      }),
    }),
  },
  connectionNames('Disclosure', 'public records')[1],
)

/** A list of public records; cursors are good for lists of the same name and order. */
export interface RecordList {
  readonly name: string
  read(page: Page): Promise<PublicRecord[]>
  count(): Promise<RecordCount>
}

/** Which page of a list is asked for. */
export interface PageRequest {
  readonly orderBy?: Order | null
  readonly first?: number | null
  readonly after?: string | null
}

const counts = new WeakMap<object, () => Promise<RecordCount>>()

/** One page of a list of public records. */
export async function pageOfRecords(
  list: RecordList,
  { orderBy, ...args }: PageRequest,
  { cursors }: Pick<Context, 'cursors'>,
) {
  const order = orderBy ?? 'PUBLISHED_DESC'
  const name = `${list.name}:${order}`
  const [time, id] = args.after == null ? [] : cursors.decode(name, args.after)
  const after = id === undefined ? null : { publishedAt: new Date(Number(time)), id: String(id) }
  const page = await readPage<PublicRecord>(
    args,
    (first) => list.read({ order, first, after }),
    (record) => cursors.encode(name, [record.firstPublishedAt.getTime(), record.id]),
  )
  let counted: Promise<RecordCount> | null = null
  counts.set(page, () => (counted ??= list.count()))
  return page
}

function countBehind(page: object): Promise<RecordCount> {
  const count = counts.get(page)
  if (!count) throw new Error('a page of records without its list')
  return count()
}

/** A count that was made record by record. */
export async function exactly(count: Promise<number>): Promise<RecordCount> {
  return { count: await count, isEstimate: false }
}

const AS_OF = {
  description:
    'The moment to go back to; now when left out. IN_FUTURE when it has not come. The past opens nothing that is closed now: after a withdrawal for PRIVACY only its tombstone is read, people are not shown after their time on display (公示期), and what is for a named area now is not listed or read.',
}

builder.queryFields((t) => ({
  disclosures: t.field({
    type: DisclosureConnection,
    description:
      'Public records for everyone, as they are now or were at a moment. Withdrawn ones and those for a named area are not listed. Public.',
    authScopes: { public: true },
    args: {
      filter: t.arg({ type: DisclosureFilterInput, description: 'Narrows the list.' }),
      orderBy: t.arg({ type: DisclosureOrder, description: 'PUBLISHED_DESC when left out.' }),
      asOf: t.arg({ type: 'DateTime', ...AS_OF }),
      ...pageArgs(t.arg),
    },
    resolve: (_root, { filter: input, asOf: moment, ...args }, context, info) => {
      const { readsOf, clock, county } = context
      const filter = filterOf(county, input)
      const asOf = moment ? pastMoment(moment, clock.now()) : null
      const pool = readsOf(...listTags(filter))
      const heavy = columnsFor(info, IN_CONNECTION)
      const list: RecordList = asOf
        ? {
            name: `disclosures:${asOf.getTime()}`,
            read: (page) => listAsOf(pool, filter, asOf, page),
            count: () => exactly(countAsOf(pool, filter, asOf)),
          }
        : {
            name: 'disclosures',
            read: (page) => listRecords(pool, filter, page, heavy),
            count: () => countRecords(pool, filter),
          }
      return pageOfRecords(list, args, context)
    },
  }),
  disclosure: t.field({
    type: DisclosureInterface,
    nullable: true,
    description:
      'A public record by its index number (索引号), or its tombstone after a withdrawal, as it is now or was at a moment. Null when there is or was none. Public.',
    authScopes: { public: true },
    args: {
      indexNumber: t.arg.string({ required: true, description: '索引号 `{USCC}/{YYYY}-{NNNNN}`.' }),
      asOf: t.arg({ type: 'DateTime', ...AS_OF }),
    },
    resolve: (_root, { indexNumber, asOf }, { readsOf, clock }, info) => {
      const pool = readsOf(recordTag(indexNumber))
      return asOf
        ? recordAsOf(pool, indexNumber, pastMoment(asOf, clock.now()))
        : publicRecord(pool, indexNumber, columnsFor(info))
    },
  }),
}))
