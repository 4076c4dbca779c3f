import { expect, test } from 'vitest'
import { openResponseStore } from './response-store.ts'
import { storedResponse } from './stored-response.ts'

const made = (tags: readonly string[], body = 'x', expires = 1_000) => ({
  response: storedResponse(body, {
    status: 200,
    contentType: 'application/json',
    tags: new Set(tags),
    expires,
  }),
  keep: true,
})

function openStore(bytes = 1_000_000) {
  let now = 0
  const store = openResponseStore(bytes, () => now)
  const put = (key: string, ...entry: Parameters<typeof made>) =>
    store.through(key, () => Promise.resolve(made(...entry)))
  return { store, put, at: (time: number) => (now = time) }
}

test('a thousand askers at once have it made once', async () => {
  const { store } = openStore()
  let count = 0
  const make = async () => {
    count++
    await Promise.resolve()
    return made(['a'])
  }
  const answers = await Promise.all(Array.from({ length: 1000 }, () => store.through('k', make)))
  expect(count).toBe(1)
  expect(new Set(answers).size).toBe(1)
  expect(store.get('k')).toBe(answers[0])
})

test('a purge forgets what was made from the tag, and nothing else', async () => {
  const { store, put } = openStore()
  await put('one', ['a', 'b'])
  await put('two', ['b', 'c'])
  store.purge(['a'])
  expect(store.get('one')).toBeUndefined()
  expect(store.get('two')).toBeDefined()
  store.clear()
  expect(store.get('two')).toBeUndefined()
  expect(store.size()).toBe(0)
})

test('what was being made during a purge is neither kept nor given to those who ask after it', async () => {
  const { store, put } = openStore()
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof made>>()
  const before = store.through('k', () => promise)
  store.purge(['unrelated'])
  const after = put('k', ['a'], 'new')
  resolve(made(['a'], 'old'))
  expect((await before).in(null).body.toString()).toBe('old')
  expect((await after).in(null).body.toString()).toBe('new')
  expect(store.get('k')?.in(null).body.toString()).toBe('new')
})

test('a failure is told to all who waited, and the next one tries again', async () => {
  const { store, put } = openStore()
  const failing = () => Promise.reject(new Error('no'))
  const both = [store.through('k', failing), store.through('k', failing)]
  for (const one of both) await expect(one).rejects.toThrow('no')
  await put('k', [])
  expect(store.get('k')).toBeDefined()
})

test('an answer whose time is over is gone', async () => {
  const { store, put, at } = openStore()
  await put('k', [], 'x', 10)
  at(9)
  expect(store.get('k')).toBeDefined()
  at(10)
  expect(store.get('k')).toBeUndefined()
  expect(store.size()).toBe(0)
})

test('memory is bounded: what was used least recently goes first, packed bytes count', async () => {
  const { store, put } = openStore(10_000)
  await put('old', [], 'o'.repeat(3_000))
  await put('used', [], 'u'.repeat(3_000))
  store.get('old')
  await put('new', [], 'n'.repeat(3_000))
  expect(store.get('used')).toBeUndefined()
  expect(store.get('old')).toBeDefined()
  expect(store.size()).toBeLessThanOrEqual(10_000)
  await put('huge', [], 'h'.repeat(20_000))
  expect(store.get('huge')).toBeUndefined()
  expect(store.size()).toBeLessThanOrEqual(10_000)
})

test('other names lead to the same answer and go with it', async () => {
  const { store, put } = openStore()
  await put('k', ['a'])
  store.alias('?x=1', 'k')
  store.alias('?y=1', 'none')
  expect(store.get('?x=1')).toBe(store.get('k'))
  expect(store.get('?y=1')).toBeUndefined()
  store.purge(['a'])
  expect(store.get('?x=1')).toBeUndefined()
})
