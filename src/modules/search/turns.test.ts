import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { turns } from './turns.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Works that end when told, in the order in which they began. */
function works() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => () => {
    begun.push(name)
    const { promise, resolve } = Promise.withResolvers<string>()
    ends.set(name, () => resolve(`${name} done`))
    return promise
  }
  const end = async (name: string) => {
    ends.get(name)?.()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { begun, work, end }
}

test('so many are in hand at once, the others follow in their order', async () => {
  const { begun, work, end } = works()
  const line = turns({ atOnce: 2, longestWaitMs: 1_000 })
  const results = ['a', 'b', 'c', 'd'].map((name) => line.take(name, work(name)))
  expect(begun).toEqual(['a', 'b'])
  await end('b')
  expect(begun).toEqual(['a', 'b', 'c'])
  for (const name of ['a', 'c', 'd']) await end(name)
  expect(await Promise.all(results)).toEqual(['a done', 'b done', 'c done', 'd done'])
})

test('a failure makes room for the next, and is told to whom it concerns', async () => {
  const { begun, work, end } = works()
  const line = turns({ atOnce: 1, longestWaitMs: 1_000 })
  const { promise, reject } = Promise.withResolvers<string>()
  const failing = line.take('a', () => promise)
  const next = line.take('b', work('b'))
  reject(new Error('broken'))
  await expect(failing).rejects.toThrow('broken')
  expect(begun).toEqual(['b'])
  await end('b')
  expect(await next).toBe('b done')
})

test('who has waited for too long goes away without a result, and is not worked for', async () => {
  const { begun, work, end } = works()
  const line = turns({ atOnce: 1, longestWaitMs: 1_000 })
  const first = line.take('a', work('a'))
  const late = line.take('b', work('b'))
  await vi.advanceTimersByTimeAsync(999)
  const intime = line.take('c', work('c'))
  await vi.advanceTimersByTimeAsync(1)
  expect(await late).toBeNull()
  await end('a')
  expect(begun).toEqual(['a', 'c'])
  await end('c')
  expect(await Promise.all([first, intime])).toEqual(['a done', 'c done'])
})

test('equal ones that wait are worked on once; what has begun is joined by nobody', async () => {
  const { begun, work, end } = works()
  const line = turns({ atOnce: 1, longestWaitMs: 1_000 })
  const first = line.take('a', work('a 1'))
  const others = [2, 3, 4].map((n) => line.take('a', work(`a ${n}`)))
  await end('a 1')
  expect(begun).toEqual(['a 1', 'a 2'])
  const last = line.take('a', work('a 5'))
  await end('a 2')
  await end('a 5')
  expect(await first).toBe('a 1 done')
  expect(await Promise.all(others)).toEqual(['a 2 done', 'a 2 done', 'a 2 done'])
  expect(await last).toBe('a 5 done')
})
