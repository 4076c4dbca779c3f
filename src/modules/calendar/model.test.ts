import { expect, test } from 'vitest'
import { addWorkingDays, calendarFaults, calendarOf, dayAfter, isWeekend } from './model.ts'
import { nationalYears } from './national.ts'

const calendar = calendarOf([...nationalYears()])

test('民法典第201条: the day a count begins on is not counted', () => {
  expect(addWorkingDays(calendar, '2026-03-02', 1)).toEqual({
    date: '2026-03-03',
    provisional: false,
  })
  expect(addWorkingDays(calendar, '2026-03-02', 0).date).toBe('2026-03-02')
})

test.each([
  // 2026-10-01 to 07 is a holiday; 09-20 (Sunday) and 10-10 (Saturday) are worked for it.
  ['2026-09-18', 1, '2026-09-20'],
  ['2026-09-30', 1, '2026-10-08'],
  ['2026-09-30', 3, '2026-10-10'],
  // 2018: 09-29 and 09-30 (a weekend) were worked, 10-01 to 10-07 free.
  ['2018-09-28', 2, '2018-09-30'],
  ['2018-10-12', 20, '2018-11-09'],
  ['2019-05-15', 5, '2019-05-22'],
])('from %s, %i working days end on %s', (from, count, end) => {
  expect(addWorkingDays(calendar, from, count)).toEqual({ date: end, provisional: false })
})

test('a count into a year whose holidays are not known is provisional', () => {
  const years = [...nationalYears()].filter(({ year }) => year <= 2026)
  const known = calendarOf(years)
  expect(addWorkingDays(known, '2026-12-30', 1)).toEqual({ date: '2026-12-31', provisional: false })
  // 元旦 is a holiday that nobody has announced yet.
  expect(addWorkingDays(known, '2026-12-30', 2)).toEqual({ date: '2027-01-01', provisional: true })
})

test('every year that is known has its seven holidays and works on no day of them', () => {
  const years = [...nationalYears()]
  expect(years.map(({ year }) => year)).toEqual(expect.arrayContaining([2018, 2019, 2026]))
  for (const { year, days } of years.filter((one) => one.year >= 2008)) {
    expect(calendarFaults({ year, source: '', days })).toEqual([])
    const free = days.filter(({ working }) => !working).map(({ name }) => name)
    expect({ year, missing: ['春节', '国庆节'].filter((name) => !free.includes(name)) }).toEqual({
      year,
      missing: [],
    })
  }
})

test('years that are known already are left out', () => {
  const all = [...nationalYears()]
  const known = new Set(all.map(({ year }) => year).filter((year) => year !== 2018))
  expect([...nationalYears(known)]).toEqual(all.filter(({ year }) => year === 2018))
})

test('the faults of a year are told together', () => {
  const day = (date: string, working: boolean) => ({ date, working, name: '国庆节' })
  const days = [
    day('2027-10-01', false),
    day('2027-10-01', false),
    day('2026-10-01', false),
    day('2027-10-04', true),
  ]
  expect(
    calendarFaults({ year: 2027, source: '', days }).map(({ path, code }) => [path, code]),
  ).toEqual([
    ['days.1.date', 'DUPLICATE'],
    ['days.2.date', 'OTHER_YEAR'],
    ['days.3.date', 'WEEKDAY'],
  ])
})

test('weekends and following days are those of the calendar', () => {
  expect([isWeekend('2026-11-28'), isWeekend('2026-11-30')]).toEqual([true, false])
  expect(dayAfter('2028-02-28')).toBe('2028-02-29')
  expect(dayAfter('2026-12-31')).toBe('2027-01-01')
})
