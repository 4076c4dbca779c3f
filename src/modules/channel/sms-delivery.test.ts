import { expect, test } from 'vitest'
import type { Payload, Purpose, ToldRecord } from './model.ts'
import { contentOf } from './sms-delivery.ts'

const LINK = 'https://gk.example/s/Ab3dE9xK'
const record = (title: string | null, line = `${title}：摘要`) => ({ title, line }) as ToldRecord

function told(purpose: Purpose, first: ToldRecord, ...others: ToldRecord[]): Payload {
  return { purpose, records: [first, ...others], digest: 'NOW', subscribed: true }
}

test.each([
  ['PUBLISHED', '暴雨橙色预警：摘要'],
  ['CORRECTED', '更正：暴雨橙色预警：摘要'],
] as const)('%s is told as %s', (purpose, line) => {
  const content = contentOf(told(purpose, record('暴雨橙色预警')), LINK)
  expect(content).toEqual({ line, link: LINK, subscribed: true })
})

test('a withdrawal tells what was frozen with the tombstone', () => {
  const { line } = contentOf(told('WITHDRAWN', record(null, '已撤回')), null)
  expect(line).toBe('已撤回')
})

test('a digest tells the titles and counts the rest', () => {
  const [first, ...others] = Array.from({ length: 7 }, (_, number) => record(`标题${number}`))
  if (!first) throw new Error('no record')
  const { line } = contentOf(told('PUBLISHED', first, ...others), LINK)
  expect(line).toBe('7条新信息：标题0；标题1；标题2；标题3；标题4等')
})
