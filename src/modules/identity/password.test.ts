import { performance } from 'node:perf_hooks'
import type * as Argon2Module from '@node-rs/argon2'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { parseInput } from '../../platform/problems.ts'
import { hashPassword, newAccountRule, passwordFault, verifyPassword } from './password.ts'

type Argon2 = typeof Argon2Module

const load = vi.hoisted(() => ({ now: 0, most: 0 }))

// The real thing, with a count of how many run at once.
vi.mock('@node-rs/argon2', async (original) => {
  const argon2 = await original<Argon2>()
  const counted =
    <Args extends unknown[], Result>(run: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      load.most = Math.max(load.most, ++load.now)
      try {
        return await run(...args)
      } finally {
        load.now--
      }
    }
  return { ...argon2, hash: counted(argon2.hash), verify: counted(argon2.verify) }
})

beforeEach(() => {
  load.most = 0
})

describe('a new password', () => {
  test.each([
    ['12345678901', 'TOO_SHORT'],
    ['一二三四五六七八九十甲', 'TOO_SHORT'],
    ['一二三四五六七八九十甲乙', null],
    // One character each, though two UTF-16 units.
    ['𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷', 'TOO_SHORT'],
    ['𠮷'.repeat(128), null],
    ['a'.repeat(128), null],
    ['a'.repeat(129), 'TOO_LONG'],
    ['a'.repeat(2000), 'TOO_LONG'],
    ['correct horse\nbattery', 'INVALID_CHARACTERS'],
    ['correct horse \ud800 battery', 'INVALID_CHARACTERS'],
    ['Minzheng.Editor', 'SAME_AS_USERNAME'],
    ['ｍｉｎｚｈｅｎｇ．ｅｄｉｔｏｒ', 'SAME_AS_USERNAME'],
    ['correct horse battery', null],
  ])('%j: %s', (password, code) => {
    expect(passwordFault(password, 'minzheng.editor')?.code ?? null).toBe(code)
  })

  test('is told together with every other fault of the account, and never repeated', () => {
    const input = {
      username: '局 长',
      displayName: '张\u0007',
      password: 'short-secret'.slice(0, 8),
    }
    const refuse = () => parseInput(newAccountRule, input)
    expect(refuse).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ path: 'username', code: 'INVALID_FORMAT' }),
          expect.objectContaining({ path: 'displayName', code: 'INVALID_CHARACTERS' }),
          expect.objectContaining({ path: 'password', code: 'TOO_SHORT' }),
        ],
      }),
    )
    expect(refuse).not.toThrow(/short-se/)
  })
})

describe('hashing', () => {
  test('is argon2id with 19 MiB, two passes, one lane, and a salt of its own', async () => {
    const [one, two] = await Promise.all([
      hashPassword('same password'),
      hashPassword('same password'),
    ])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(two)
    expect(await verifyPassword(one, 'same password')).toBe(true)
    expect(await verifyPassword(one, 'some password')).toBe(false)
  })

  test('takes what an input method writes in another way as the same', async () => {
    const hash = await hashPassword('ｐassword é 一二三四')
    expect(await verifyPassword(hash, 'password e\u0301 一二三四')).toBe(true)
  })

  test('an overlong password does not match by its beginning', async () => {
    const hash = await hashPassword('a'.repeat(1024))
    expect(await verifyPassword(hash, 'a'.repeat(1025))).toBe(false)
  })

  test('runs two at once and no more', async () => {
    await Promise.all(Array.from({ length: 12 }, () => verifyPassword(null, 'anything')))
    expect(load).toEqual({ now: 0, most: 2 })
  })

  test('goes on after one that failed', async () => {
    const broken = Array.from({ length: 4 }, () => verifyPassword('no hash', 'anything'))
    expect((await Promise.allSettled(broken)).every(({ status }) => status === 'rejected')).toBe(
      true,
    )
    expect(await verifyPassword(null, 'anything')).toBe(false)
  })
})

test('an unknown user takes as long as a wrong password', async () => {
  const stored = await hashPassword('correct horse battery')
  const took: Record<'unknown' | 'wrong', number[]> = { unknown: [], wrong: [] }
  for (let round = 0; round < 31; round++) {
    for (const [kind, hash] of [
      ['unknown', null],
      ['wrong', stored],
    ] as const) {
      const start = performance.now()
      await verifyPassword(hash, 'not the password')
      took[kind].push(performance.now() - start)
    }
  }
  const ratio = median(took.unknown) / median(took.wrong)
  expect(ratio).toBeGreaterThan(0.5)
  expect(ratio).toBeLessThan(2)
})

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
