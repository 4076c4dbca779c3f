import fc from 'fast-check'
import { expect, test } from 'vitest'
import { smsSegments } from '../../platform/sms-segments.ts'
import { ANSWERS, searchAnswer } from './sms-answer.ts'

const SIGNATURE = '喀左政务公开'
const linkOf = (number: number) => `https://gk.kazuo.gov.cn/s/Ab3dE9x${number}`
const foundOf = (...titles: string[]) =>
  titles.map((title, number) => ({ title, link: linkOf(number) }))

test('results come with their links, in order', () => {
  expect(searchAnswer(SIGNATURE, 5, foundOf('低保名单', '低保标准'))).toBe(
    `共5条。1.低保名单 ${linkOf(0)} 2.低保标准 ${linkOf(1)}`,
  )
})

test('nothing found says what to do', () => {
  expect(searchAnswer(SIGNATURE, 0, [])).toBe(ANSWERS.NOTHING)
})

test('a link that two messages do not hold is not cut', () => {
  const long = { title: '低保名单', link: `https://gk.example/${'a'.repeat(150)}` }
  expect(searchAnswer(SIGNATURE, 1, [long])).toBe(ANSWERS.NOTHING)
})

test('every fixed answer is one message', () => {
  for (const answer of Object.values(ANSWERS)) {
    expect(smsSegments(`【${SIGNATURE}】${answer}`)).toHaveLength(1)
  }
})

test('whatever the titles, it is two messages at most, with every link whole', () => {
  const titles = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(titles, (given) => {
      const answer = searchAnswer(SIGNATURE, given.length, foundOf(...given))
      expect(smsSegments(`【${SIGNATURE}】${answer}`).length).toBeLessThanOrEqual(2)
      const links = answer.match(/https:\/\/gk\.kazuo\.gov\.cn\/s\/Ab3dE9x\d(?= |$)/g) ?? []
      expect(links.length).toBeGreaterThanOrEqual(1)
    }),
  )
})
