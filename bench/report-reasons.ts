import { type Bar, REASONS } from './bars.ts'
import type { Watched } from './watching.ts'

/** Parts that take less of an answer than this are told together. */
const SMALL = 0.04

/** The part of the report that tells of what is not reached, with what servers do instead. */
export function reasonsReport(
  bars: readonly Bar[],
  watched: Readonly<Record<string, Watched>>,
): string {
  const unmet = bars.filter(({ met }) => met === false)
  const reasons = unmet.map(({ what }) => `- ${what}: ${REASONS[what] ?? 'not known'}`)
  const rows = Object.entries(watched).map(([key, one]) => {
    return `| ${key} | ${one.each} | ${partsOf(one)} |`
  })
  return `## Bars that are not met, and why

${reasons.join('\n')}

## What servers are busy with

Microseconds of processor time an answer takes in its server's own process, and in which part of it, sampled apart from the
measured rounds (a profiler slows what it watches); \`start\` is the program until its first answer, with given services. What
PostgreSQL and whoever asks take comes on top, on the same two cores.

| what | an answer | of which |
| --- | --- | --- |
${rows.join('\n')}
`
}

function partsOf({ each, parts }: Watched): string {
  const large = Object.entries(parts).filter(([, part]) => part >= each * SMALL)
  return large.map(([part, micros]) => `${part} ${micros}`).join(', ')
}
