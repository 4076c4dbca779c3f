import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Lane } from './lanes.ts'
import type { Ask } from './question.ts'
import { medians, type Measured } from './report.ts'
import type { Contestant } from './servers/child.ts'

/** How long, how often, and by how many at once everyone is asked. */
export interface Rounds {
  readonly rounds: number
  readonly seconds: number
  readonly warmUp: number
  readonly connections: number
}

/** Every lane in every round, so that a bad minute of the machine hits all alike. */
export async function measureRounds(
  lanes: readonly Lane[],
  plan: Rounds,
  say: (text: string) => void,
): Promise<Record<string, Measured>> {
  const seen = new Map<string, Measured[]>()
  for (let round = 0; round <= plan.rounds; round++) {
    const seconds = round === 0 ? plan.warmUp : plan.seconds
    say(round === 0 ? 'warm-up' : `round ${round} of ${plan.rounds}`)
    for (const { key, contestant, ask, connections = plan.connections } of lanes) {
      const load = await measuredLoad(key, contestant, ask, seconds, connections)
      if (round > 0) seen.set(key, [...(seen.get(key) ?? []), load])
    }
  }
  return Object.fromEntries([...seen].map(([key, all]) => [key, medians(all)]))
}

/** A load with the statements that it has cost. */
export async function measuredLoad(
  key: string,
  contestant: Contestant,
  ask: Ask,
  seconds: number,
  connections: number,
): Promise<Measured> {
  await contestant.measure()
  const load = await loadOf(contestant, ask, seconds, connections)
  const { statements } = await contestant.measure()
  if (load.failed > 0) throw new Error(`${key}: ${load.failed} failed`)
  // Those that were under way at the end have asked the database too.
  const sql = load.total > 0 ? Math.round((statements / load.total) * 10) / 10 : 0
  const { rps, p50, p99 } = load
  return { rps, p50, p99, sql }
}

interface Load {
  readonly rps: number
  readonly total: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

/** Asks the same as fast as it is answered, from a process of its own. */
export async function loadOf(
  { url }: Pick<Contestant, 'url'>,
  ask: Ask,
  seconds: number,
  connections: number,
): Promise<Load> {
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)))
  child.send({ url, connections, seconds, ...ask })
  const [load] = (await once(child, 'message')) as [Load & { error?: string }]
  child.disconnect()
  if (load.error) throw new Error(load.error)
  return load
}
