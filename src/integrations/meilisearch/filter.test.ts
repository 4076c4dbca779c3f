import { expect, test } from 'vitest'
import { filterExpression } from './filter.ts'

test.each([
  ['nothing', {}, ''],
  [
    'an organization that nobody preceded',
    { organizationCodes: ['mzj'] },
    'organization IN ["mzj"]',
  ],
  [
    'a successor with what it took over',
    { organizationCodes: ['mzj'], takenOver: true },
    'organization IN ["mzj"]',
  ],
  [
    'a successor without what it took over',
    { organizationCodes: ['mzj'], takenOver: false },
    'publisher IN ["mzj"]',
  ],
])('%s', (_what, filter, expression) => {
  expect(filterExpression({ filter, without: [] })).toBe(expression)
})
