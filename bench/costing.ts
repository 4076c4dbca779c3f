import { byName, gongkaiAsks } from './gongkai.ts'
import { editorAsks } from './editors.ts'
import { publishedOver, signInAt } from '../test/support/editorial.ts'
import { loadOf } from './loads.ts'
import { type Part, usages, type Usages } from './processes.ts'
import { type Ask, byGet } from './question.ts'
import type { Contestant } from './servers/child.ts'
import { PASSWORD, type Stage } from './stage.ts'

/** Processor time that one answer takes, in milliseconds: what one core bears is a thousand by the sum. */
export type Cost = Readonly<Record<Part, number>>

const CONNECTIONS = 8

/** What each kind of question costs; of what is kept in memory, and of what is not. */
export async function measureCosts(
  on: Stage,
  { live, stored }: { readonly live: Contestant; readonly stored: Contestant },
  seconds: number,
): Promise<Record<string, Cost>> {
  const { trusted } = gongkaiAsks(on.subject)
  const asks: [string, Contestant, Ask][] = [
    ['list.stored', stored, trusted('list')],
    ['detail.stored', stored, trusted('detail')],
    ['list', live, trusted('list')],
    ['filtered', live, trusted('filtered')],
    ['counted', live, byName('DisclosureCountedList', { first: 20 })],
    ['detail', live, trusted('detail')],
    ['rows', live, trusted('rows')],
    ['feed', live, byGet(`/feeds/item/${on.subject.item}.rss`)],
    ['search', live, trusted('search')],
    ...Object.entries(await editorAsks(live.url, PASSWORD)).map(
      ([name, ask]): [string, Contestant, Ask] => [name, live, ask],
    ),
  ]
  const costs: Record<string, Cost> = {}
  for (const [name, { url }, ask] of asks) {
    const before = usages()
    const { total } = await loadOf({ url }, ask, seconds, CONNECTIONS)
    costs[name] = costOf(before, usages(), total)
  }
  return costs
}

/** What a record costs from its draft over its reviews to its publication, with all that follows. */
export async function costOfPublishing(
  url: string,
  count: number,
  settled: () => Promise<unknown>,
): Promise<Cost & { perSecond: number }> {
  const signIn = signInAt(url, PASSWORD)
  const clients = new Map<string, ReturnType<typeof signIn>>()
  const once = (username: string) => {
    const client = clients.get(username) ?? signIn(username)
    clients.set(username, client)
    return client
  }
  await publishedOver(once)
  const before = usages()
  const began = performance.now()
  for (let index = 0; index < count; index++) await publishedOver(once)
  const seconds = (performance.now() - began) / 1_000
  await settled()
  return { ...costOf(before, usages(), count), perSecond: count / seconds }
}

function costOf(before: Usages, after: Usages, count: number): Cost {
  const parts = Object.entries(after).map(([part, { cpuMs }]) => {
    return [part, Math.max(0, cpuMs - before[part as Part].cpuMs) / Math.max(1, count)]
  })
  return Object.fromEntries(parts) as Cost
}
