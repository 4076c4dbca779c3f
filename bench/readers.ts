import { setTimeout as pause } from 'node:timers/promises'
import type { Kind, Mix } from './mix.ts'
import { openSender } from './sending.ts'
import { type Spread, spreadOf } from './spread.ts'

// Many readers in a process of their own: reads one order from its parent, asks until it hears again, tells what it saw.

/** What to ask of whom. */
export interface Order {
  readonly url: string
  readonly mix: Mix
  /** As many at once as this, each as fast as it is answered; otherwise whenever somebody comes, however long it takes. */
  readonly atOnce?: number
  /** What comes sooner is not counted. */
  readonly warmUpMs: number
}

/** What was seen. */
export interface Seen {
  readonly kinds: Readonly<Record<string, Spread>>
  readonly perSecond: number
  /** All of them, those of the warm-up too. */
  readonly asked: Readonly<Record<string, number>>
  readonly failed: number
  readonly firstFailure: string | null
}

const CONNECTIONS = 256

let closing = false

process.once('message', (order: Order) => {
  process.once('message', () => {
    closing = true
  })
  ask(order).then(
    (seen) => process.send?.(seen),
    (error: unknown) => {
      throw error
    },
  )
})
process.on('disconnect', () => process.exit())

async function ask({ url, mix, atOnce, warmUpMs }: Order): Promise<Seen> {
  const sender = openSender(url, atOnce ?? CONNECTIONS)
  const began = performance.now()
  const times = new Map<string, number[]>(Object.keys(mix).map((kind) => [kind, []]))
  const asked = Object.fromEntries(Object.keys(mix).map((kind) => [kind, 0]))
  const failures: string[] = []
  const chosen = new Map(Object.entries(mix).map(([name, kind]) => [name, chooser(kind)]))

  const one = async (name: string) => {
    const question = chosen.get(name)?.()
    if (!question) return
    asked[name] = (asked[name] ?? 0) + 1
    const sent = performance.now()
    try {
      await sender.send(question)
      if (sent - began > warmUpMs) times.get(name)?.push(performance.now() - sent)
    } catch (error) {
      failures.push(String(error))
    }
  }
  if (atOnce === undefined) {
    const under = new Set<Promise<void>>()
    const comes = async ([name, { perSecond }]: [string, Kind]) => {
      for (let due = began; !closing; due += (-Math.log(1 - Math.random()) * 1_000) / perSecond) {
        const early = due - performance.now()
        if (early > 1) await pause(early)
        const asking = one(name).finally(() => under.delete(asking))
        under.add(asking)
      }
    }
    await Promise.all(Object.entries(mix).map(comes))
    await Promise.all(under)
  } else {
    const names = Object.entries(mix)
    const next = weighted(names.map(([, { perSecond }]) => perSecond))
    const reader = async () => {
      while (!closing) await one(names[next()]?.[0] ?? '')
    }
    await Promise.all(Array.from({ length: atOnce }, reader))
  }
  const seconds = (performance.now() - began - warmUpMs) / 1_000
  sender.close()
  const all = [...times.values()].reduce((sum, { length }) => sum + length, 0)
  return {
    kinds: Object.fromEntries([...times].map(([kind, own]) => [kind, spreadOf(own)])),
    perSecond: all / seconds,
    asked,
    failed: failures.length,
    firstFailure: failures[0] ?? null,
  }
}

function chooser({ asks, favours }: Kind) {
  const next = weighted(asks.map((_, index) => (favours ? 1 / (index + 1) : 1)))
  return () => asks[next()]
}

/** Places in a list of weights, each as often as it weighs. */
function weighted(weights: readonly number[]): () => number {
  let sum = 0
  const ends = weights.map((weight) => (sum += weight))
  return () => {
    const point = Math.random() * sum
    let [low, high] = [0, ends.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle] ?? 0) > point) high = middle
      else low = middle + 1
    }
    return low
  }
}
