import { gongkaiAsks } from './gongkai.ts'
import type { Lane } from './lanes.ts'
import { loadOf } from './loads.ts'
import type { Ask } from './question.ts'
import type { Stage } from './stage.ts'

const LARGE = 1_000_000

/** What the same questions take when there are twenty times as many records: first page, and page 500. */
export async function measureGrowth(
  on: Stage,
  lanes: readonly Lane[],
  records: number,
  seconds: number,
) {
  const lane = lanes.find(({ key }) => key === 'list.trusted')
  if (!lane) throw new Error('no list')
  const pages = async () => {
    const first = await loadOf(lane.contestant, lane.ask, seconds, 1)
    const deep = await loadOf(lane.contestant, await pageOf(on, lane, 500), seconds, 1)
    return { first: first.rps, deep: deep.rps }
  }
  const few = await pages()
  await on.add(LARGE - records)
  const many = await pages()
  // One connection: the time of an answer is what a second holds of them.
  return { first: few.first / many.first, deep: few.deep / many.deep, records: LARGE }
}

async function pageOf({ subject }: Stage, { contestant }: Lane, page: number): Promise<Ask> {
  const { trusted } = gongkaiAsks(subject)
  const address = new URL(contestant.url + trusted('list').path)
  let after: string | null = null
  // Pages of 100 lead there sooner.
  for (let read = 0; read < page * 20; read += 100) {
    address.searchParams.set('variables', JSON.stringify({ first: 100, after }))
    const { data } = (await (await fetch(address)).json()) as {
      data: { disclosures: { pageInfo: { endCursor: string } } }
    }
    after = data.disclosures.pageInfo.endCursor
  }
  address.searchParams.set('variables', JSON.stringify({ first: 20, after }))
  return { ...trusted('list'), path: address.pathname + address.search }
}
