import { type Cost, measureCosts } from './costing.ts'
import { type Growth, measureGrowth } from './growing.ts'
import { start } from './servers/child.ts'
import { measureSimulation, type Simulation } from './simulating.ts'
import { type Sizes, sizesOf } from './sizes.ts'
import type { Stage } from './stage.ts'

/** What is measured with twenty times as many records. */
export interface Large {
  readonly growth: Growth
  readonly sizes: Sizes
  readonly costs: Readonly<Record<string, Cost>>
  readonly simulation: Simulation
}

const TIMES = 20

/** How the installation grows, what a record and an answer take then, and a county's site at work on it. */
export async function measureLarge(
  on: Stage,
  env: Readonly<Record<string, string>>,
  plan: { readonly records: number; readonly seconds: number; readonly simulated: number },
  say: (text: string) => void,
): Promise<Large> {
  const servers = {
    live: await start('./gongkai.ts', { ...env, STORED_RESPONSES_MB: '0' }),
    stored: await start('./gongkai.ts', env),
  }
  say('growth')
  const added = (TIMES - 1) * plan.records
  const growth = await measureGrowth(on, servers.live, added, plan.seconds)
  const sizes = await sizesOf(on)
  say('what each answer costs')
  const costs = await measureCosts(on, servers, plan.seconds / 2)
  for (const server of Object.values(servers)) await server.stop()
  const { publishing, ...simulation } = await measureSimulation(on, env, plan.simulated, say)
  return { growth, sizes, costs: { ...costs, publishing }, simulation }
}
