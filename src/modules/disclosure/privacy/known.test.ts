import { expect, test } from 'vitest'
import { knownPublic, phoneKey } from './known.ts'

test.each([
  ['+86 138-0000-1234', '13800001234'],
  ['008613800001234', '13800001234'],
  ['（0421）555-0105', '04215550105'],
  ['０４２１－５５５０１０５', '04215550105'],
  ['12345', '12345'],
  ['8612345', '8612345'],
])('%s is %s', (number, key) => {
  expect(phoneKey(number)).toBe(key)
})

test('contacts are read out of whatever an editor wrote, fixed lines without the area code too', () => {
  const { phones, mailboxes } = knownPublic([
    '0421-5550105、12345转2',
    '值班：13800001234',
    '意见箱 YJ@Example.com',
  ])
  expect([...phones]).toEqual(['04215550105', '5550105', '12345', '13800001234'])
  expect([...mailboxes]).toEqual(['yj@example.com'])
})
