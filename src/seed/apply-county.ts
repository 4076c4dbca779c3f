import { COUNTY_CHANNEL } from '../modules/organization/events.ts'
import { changesInForce } from '../modules/organization/queries.ts'
import { command, type Work } from '../platform/command.ts'
import type { Platform } from '../platform/platform.ts'
import { type CountyState, type Differences, hashOf, KEYS, readState } from './county-state.ts'
import { type Difference, difference } from './difference.ts'
import { keptRows, refuseCollisions } from './kept.ts'
import type { CountySeed } from './load-county.ts'
import { wantedState } from './wanted-state.ts'
import { seedCalendar } from './seed-calendar.ts'
import { writeChanges } from './write-changes.ts'

/** Told in Chinese what has been done. */
export type OnStep = (text: string) => void

/** What the county has after seeding, and whether seeding changed anything. */
export interface SeededCounty {
  readonly changed: boolean
  readonly organizations: number
  readonly areas: number
  readonly items: number
  readonly points: number
}

/** Thrown to leave a transaction that would change nothing: no change, no audit row. */
class Unchanged extends Error {
  readonly state: CountyState

  constructor(state: CountyState) {
    super('the county is as its seed wants it')
    this.name = 'Unchanged'
    this.state = state
  }
}

/**
 * Brings organizations, taxonomy, duties and review chains to what the seed says, in one transaction, after the working
 * days. Repeating it changes nothing. What the seed no longer has goes, unless people or records refer to it.
 */
export async function applyCounty(
  platform: Platform,
  seed: CountySeed,
  onStep: OnStep = () => {},
): Promise<SeededCounty> {
  const years = await seedCalendar(platform)
  if (years > 0) onStep(`已写入 ${years} 个年度的节假日和调休安排`)
  const { state, changed } = await command(platform, (work) => apply(work, platform, seed)).then(
    (state) => ({ state, changed: true }),
    (error: unknown) => {
      if (error instanceof Unchanged) return { state: error.state, changed: false }
      throw error
    },
  )
  const organizations = state.organizations.length
  const [areas, items, points] = [state.areas.length, state.items.length, state.points.length]
  const what = `${organizations} 个机构、${areas} 个领域、${items} 项事项、${points} 个内容要素`
  onStep(changed ? `已写入${seed.region.shortName}目录：${what}` : `目录无变化：${what}`)
  return { changed, organizations, areas, items, points }
}

async function apply({ tx, audit }: Work, { log }: Platform, seed: CountySeed) {
  const existing = await readState(tx)
  const kept = await keptRows(tx, existing, seed)
  refuseCollisions(seed, kept)
  const wanted = wantedState(seed, kept, await changesInForce(tx))
  const changes = differences(existing, wanted)
  const total = (part: keyof Difference<unknown>) =>
    Object.values(changes).reduce((sum, change) => sum + change[part].length, 0)
  const counts = { created: total('create'), updated: total('update'), removed: total('remove') }
  if (kept.organizations.length + kept.items.length > 0) {
    const codes = [...kept.organizations, ...kept.items].map(({ code }) => code)
    log.warn({ codes }, '种子文件中已没有、但仍有账号或信息的机构和事项，予以保留')
  }
  if (counts.created + counts.updated + counts.removed === 0) throw new Unchanged(existing)

  await writeChanges(tx, changes)
  await tx.$executeRaw`SELECT pg_notify(${COUNTY_CHANNEL}, '')`
  audit({
    action: 'county.seed',
    by: null,
    subjectType: 'County',
    subjectId: seed.region.code,
    beforeHash: hashOf(existing),
    afterHash: hashOf(wanted),
    details: counts,
  })
  return wanted
}

function differences(existing: CountyState, wanted: CountyState): Differences {
  const of = <T extends keyof CountyState>(table: T) =>
    difference<CountyState[T][number]>(existing[table], wanted[table], KEYS[table])
  return {
    organizations: of('organizations'),
    areas: of('areas'),
    items: of('items'),
    points: of('points'),
    cadences: of('cadences'),
    duties: of('duties'),
    channels: of('channels'),
    reviewChains: of('reviewChains'),
  }
}
