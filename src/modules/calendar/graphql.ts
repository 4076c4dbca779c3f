import { builder } from '../../graphql/builder.ts'
import { mutation, type SuccessFields } from '../../graphql/mutation.ts'
import { calendarDate } from '../../platform/clock.ts'
import { setCalendarYear } from './commands/set-calendar-year.ts'
import { addWorkingDays, type CalendarDay, type CalendarYear, type DueDay } from './model.ts'
import { calendarYear, workingCalendar } from './queries.ts'

const CalendarDayType = builder.objectRef<CalendarDay>('CalendarDay').implement({
  description: 'A day that is not what its weekday says. Public.',
  fields: (t) => ({
    date: t.field({ type: 'Date', description: 'The day.', resolve: ({ date }) => date }),
    working: t.exposeBoolean('working', {
      description: 'True for a weekend that is worked (调休), false for a holiday.',
    }),
    name: t.exposeString('name', { description: 'The holiday it belongs to: 国庆节.' }),
  }),
})

const CalendarYearType = builder.objectRef<CalendarYear>('CalendarYear').implement({
  description: 'Holidays and worked weekends of a year (国务院办公厅节假日安排). Public.',
  fields: (t) => ({
    year: t.exposeInt('year', { description: 'The year.' }),
    source: t.exposeString('source', { description: 'Where the days are from.' }),
    days: t.field({
      type: [CalendarDayType],
      description: 'In order; all other days are what their weekday says.',
      resolve: ({ days }) => [...days],
    }),
  }),
})

const DueDayType = builder.objectRef<DueDay>('DueDay').implement({
  description: 'Where a count of working days ends. Public.',
  fields: (t) => ({
    date: t.field({ type: 'Date', description: 'Its last day.', resolve: ({ date }) => date }),
    provisional: t.exposeBoolean('provisional', {
      description: 'Whether it crosses a year whose holidays are not known yet: it may still move.',
    }),
  }),
})

const MOST_DAYS = 250

builder.queryFields((t) => ({
  calendarYear: t.field({
    type: CalendarYearType,
    nullable: true,
    description: 'The working calendar of a year. Null while its holidays are not known. Public.',
    authScopes: { public: true },
    args: { year: t.arg.int({ required: true, description: 'The year.' }) },
    resolve: (_root, { year }, { platform }) => calendarYear(platform.database, year),
  }),
  dueDay: t.field({
    type: DueDayType,
    description:
      'The last of a number of working days (工作日) after a day, which itself is not counted (民法典201). Public.',
    authScopes: { public: true },
    args: {
      after: t.arg({ type: 'Date', description: 'The day it begins on. Today when left out.' }),
      workingDays: t.arg.int({
        required: true,
        description: `How many, 0 to ${MOST_DAYS}; more are counted as ${MOST_DAYS}.`,
      }),
    },
    resolve: async (_root, { after, workingDays }, { platform }) => {
      const from = after ?? calendarDate(platform.clock.now())
      const count = Math.min(workingDays, MOST_DAYS)
      return addWorkingDays(await workingCalendar(platform.database, from), from, count)
    },
  }),
}))

const CalendarDayInput = builder.inputType('CalendarDayInput', {
  description: 'A day that is not what its weekday says.',
  fields: (t) => ({
    date: t.field({ type: 'Date', required: true, description: 'The day, in the year.' }),
    working: t.boolean({
      required: true,
      description: 'True for a weekend that is worked, false for a holiday.',
    }),
    name: t.string({ required: true, description: 'The holiday it belongs to.' }),
  }),
})

mutation('setCalendarYear', {
  description:
    'Sets holidays and worked weekends of a year, in place of what was known of it; what is due by working days is counted anew. For the office.',
  rule: 'calendar.set',
  input: (t) => ({
    year: t.int({ required: true, description: 'The year.' }),
    source: t.string({
      required: true,
      description: 'The document it is from: 国办发明电〔2025〕7号.',
    }),
    days: t.field({ type: [CalendarDayInput], required: true, description: 'At most 100.' }),
  }),
  success: (t: SuccessFields<{ readonly calendar: CalendarYear }>) => ({
    calendar: t.field({
      type: CalendarYearType,
      description: 'The year as it is now.',
      resolve: ({ calendar }) => calendar,
    }),
  }),
  resolve: async (input, { platform, actor }) => ({
    calendar: await setCalendarYear(platform, actor, input),
  }),
})
