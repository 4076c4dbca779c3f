import { expect, test } from 'vitest'
import type { Digest } from './model.ts'
import { type QuietHours, sendingTime } from './timing.ts'

const NIGHT = { from: '22:00', to: '07:30' }

/** When an ordinary message goes, in the county's time. */
function goes(now: string, digest: Digest, quiet: QuietHours | null = null): string {
  const due = sendingTime(new Date(`${now}+08:00`), { lane: 'ORDINARY', digest, quiet })
  return new Date(due.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)
}

test.each([
  ['2026-03-03T12:00', 'NOW', '2026-03-03T12:00'],
  ['2026-03-03T08:29', 'DAILY', '2026-03-03T08:30'],
  ['2026-03-03T08:30', 'DAILY', '2026-03-04T08:30'],
  // A Tuesday, a Monday before and after.
  ['2026-03-03T12:00', 'WEEKLY', '2026-03-09T08:30'],
  ['2026-03-09T08:00', 'WEEKLY', '2026-03-09T08:30'],
  ['2026-03-09T08:30', 'WEEKLY', '2026-03-16T08:30'],
] as const)('at %s, %s: %s', (now, digest, due) => {
  expect(goes(now, digest)).toBe(due)
})

test.each([
  ['2026-03-03T21:59', NIGHT, '2026-03-03T21:59'],
  ['2026-03-03T22:00', NIGHT, '2026-03-04T07:30'],
  ['2026-03-04T00:00', NIGHT, '2026-03-04T07:30'],
  ['2026-03-04T07:29', NIGHT, '2026-03-04T07:30'],
  ['2026-03-04T07:30', NIGHT, '2026-03-04T07:30'],
  ['2026-03-04T13:00', { from: '12:00', to: '14:00' }, '2026-03-04T14:00'],
] as const)('at %s, quiet from $from to $to: %s', (now, quiet, due) => {
  expect(goes(now, 'NOW', quiet)).toBe(due)
})

test('a digest that falls into quiet hours comes after them', () => {
  expect(goes('2026-03-03T12:00', 'DAILY', { from: '20:00', to: '09:00' })).toBe('2026-03-04T09:00')
})

test('urgent goes at once, at any hour, whatever was asked for', () => {
  const now = new Date('2026-03-03T23:00+08:00')
  expect(sendingTime(now, { lane: 'URGENT', digest: 'WEEKLY', quiet: NIGHT })).toBe(now)
})
