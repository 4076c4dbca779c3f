import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sealer, SealingKeyError } from './sealing.ts'

const key = (fill: string) => Buffer.alloc(32, fill)
const seal = sealer([key('a')])

test('what is sealed opens for its context alone, shows nothing, and is never twice the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 3 }), (secret) => {
      const stored = seal.seal(secret, 'one')
      expect(seal.open(stored, 'one')).toBe(secret)
      expect(() => seal.open(stored, 'other')).toThrow('authenticate')
      expect(stored.slice('sealed:aes-256-gcm:'.length)).not.toContain(secret)
      expect(seal.seal(secret, 'one')).not.toBe(stored)
    }),
  )
})

test('a changed byte is noticed', () => {
  const stored = seal.seal('11010519491231002X', 'one')
  const end = stored.endsWith('A') ? 'B' : 'A'
  expect(() => seal.open(`${stored.slice(0, -3)}${end}${stored.slice(-2)}`, 'one')).toThrow(
    'authenticate',
  )
})

test('what was never sealed is given back as it is', () => {
  expect(seal.open('张三', 'one')).toBe('张三')
  expect(seal.open('', 'one')).toBe('')
  const taken = 'sealed:aes-256-gcm:of:somebody'
  expect(seal.open(seal.seal(taken, 'one'), 'one')).toBe(taken)
})

test('a new key in front opens what the old one sealed and keeps its fingerprints', () => {
  const newer = sealer([key('b'), key('a')])
  const stored = seal.seal('13812345678', 'one')
  expect(newer.open(stored, 'one')).toBe('13812345678')
  expect(newer.fingerprint('13812345678', 'one')).toBe(seal.fingerprint('13812345678', 'one'))
  expect(() => seal.open(newer.seal('x', 'one'), 'one')).toThrow(SealingKeyError)
  expect(() => sealer([])).toThrow(SealingKeyError)
})

test('fingerprints differ by value, context and key', () => {
  const other = sealer([key('b')])
  const prints = [
    seal.fingerprint('1', 'one'),
    seal.fingerprint('2', 'one'),
    seal.fingerprint('1', 'two'),
    other.fingerprint('1', 'one'),
  ]
  expect(new Set(prints).size).toBe(prints.length)
})
