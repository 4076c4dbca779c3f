import type { PublicPool } from '../../../platform/db/pool.ts'
import { watchChannel } from '../../../platform/db/watch-channel.ts'
import type { Logger } from '../../../platform/log.ts'
import { COUNTY_CHANNEL } from '../../organization/events.ts'
import type { Organization } from '../../organization/model.ts'
import { publicOrganizations } from '../../organization/queries.ts'
import type { Area, CountyCache } from '../model.ts'
import { publicAreas } from './areas.ts'

/** The cache with its life: what the composition root holds. */
export interface OpenCountyCache extends CountyCache {
  /** Calls back whenever what it holds has become different. */
  onChange(listener: () => void): void
  /** Reads everything again; for whoever cannot wait for the notification. */
  reload(): Promise<void>
  close(): Promise<void>
}

/** Should a connection be dead without anybody noticing, this is how old the cache may grow. */
const RELOAD_MS = 60_000

/** Loads the county and keeps it up to date with every server that changes it. */
export async function openCountyCache(pool: PublicPool, log: Logger): Promise<OpenCountyCache> {
  const listeners: (() => void)[] = []
  let county = indexed(await publicOrganizations(pool), await publicAreas(pool))
  const reloading = oneAtATime(async () => {
    const before = textOf(county)
    county = indexed(await publicOrganizations(pool), await publicAreas(pool))
    if (textOf(county) !== before) for (const changed of listeners) changed()
  })
  const refresh = () => {
    reloading.run().catch((error: unknown) => log.error({ err: error }, '未能更新机构和事项目录'))
  }

  const closing = new AbortController()
  // What came between two connections was not heard.
  const watch = { channel: COUNTY_CHANNEL, connected: refresh, heard: refresh }
  const watching = watchChannel(pool, log, watch, closing.signal)
  const timer = setInterval(refresh, RELOAD_MS).unref()
  return {
    organizations: () => county.organizations,
    organization: (code) => county.organizationByCode.get(code) ?? null,
    areas: () => county.areas,
    area: (code) => county.areaByCode.get(code) ?? null,
    item: (code) => county.itemByCode.get(code) ?? null,
    itemsOwedBy: (code) => county.itemsByOrganization.get(code) ?? [],
    onChange: (listener) => void listeners.push(listener),
    reload: reloading.run,
    async close() {
      clearInterval(timer)
      closing.abort()
      await watching
      await reloading.idle()
    },
  }
}

/** One county as it was at one moment; replaced whole, never changed. */
function indexed(organizations: readonly Organization[], areas: readonly Area[]) {
  const items = areas.flatMap((area) => area.items)
  const owed = items.flatMap((item) =>
    item.duties.map(({ organizationCode }) => ({ organizationCode, item })),
  )
  const itemsByOrganization = new Map(
    [...Map.groupBy(owed, ({ organizationCode }) => organizationCode)].map(([code, duties]) => [
      code,
      duties.map(({ item }) => item),
    ]),
  )
  return {
    organizations,
    areas,
    organizationByCode: byCode(organizations),
    areaByCode: byCode(areas),
    itemByCode: byCode(items),
    itemsByOrganization,
  }
}

function textOf({ organizations, areas }: ReturnType<typeof indexed>): string {
  return JSON.stringify([organizations, areas])
}

function byCode<T extends { readonly code: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((one) => [one.code, one]))
}

/** Never two runs at once; whoever asks during a run gets the next, which sees what they mean. */
function oneAtATime(work: () => Promise<void>) {
  let last = Promise.resolve()
  let waiting = false
  const idle = () => last.catch(() => {})
  const run = () => {
    if (waiting) return last
    waiting = true
    last = idle().then(() => {
      waiting = false
      return work()
    })
    return last
  }
  return { run, idle }
}
