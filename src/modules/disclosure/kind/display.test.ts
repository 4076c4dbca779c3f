import { describe, expect, test } from 'vitest'
import { calendarOf } from '../../calendar/model.ts'
import { nationalYears } from '../../calendar/national.ts'
import { displayEnd, displayFaults, withDisplayDays } from './display.ts'
import type { Content } from './kind.ts'
import { kindOf, kinds } from './registry.ts'

const roster = kindOf('RecipientRoster')

test('a display ends with its last day, by the clock of the county', () => {
  expect(displayEnd(roster, { displayTo: '2026-05-19' })).toEqual(new Date('2026-05-19T16:00:00Z'))
  expect(displayEnd(roster, { displayTo: '2028-02-29' })).toEqual(new Date('2028-02-29T16:00:00Z'))
  expect(displayEnd(roster, {})).toBeNull()
  expect(displayEnd(kindOf('Notice'), { displayTo: '2026-05-19' })).toBeNull()
})

test('个人信息保护法47: what is over is not put on display', () => {
  const codes = (today: string) =>
    displayFaults(roster, { displayTo: '2026-05-19' }, today).map(({ path, code }) => [path, code])
  expect(codes('2026-05-19')).toEqual([])
  expect(codes('2026-05-20')).toEqual([['displayTo', 'DISPLAY_OVER']])
  expect(displayFaults(kindOf('Notice'), { displayTo: '2026-05-19' }, '2026-05-20')).toEqual([])
})

test('a kind that is on display for a time has its first and last day, and the working days between', () => {
  const displayed = [...kinds.values()].flatMap(({ display, fields }) =>
    display ? [[fields[display.from], fields[display.to], fields[display.workingDays]]] : [],
  )
  expect(displayed.length).toBeGreaterThan(0)
  for (const [from, to, days] of displayed) {
    expect(from).toMatchObject({ type: { scalar: 'Date' }, required: true })
    expect(to).toMatchObject({ type: { scalar: 'Date' }, required: false })
    expect(days).toMatchObject({ type: { scalar: 'Int' }, required: false })
  }
})

describe('a display in working days', () => {
  const calendar = calendarOf([...nationalYears()].filter(({ year }) => year <= 2026))
  const shown = (content: Content, today: string) =>
    withDisplayDays(roster, content, today, calendar)

  test.each([
    // 2026-10-01 to 07 is a holiday, 09-20 and 10-10 are worked.
    ['2026-09-28', 7, '2026-09-28', '2026-09-28', '2026-10-13'],
    ['2026-09-14', 5, '2026-09-10', '2026-09-14', '2026-09-20'],
    // Nobody could object before it was published.
    ['2026-09-01', 3, '2026-09-14', '2026-09-14', '2026-09-17'],
  ])('from %s for %i days, published on %s', (displayFrom, displayWorkingDays, today, from, to) => {
    expect(shown({ displayFrom, displayWorkingDays }, today)).toEqual({
      displayFrom: from,
      displayTo: to,
      displayWorkingDays,
    })
  })

  test('a last day that is a date stands', () => {
    const content = { displayFrom: '2026-09-01', displayTo: '2026-09-30', displayWorkingDays: 3 }
    expect(shown(content, '2026-09-14')).toEqual(content)
  })

  test('is refused while the holidays it would cross are not known, or when it has no end', () => {
    const over = shown({ displayFrom: '2026-12-28', displayWorkingDays: 7 }, '2026-12-28')
    const codes = (content: Content) =>
      displayFaults(roster, content, '2026-12-28').map(({ path, code }) => [path, code])
    expect(codes(over)).toEqual([['displayWorkingDays', 'HOLIDAYS_UNKNOWN']])
    expect(codes({ displayFrom: '2026-12-28' })).toEqual([['displayTo', 'REQUIRED']])
  })
})
