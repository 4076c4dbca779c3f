import { byName, gongkaiAsks } from './gongkai.ts'
import { type Ask, byGet } from './question.ts'
import { untilQuiet } from './quiet.ts'
import { openSender, type Sender } from './sending.ts'
import type { Contestant } from './servers/child.ts'
import { middleOf } from './spread.ts'
import type { Stage } from './stage.ts'

const ROUNDS = 5
/** Of a server that has answered little so far. */
const WARM_UP = 3
/** Of different records, and of pairs of organization and item. */
const DIFFERENT = 1_000
/**
 * How many questions are out at once: one after the other, each waits for processors to wake up, which takes as long
 * as the answer itself and twice as long at one time as at another.
 */
const AT_ONCE = 4

/** Milliseconds of an answer at the median, and statements that it takes. */
export interface Step {
  readonly ms: number
  readonly sql: number
}

export type Steps = Readonly<Record<Question, Step>>
/** `areas` asks for no record at all: what it takes more is the machine's doing. */
type Question = 'first' | 'deep' | 'filtered' | 'detail' | 'counted' | 'areas'

export interface Growth {
  readonly records: number
  readonly few: Steps
  readonly many: Steps
}

/** What the same questions take before and after so many records are added. */
export async function measureGrowth(
  on: Stage,
  server: Contestant,
  added: number,
  seconds: number,
): Promise<Growth> {
  await untilQuiet(on)
  const few = await stepsOf(on, server, seconds)
  await on.add(added)
  await untilQuiet(on)
  const many = await stepsOf(on, server, seconds)
  const [total] = await on.sql('SELECT count(*)::int AS records FROM publication')
  return { records: Number(total?.['records']), few, many }
}

/** Every question in every round, so that a bad second of the machine hits all alike. */
async function stepsOf(on: Stage, server: Contestant, seconds: number): Promise<Steps> {
  const asks = await asksOf(on, server)
  const sender = openSender(server.url, AT_ONCE)
  const rounds: [string, Step][] = []
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const [question, all] of Object.entries(asks)) {
      await server.measure()
      const times = await timesOf(sender, all, (seconds * 1_000) / ROUNDS)
      const { statements } = await server.measure()
      if (round >= WARM_UP) {
        rounds.push([question, { ms: middleOf(times), sql: statements / times.length }])
      }
    }
  }
  sender.close()
  const steps = Object.keys(asks).map((question): [string, Step] => {
    const own = rounds.flatMap(([asked, step]) => (asked === question ? [step] : []))
    const sql = Math.round(middleOf(own.map((step) => step.sql)) * 10) / 10
    return [question, { ms: middleOf(own.map(({ ms }) => ms)), sql }]
  })
  return Object.fromEntries(steps) as Steps
}

/** Milliseconds of every answer within so many, with `AT_ONCE` questions out all the while. */
async function timesOf(sender: Sender, asks: readonly Ask[], ms: number): Promise<number[]> {
  const times: number[] = []
  const end = performance.now() + ms
  let next = 0
  const reader = async () => {
    while (performance.now() < end) {
      const ask = asks[next++ % asks.length]
      const began = performance.now()
      if (ask) await sender.send(ask)
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, reader))
  return times
}

async function asksOf(on: Stage, { url }: Contestant): Promise<Record<Question, readonly Ask[]>> {
  const { trusted } = gongkaiAsks(on.subject)
  const numbers = await on.sql(
    `SELECT index_number AS number FROM publication WHERE valid_to IS NULL AND title LIKE '%号副本'
      ORDER BY md5(id::text) LIMIT $1`,
    [DIFFERENT],
  )
  const pairs = await on.sql(
    `SELECT organization_code AS organization, item_code AS item FROM publication
      WHERE valid_to IS NULL GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT $1`,
    [DIFFERENT],
  )
  return {
    first: [trusted('list')],
    deep: [await pageOf(url + trusted('list').path, 500)],
    filtered: pairs.map(({ organization, item }) => {
      const filter = { organizationCodes: [organization], itemCodes: [item] }
      return byName('DisclosureFilteredList', { filter, first: 20 })
    }),
    detail: numbers.map(({ number }) => byName('DisclosureDetail', { indexNumber: number })),
    counted: [byName('DisclosureCountedList', { first: 20 })],
    areas: [byName('Areas', {})],
  }
}

async function pageOf(firstPage: string, page: number): Promise<Ask> {
  const address = new URL(firstPage)
  for (let read = 1; read < page; read++) {
    const { data } = (await (await fetch(address)).json()) as {
      data: { disclosures: { pageInfo: { endCursor: string } } }
    }
    const after = data.disclosures.pageInfo.endCursor
    address.searchParams.set('variables', JSON.stringify({ first: 20, after }))
  }
  return byGet(address.pathname + address.search)
}
