import type { Lane } from './lanes.ts'
import { loadOf } from './loads.ts'
import type { Parts } from './servers/parts.ts'

/** What an answer costs in its server's own process. */
export interface Watched {
  /** Microseconds of an answer. */
  readonly each: number
  /** Microseconds of an answer by part of the program, the largest first. */
  readonly parts: Readonly<Record<string, number>>
}

/** Lanes whose ratios stand beside each other, so that one sees what the difference is made of. */
const WATCHED = ['list', 'detail'].flatMap((question) => {
  return ['trusted', 'adhoc', 'raw', 'stored', 'notModified', 'file'].map(
    (lane) => `${question}.${lane}`,
  )
})

/** Asks once more, each in turn, with a profiler in the server: apart from what is measured, which it would slow. */
export async function watchLanes(
  lanes: readonly Lane[],
  seconds: number,
  connections: number,
): Promise<Record<string, Watched>> {
  const watched: [string, Watched][] = []
  for (const { key, contestant, ask } of lanes) {
    if (!WATCHED.includes(key)) continue
    let answers = 0
    const parts = await contestant.watch(async () => {
      answers = (await loadOf(contestant, ask, seconds, connections)).total
    })
    watched.push([key, eachOf(parts, answers)])
  }
  return Object.fromEntries(watched)
}

/** The parts of one of so many. */
export function eachOf(parts: Parts, count: number): Watched {
  const each = (ms: number) => Math.round((ms * 1_000) / count)
  const largest = Object.entries(parts).toSorted(([, a], [, b]) => b - a)
  return {
    each: each(largest.reduce((sum, [, ms]) => sum + ms, 0)),
    parts: Object.fromEntries(largest.map(([part, ms]) => [part, each(ms)])),
  }
}
