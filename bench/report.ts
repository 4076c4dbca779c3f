import { cpus, totalmem } from 'node:os'
import { barsOf } from './bars.ts'
import type { Large } from './large.ts'
import { growthOf, largeReport } from './report-large.ts'
import { reasonsReport } from './report-reasons.ts'
import { middleOf, type Spread } from './spread.ts'
import type { Starts } from './starting.ts'
import type { Watched } from './watching.ts'

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
  readonly watched: Readonly<Record<string, Watched>>
  readonly rebuild: { documents: number; seconds: number; engineSeconds: number; toEngine: number }
  /** Only when it was asked for. */
  readonly large: Large | null
  /** From asking for it until search finds it; from asking until no public answer shows it. */
  readonly publish: { searchable: Spread; gone: Spread }
  readonly import: { records: number; perSecond: number; searchSeconds: number }
  readonly start: Starts
  readonly memory: { stored: number; live: number }
}

type Row = Measured &
  Partial<Record<'toRaw' | 'toPostgraphile' | 'toStatic' | 'toMeilisearch', number>>
export type Results = ReturnType<typeof results>

/** The middle of each figure. */
export function medians(all: readonly Measured[]): Measured {
  const middle = (of: (one: Measured) => number) => middleOf(all.map(of))
  return {
    rps: middle(({ rps }) => rps),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    sql: middle(({ sql }) => sql),
  }
}

/** The figures with their ratios, by the keys that others look for: those of questions stand beside the rest. */
export function results(
  { measured, watched, rebuild, large, memory, ...figures }: Figures,
  plan: object,
) {
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
    about: {
      date: new Date().toISOString(),
      machine: `${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`,
      node: process.version,
      plan,
    },
    questions: Object.fromEntries(rows),
    rest: {
      rebuild: { ...rebuild, toEngine: rounded(rebuild.toEngine) },
      growth: large && growthOf(large.growth),
      sizes: large?.sizes ?? null,
      costs: large?.costs ?? null,
      simulation: large?.simulation ?? null,
      publish: figures.publish,
      import: {
        ...figures.import,
        perSecond: Math.round(figures.import.perSecond),
        searchSeconds: rounded(figures.import.searchSeconds),
      },
      start: { embedded: rounded(figures.start.embedded), given: rounded(figures.start.given) },
      watched: { ...watched, start: figures.start.watched },
      memory: { stored: megabytes(memory.stored), live: megabytes(memory.live) },
    },
  }
}

/** All of it as one object, as it is kept for programs. */
export function flat({ about, questions, rest }: Results): object {
  return { ...about, ...questions, ...rest }
}

/** What a reader needs: figures, ratios, and whether each bar is met. */
export function report(found: Results, large: Large | null): string {
  const { about, questions } = found
  const rows = Object.entries(questions).map(([key, row]) => {
    const { rps, p50, p99, sql, toRaw, toPostgraphile, toStatic, toMeilisearch } = row
    const cells = [key, rps, p50, p99, sql, toRaw, toPostgraphile, toStatic, toMeilisearch]
    return `| ${cells.map((cell) => cell ?? '').join(' | ')} |`
  })
  const bars = barsOf(found)
  const verdicts = bars.map(({ what, bar, value, met }) => {
    const verdict = met === null ? 'not measured in this run' : met ? 'met' : 'NOT met'
    return `| ${what} | ${bar} | ${value ?? ''} | ${verdict} |`
  })
  const { rebuild, publish, import: imported, start, memory } = found.rest
  return `# Results of the bench

Made by \`npm run bench\`; written over by the next run. Figures of different runs do not compare, ratios within one do.

- ${about.date}, ${about.machine}, Node ${about.node}
- ${Object.entries(about.plan)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')}

## Bars

| what | wanted | found | |
| --- | --- | --- | --- |
${verdicts.join('\n')}

${reasonsReport(bars, found.rest.watched)}
## Questions

Answers a second, milliseconds; \`sql\`: statements a request, as counted in this server.

| what | rps | p50 | p99 | sql | to raw SQL | to PostGraphile | to a file | p50 to Meilisearch |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

## The rest

- rebuild of the index: ${rebuild.documents} documents in ${rebuild.seconds.toFixed(1)} s, ${rebuild.toEngine} of the speed of the engine alone
- growth and a county's site at work: ${large ? 'below' : 'measured with --large'}
- publish to searchable: p50 ${publish.searchable.p50} ms, p99 ${publish.searchable.p99} ms; withdraw to gone from list, page, feed and search: p50 ${publish.gone.p50} ms, p99 ${publish.gone.p99} ms; ${publish.gone.count} each, one a second
- import: ${imported.records} records by the machine feed, ${imported.perSecond} a second, searchable ${imported.searchSeconds} s after the last
- start to first answer, second run: ${start.embedded} s with embedded services, ${start.given} s with given ones
- resident memory after the bench: ${memory.stored} MB with stored answers, ${memory.live} MB without
${large ? `\n${largeReport(large)}` : ''}`
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20)
}
