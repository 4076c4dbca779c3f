import type { Results } from './report.ts'

/** Something that was to be reached. */
export interface Bar {
  readonly what: string
  readonly bar: string
  readonly value: number | undefined
  /** Null when this run has not measured it. */
  readonly met: boolean | null
}

type Ratio = 'toRaw' | 'toPostgraphile' | 'toStatic' | 'toMeilisearch' | 'sql' | 'p50'

const AT_LEAST: readonly (readonly [string, Ratio, number])[] = [
  ['list.trusted', 'toPostgraphile', 1.5],
  ['list.trusted', 'toRaw', 0.8],
  ['list.adhoc', 'toPostgraphile', 1],
  ['detail.trusted', 'toPostgraphile', 1.5],
  ['detail.trusted', 'toRaw', 0.8],
  ['detail.adhoc', 'toPostgraphile', 1],
  ['list.stored', 'toStatic', 0.85],
  ['list.notModified', 'toStatic', 0.95],
  ['detail.stored', 'toStatic', 0.85],
  ['detail.notModified', 'toStatic', 0.95],
]

const AT_MOST: readonly (readonly [string, Ratio, number])[] = [
  ['search.trusted', 'toMeilisearch', 1.3],
  ['list.trusted', 'sql', 1],
  ['filtered.trusted', 'sql', 1],
  ['detail.trusted', 'sql', 1],
  ['search.trusted', 'sql', 1],
  ...['tasks', 'drafts', 'reviewQueue'].flatMap((name) => [
    [`editor.${name}`, 'sql', 6] as const,
    [`editor.${name}`, 'p50', 40] as const,
  ]),
]

const GRAPHQL =
  'the same statement and the same driver as hand-written SQL, and then what GraphQL is: 260 fields looked up by name, each through its resolver, on objects that the garbage collector takes back; and a tag and headers that hand-written SQL does not have'
const INTERPRETED =
  'documents that anybody may send are never compiled (their code would never be given back), but interpreted field by field, and pass Yoga with an object for request and answer; PostGraphile keeps a plan for each'
const RECORD =
  'of one record the fixed part of an answer weighs most: the request is read for its document and variables, twenty-six columns are taken apart, what the answer was made from is noted, a tag made; its fields are a tenth of it'
const HEADERS =
  'the server takes hardly more processor time than for the file (below), nearly all of it the write to the socket; whoever asks takes more, on the same two cores: two headers more to parse of a 304 and eight more of an answer (with ETag alone, a trial reached 0.94 and 0.79 for stored answers, 0.98 and 0.84 for 304)'

/** Why a bar is not met, for those of which it is known; the figures of the parts stand below. */
export const REASONS: Readonly<Record<string, string>> = {
  'list.trusted toPostgraphile': GRAPHQL,
  'list.trusted toRaw': GRAPHQL,
  'detail.trusted toPostgraphile': RECORD,
  'detail.trusted toRaw': RECORD,
  'list.adhoc toPostgraphile': INTERPRETED,
  'detail.adhoc toPostgraphile': INTERPRETED,
  'list.stored toStatic': HEADERS,
  'detail.stored toStatic': HEADERS,
  'list.notModified toStatic': HEADERS,
  'detail.notModified toStatic': HEADERS,
  'search.trusted1, ms added to Meilisearch':
    'one statement that reads the head of each hit, so that nothing is shown that has been withdrawn since it was indexed, and the fields of twenty hits with their facets',
  'rebuild to the engine alone':
    'records are read and their texts made while the engine indexes, on the same two cores; the engine alone has both',
  'import, records a second':
    'each record is frozen, hashed, signed into the audit trail and the proof, planned for its receivers and indexed, in the same two cores as PostgreSQL and Meilisearch',
  'start with embedded services, s':
    'PostgreSQL, Meilisearch and then the same as with given services',
  'start with given services, s':
    'processor time of one thread: two thousand modules linked and run, the schema of 500 types built and compiled, the query compiler of Prisma; next to nothing is waiting',
  'memory, MB': 'the heap of the program after loading, and what is kept',
  'memory with nothing stored, MB':
    'garbage that V8 lets wait while it is cheaper to take more memory: it stops growing at about 700 MB. Held to 1.4 times what lives (--heap-growing-percent=40 --max-semi-space-size=8), a trial stayed at 300 MB and answered a fifth less',
}

/** Every bar with what was found. */
export function barsOf({ questions, rest }: Results): Bar[] {
  const of = (key: string, ratio: Ratio) => questions[key]?.[ratio]
  // By one at a time: with more than the engine can take, the difference is who stands in which line.
  const search = of('search.trusted1', 'p50')
  const engine = of('search.meilisearch1', 'p50')
  const added = search !== undefined && engine !== undefined ? search - engine : undefined
  const { rebuild, growth, publish, import: imported, start, memory } = rest
  return [
    ...AT_LEAST.map(([key, ratio, bar]) => atLeast(`${key} ${ratio}`, bar, of(key, ratio))),
    ...AT_MOST.map(([key, ratio, bar]) => atMost(`${key} ${ratio}`, bar, of(key, ratio))),
    atMost('search.trusted1, ms added to Meilisearch', 3, added),
    atMost('growth, first page', 1.3, growth?.first),
    atMost('growth, page 500', 1.3, growth?.deep),
    atMost('growth, filtered list', 1.3, growth?.filtered),
    atMost('growth, detail', 1.3, growth?.detail),
    atMost('growth, statements', 0, growth?.statementsAdded),
    atMost('publish to searchable, p99 ms', 3_000, publish.searchable.p99),
    atMost('withdraw to gone, p99 ms', 1_000, publish.gone.p99),
    atLeast('import, records a second', 150, imported.perSecond),
    atMost('import, seconds until searchable', 60, imported.searchSeconds),
    atLeast('rebuild to the engine alone', 0.8, rebuild.toEngine),
    atMost('start with embedded services, s', 5, start.embedded),
    atMost('start with given services, s', 1.5, start.given),
    atMost('memory, MB', 300, memory.stored),
    atMost('memory with nothing stored, MB', 300, memory.live),
  ]
}

function atLeast(what: string, bar: number, value: number | undefined): Bar {
  return { what, bar: `>= ${bar}`, value, met: value === undefined ? null : value >= bar }
}

function atMost(what: string, bar: number, value: number | undefined): Bar {
  return { what, bar: `<= ${bar}`, value, met: value === undefined ? null : value <= bar }
}
