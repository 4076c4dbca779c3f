import { builder } from '../../graphql/builder.ts'
import { Edge, pageArgs, pageInfoOf } from '../../graphql/connection.ts'
import { pageSize } from '../../graphql/limits.ts'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { kinds } from '../disclosure/kind/registry.ts'
import { columnsFor } from '../publication/graphql/columns.ts'
import { DisclosureInterface } from '../publication/graphql/disclosure.ts'
import { DisclosureFilterInput, filterOf } from '../publication/graphql/lists.ts'
import type { CountyCache } from '../taxonomy/model.ts'
import type { AnsweredBy, Facet, FacetName } from './model.ts'
import { search } from './query.ts'
import type { SearchHit, SearchResult } from './query-page.ts'

const SearchEngine = builder.enumType('SearchEngine', {
  description: 'What answered a search.',
  values: {
    MEILISEARCH: { description: 'The full-text engine: words, synonyms, relevance.' },
    DATABASE: {
      description:
        'The database, while the engine is missing or down, and for Mongolian and Chinese words in one query: words exactly as they are written, no synonyms.',
    },
  } satisfies Record<AnsweredBy, object>,
})

const FacetValue = builder
  .objectRef<{ value: string; label: string; count: number }>('SearchFacetValue')
  .implement({
    description: 'How many results have one value.',
    fields: (t) => ({
      value: t.exposeString('value', {
        description: 'Code, kind or year, as `DisclosureFilter` takes it.',
      }),
      label: t.exposeString('label', { description: 'Its name in Chinese, for people.' }),
      count: t.exposeInt('count', {
        description: 'Results that have it, withdrawn ones excluded.',
      }),
    }),
  })

const FacetType = builder.objectRef<Facet>('SearchFacet').implement({
  description: 'The results counted by one of their properties.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description:
        '`area`, `item`, `organization`, `kind` or `year` (of first publication, Asia/Shanghai).',
    }),
    values: t.field({
      type: [FacetValue],
      description: 'Most frequent first, at most 200. Values without a result are left out.',
      resolve: ({ name, values }, _args, { county }) =>
        values.map(({ value, count }) => ({ value, label: labelOf(county, name, value), count })),
    }),
  }),
})

const Highlight = builder.objectRef<SearchHit>('SearchHighlight').implement({
  description:
    'Why the record was found. Both texts are safe HTML: everything in them is escaped, and `<mark>` is the only tag.',
  fields: (t) => ({
    title: t.exposeString('title', {
      description: 'The title with the words found in `<mark>`.',
      nullable: true,
    }),
    snippet: t.exposeString('snippet', {
      description:
        'The part of the body or the summary around the words found; their beginning when only another field has the words. Null when there is neither.',
      nullable: true,
    }),
  }),
})

const SearchEdge = builder.objectRef<Edge<SearchHit>>('SearchEdge').implement({
  description: 'One result and its place in the list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Where to go on after it.' }),
    node: t.field({
      type: DisclosureInterface,
      description: 'The record as the public sees it now.',
      resolve: ({ node }) => node.record,
    }),
    highlight: t.field({
      type: Highlight,
      description: 'Where the words were found.',
      resolve: ({ node }) => node,
    }),
  }),
})

interface Connection extends SearchResult {
  readonly edges: readonly Edge<SearchHit>[]
  readonly after: string | null
}

const SearchConnection = builder.objectRef<Connection>('SearchConnection').implement({
  description: 'A page of results, the best first. Public.',
  fields: (t) => ({
    totalCount: t.exposeInt('total', {
      description:
        'How many records were found in all. No more than 1000 of them can be paged through.',
    }),
    engine: t.field({
      type: SearchEngine,
      description: 'What answered.',
      resolve: ({ engine }) => engine,
    }),
    degraded: t.boolean({
      description: 'Whether the full-text engine was not asked, so that less may be found.',
      resolve: ({ engine }) => engine === 'DATABASE',
    }),
    facets: t.field({
      type: [FacetType],
      description: 'All results counted by area, item, organization, kind and year, for narrowing.',
      resolve: ({ facets }) => [...facets],
    }),
    edges: t.field({
      type: [SearchEdge],
      description: 'The results of this page.',
      resolve: ({ edges }) => [...edges],
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Where the page lies.',
      resolve: ({ edges, hasNext, after }) => pageInfoOf(edges, hasNext, after),
    }),
  }),
})

builder.queryField('search', (t) =>
  t.field({
    type: SearchConnection,
    description:
      'Finds public records by words: those that have every word, the best first. Withdrawn records and those for a named area are never found. Public.',
    authScopes: { public: true },
    args: {
      query: t.arg.string({
        required: true,
        description:
          'Words, a 发文字号 in any spelling (`朝政办发〔2018〕135号`, `朝政办发[2018]135号`) or an index number; at most 200 characters, of which the first 10 words count. Empty finds everything, newest first.',
      }),
      filter: t.arg({ type: DisclosureFilterInput, description: 'Narrows the results.' }),
      ...pageArgs(t.arg),
    },
    resolve: async (_root, { query, filter: input, first, after = null }, services, info) => {
      const filter = filterOf(services.county, input)
      const list = `search:${sha256(canonicalJson([query, filter]))}`
      const offset = after === null ? 0 : Number(services.cursors.decode(list, after)[0])
      const heavy = columnsFor(info, ['edges.node'])
      const request = { query, filter, first: pageSize(first), offset, heavy }
      const result = await search(services, request)
      const cursorOf = ({ next }: SearchHit) => services.cursors.encode(list, [next])
      const edges = result.hits.map((hit) => new Edge(hit, cursorOf))
      return { ...result, edges, after }
    },
  }),
)

/** What people call a value; the value itself where the county no longer knows it. */
function labelOf(county: CountyCache, name: FacetName, value: string): string {
  switch (name) {
    case 'area':
      return county.area(value)?.title ?? value
    case 'item':
      return county.item(value)?.title ?? value
    case 'organization':
      return county.organization(value)?.shortName ?? value
    case 'kind':
      return kinds.get(value)?.title ?? value
    case 'year':
      return `${value}年`
  }
}
