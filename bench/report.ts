import { cpus, totalmem } from 'node:os'

/** One lane over all rounds. */
export interface Measured {
  readonly rps: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Database statements a request; 0 where nobody counts them. */
  readonly sql: number
}

export interface Figures {
  readonly measured: Readonly<Record<string, Measured>>
  readonly rebuild: { documents: number; seconds: number; engineSeconds: number; toEngine: number }
  readonly growth: { first: number; deep: number; records: number } | null
  readonly memory: { stored: number; live: number }
}

type Row = Measured &
  Partial<Record<'toRaw' | 'toPostgraphile' | 'toStatic' | 'toMeilisearch', number>>
export type Results = ReturnType<typeof results>

/** The middle of each figure. */
export function medians(all: readonly Measured[]): Measured {
  const middle = (of: (one: Measured) => number) =>
    all.map(of).toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
  return {
    rps: middle(({ rps }) => rps),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    sql: middle(({ sql }) => sql),
  }
}

/** The figures with their ratios, by the keys that others look for. */
export function results({ measured, rebuild, growth, memory }: Figures, plan: object) {
  const rows = Object.entries(measured).map(([key, one]): [string, Row] => {
    const [question = ''] = key.split('.')
    const to = (contestant: string) => {
      const other = measured[`${question}.${contestant}`]
      return other && key !== `${question}.${contestant}` ? rounded(one.rps / other.rps) : undefined
    }
    const engine = measured['search.meilisearch']
    const isSearch = key === 'search.trusted' && engine
    const ratios = {
      toRaw: to('raw'),
      toPostgraphile: to('postgraphile'),
      toStatic: to('file'),
      // Of the time of an answer, not of how many there are.
      toMeilisearch: isSearch ? rounded(one.p50 / engine.p50) : undefined,
    }
    return [key, { ...one, rps: Math.round(one.rps), ...ratios }]
  })
  return {
    date: new Date().toISOString(),
    machine: `${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`,
    node: process.version,
    plan,
    questions: Object.fromEntries(rows),
    rebuild: { ...rebuild, toEngine: rounded(rebuild.toEngine) },
    growth: growth && { ...growth, first: rounded(growth.first), deep: rounded(growth.deep) },
    memory: { stored: megabytes(memory.stored), live: megabytes(memory.live) },
  }
}

/** What a reader needs: figures, ratios, and whether each bar is met. */
export function report({
  date,
  machine,
  node,
  plan,
  questions,
  rebuild,
  growth,
  memory,
}: Results): string {
  const rows = Object.entries(questions).map(([key, row]) => {
    const { rps, p50, p99, sql, toRaw, toPostgraphile, toStatic, toMeilisearch } = row
    const cells = [key, rps, p50, p99, sql, toRaw, toPostgraphile, toStatic, toMeilisearch]
    return `| ${cells.map((cell) => cell ?? '').join(' | ')} |`
  })
  const bars = BARS.map(([key, ratio, bar]) => {
    const found = questions[key]?.[ratio]
    const met = found !== undefined && (ratio === 'toMeilisearch' ? found <= bar : found >= bar)
    return `| ${key} | ${ratio} | ${ratio === 'toMeilisearch' ? '<=' : '>='} ${bar} | ${found ?? '-'} | ${met ? 'met' : 'NOT met'} |`
  })
  return `# Results of the bench

Made by \`npm run bench\`; written over by the next run. Figures of different runs do not compare, ratios within one do.

- ${date}, ${machine}, Node ${node}
- ${Object.entries(plan)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')}
- answers a second, milliseconds; \`sql\`: statements a request, as counted in this server

| what | rps | p50 | p99 | sql | to raw SQL | to PostGraphile | to a file | p50 to Meilisearch |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

| bar | ratio | wanted | found | |
| --- | --- | --- | --- | --- |
${bars.join('\n')}

- rebuild of the index: ${rebuild.documents} documents in ${rebuild.seconds.toFixed(1)} s, ${rebuild.toEngine} of the speed of the engine alone
- growth: ${growth ? `an answer takes ${growth.first} times as long with ${growth.records} records, page 500 ${growth.deep} times` : 'measured with --large'}
- resident memory after the bench: ${memory.stored} MB with stored answers, ${memory.live} MB without
`
}

const BARS: readonly [string, 'toRaw' | 'toPostgraphile' | 'toStatic' | 'toMeilisearch', number][] =
  [
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
    ['search.trusted', 'toMeilisearch', 1.3],
  ]

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20)
}
