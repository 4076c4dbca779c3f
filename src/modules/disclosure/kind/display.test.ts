import { expect, test } from 'vitest'
import { displayEnd, displayFaults } from './display.ts'
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

test('a kind that is on display for a time demands its first and last day', () => {
  const displayed = [...kinds.values()].flatMap(({ display, fields }) =>
    display ? [fields[display.from], fields[display.to]] : [],
  )
  expect(displayed.length).toBeGreaterThan(0)
  for (const field of displayed) {
    expect(field).toMatchObject({ type: { scalar: 'Date' }, required: true })
  }
})
