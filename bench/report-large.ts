import type { Growth } from './growing.ts'
import type { Large } from './large.ts'

/**
 * The same as factors: how many times as long an answer takes, beside one that no record has a part in, and how many
 * statements more.
 */
export function growthOf({ records, few, many }: Growth) {
  const questions = Object.keys(few) as (keyof typeof few)[]
  const factors = Object.fromEntries(
    questions.map((question) => [
      question,
      rounded(many[question].ms / few[question].ms / (many.areas.ms / few.areas.ms)),
    ]),
  ) as Record<keyof typeof few, number>
  const added = questions.map((question) => Math.abs(many[question].sql - few[question].sql))
  return { records, ...factors, statementsAdded: rounded(Math.max(...added)), few, many }
}

/** The part of the report that `--large` adds. */
export function largeReport({ growth, sizes, costs, simulation }: Large): string {
  const factors = growthOf(growth)
  const steps = Object.entries(growth.few).map(([question, few]) => {
    const many = growth.many[question as keyof typeof growth.many]
    const factor = factors[question as keyof typeof growth.many]
    return row(question, rounded(few.ms), rounded(many.ms), factor, few.sql, many.sql)
  })
  const answers = Object.entries(costs).map(([name, cost]) => {
    const { http, jobs, postgres, meilisearch } = cost
    const all = http + jobs + postgres + meilisearch
    const perCore = all > 0 ? Math.round(1_000 / all) : ''
    return row(name, ...[http, jobs, postgres, meilisearch].map(rounded), perCore)
  })
  const kinds = Object.entries(simulation.kinds).map(([kind, { perSecond, count, p50, p99 }]) => {
    const most = simulation.most.kinds[kind]
    return row(kind, perSecond, count, p50, p99, most?.p50 ?? '', most?.p99 ?? '')
  })
  const { gone, searchable } = simulation.publish
  return `## With ${growth.records} records

Milliseconds of an answer at the median, four at once, nothing kept; details and filters of a thousand different
records and pairs; \`deep\` is page 500 by cursor, \`counted\` a page with \`totalCount\`. The times are beside those of
\`areas\`, which no record has a part in: what that takes more or less is the machine's doing.

| what | few | many | times | statements, few | many |
| --- | --- | --- | --- | --- | --- |
${steps.join('\n')}

Bytes a record: ${sizes.rows} rows, ${sizes.longTexts} long texts, ${sizes.indexes} indexes (of which ${sizes.trigrams} for searching without an engine), ${sizes.trail} its trail; a document of the engine ${sizes.document}.

Milliseconds of processor time an answer (\`publishing\`: a record from its draft to the index), and what one core bears:

| what | HTTP | jobs | PostgreSQL | Meilisearch | a second and core |
| --- | --- | --- | --- | --- | --- |
${answers.join('\n')}

## Simulation

A county's site: ${simulation.records} records, ${simulation.searchable} of them in the index, ${simulation.workers} processes, ${simulation.seconds} s, one
publication or withdrawal a second; readers, PostgreSQL and Meilisearch on the same machine. Milliseconds when so many come a
second, and when ${simulation.most.atOnce} readers ask as fast as they are answered.

| what | a second | answers | p50 | p99 | p50 at most | p99 at most |
| --- | --- | --- | --- | --- | --- | --- |
${kinds.join('\n')}

- ${rounded(simulation.perSecond)} answers a second, ${simulation.failed} failed, ${rounded(simulation.hitRatio * 100)} % of those to documents from memory; at most ${Math.round(simulation.most.perSecond)} a second
- publish to searchable: p50 ${searchable.p50} ms, p99 ${searchable.p99} ms; withdraw to gone: p50 ${gone.p50} ms, p99 ${gone.p99} ms
- memory in MB: ${Object.entries(simulation.memory)
    .map(([part, bytes]) => `${part} ${Math.round(bytes / 2 ** 20)}`)
    .join(', ')}
`
}

function row(...cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
