import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Part, wordDiff } from './words.ts'

const without = (parts: readonly Part[], op: Part['op']) =>
  parts.flatMap((part) => (part.op === op ? [] : [part.text])).join('')

test('does a change show whole Chinese words, and nothing around them?', () => {
  expect(wordDiff('农村低保标准为每月五百元。', '农村低保标准为每年六千元。')).toEqual([
    { op: 'SAME', text: '农村低保标准为' },
    { op: 'REMOVED', text: '每月五百元' },
    { op: 'ADDED', text: '每年六千元' },
    { op: 'SAME', text: '。' },
  ])
})

test('do the parts always give both texts back?', () => {
  const text = fc.string({ unit: fc.constantFrom('低', '保', '标准', '，', '\n', 'a ', '1') })
  const run = fc.property(text, text, (before, after) => {
    const parts = wordDiff(before, after)
    expect(without(parts, 'ADDED')).toBe(before)
    expect(without(parts, 'REMOVED')).toBe(after)
    expect(parts.every((part) => part.text !== '')).toBe(true)
  })
  fc.assert(run)
})

test('are texts that have nothing in common compared in time, as one taken for the other?', () => {
  const before = Array.from({ length: 40_000 }, (_, index) => `甲${index}。`).join('')
  const after = Array.from({ length: 40_000 }, (_, index) => `乙${index * 7 + 3}！`).join('')
  expect(wordDiff(before, after)).toEqual([
    { op: 'REMOVED', text: before },
    { op: 'ADDED', text: after },
  ])
})
