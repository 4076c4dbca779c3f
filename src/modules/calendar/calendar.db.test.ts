import { afterAll, expect, test } from 'vitest'
import { openStaffApi } from '../../../test/support/staff-api.ts'
import { openStage } from '../../../test/support/stage.ts'
import { seedCalendar } from '../../seed/seed-calendar.ts'

const stage = await openStage()
const api = await openStaffApi(stage)
afterAll(async () => {
  await api.close()
  await stage.close()
})

const SET = `mutation ($input: SetCalendarYearInput!) {
  result: setCalendarYear(input: $input) {
    __typename
    ... on Error { code }
    ... on ValidationError { problems { path code } }
    ... on SetCalendarYearSuccess { calendar { year days { date working name } } }
  }
}`
const DUE = `{ due: dueDay(after: "2027-09-29", workingDays: 2) { date provisional } }`
const holiday = { date: '2027-10-01', working: false, name: '国庆节' }
const worked = { date: '2027-10-02', working: true, name: '国庆节' }
const year = { year: 2027, source: '国务院办公厅通知（示例）', days: [holiday, worked] }

test('the years of the library are taken over once, and what the office has set stays', async () => {
  const office = stage.county.person('county', 'OFFICE')
  expect(await seedCalendar(stage.platform)).toBeGreaterThan(20)
  expect(await seedCalendar(stage.platform)).toBe(0)

  const before = await api.ask(null, DUE)
  expect(before.data).toEqual({ due: { date: '2027-10-01', provisional: true } })
  const set = await api.ask(office, SET, { input: year })
  expect(set.data).toEqual({
    result: {
      __typename: 'SetCalendarYearSuccess',
      calendar: { year: 2027, days: [holiday, worked] },
    },
  })
  const after = await api.ask(null, DUE)
  expect(after.data).toEqual({ due: { date: '2027-10-02', provisional: false } })
  expect(await stage.events()).toContainEqual({ name: 'calendar.changed', data: { year: 2027 } })
  expect(await seedCalendar(stage.platform)).toBe(0)
})

test('only the office sets a year, and every fault of it is told', async () => {
  const office = stage.county.person('county', 'OFFICE')
  const editor = stage.county.person('mzj', 'EDITOR')
  const refused = await api.ask(editor, SET, { input: year })
  expect(refused.data).toEqual({ result: { __typename: 'ForbiddenError', code: 'FORBIDDEN' } })
  const days = [holiday, holiday, { ...worked, date: '2026-10-10' }]
  const wrong = await api.ask(office, SET, { input: { ...year, days } })
  expect(wrong.data).toMatchObject({
    result: {
      problems: [
        { path: 'days.1.date', code: 'DUPLICATE' },
        { path: 'days.2.date', code: 'OTHER_YEAR' },
      ],
    },
  })
})
