import { expect, test } from 'vitest'
import { cardOf, smsLineOf } from './brief.ts'
import type { PublicRecord, Withdrawal } from './model.ts'

const record = {
  kind: 'Notice',
  title: '夏季食品安全消费提示',
  summary: '注意冷藏。',
  docNumber: '喀市监发〔2026〕21号',
  formedOn: '2026-06-18',
  content: {},
  brief: { line: '夏季食品安全消费提示：注意冷藏。', facts: [{ label: '热线', value: '12315' }] },
  withdrawal: null,
} as unknown as PublicRecord

const withdrawn = (type: Withdrawal['type'], title: string | null): PublicRecord => ({
  ...record,
  title,
  brief: null,
  withdrawal: { type, reason: '内容有误', at: new Date(0), successorIndexNumber: null },
})

test('what was frozen with the record is what is told', () => {
  expect(smsLineOf(record)).toBe('夏季食品安全消费提示：注意冷藏。')
  expect(cardOf(record)).toEqual({ title: record.title, facts: record.brief?.facts })
})

test('a record that is older than briefs is told from its content', () => {
  const older = { ...record, brief: null }
  expect(smsLineOf(older)).toBe('夏季食品安全消费提示：注意冷藏。')
  expect(cardOf(older).facts).toEqual([
    { label: '发文字号', value: '喀市监发〔2026〕21号' },
    { label: '成文日期', value: '2026年6月18日' },
  ])
})

test('a withdrawn record says so with its title, and after PRIVACY without (个人信息保护法47)', () => {
  const error = withdrawn('ERROR', '夏季食品安全消费提示')
  expect(smsLineOf(error)).toBe('已撤回：夏季食品安全消费提示')
  expect(cardOf(error)).toEqual({ title: '夏季食品安全消费提示', facts: [] })
  const privacy = withdrawn('PRIVACY', null)
  expect(smsLineOf(privacy)).toBe('已撤回')
  expect(cardOf(privacy)).toEqual({ title: null, facts: [] })
})

test('long titles are cut to what a message and a card hold', () => {
  const long = withdrawn('ERROR', '县'.repeat(200))
  expect(smsLineOf(long)).toHaveLength(60)
  expect(cardOf(long).title).toHaveLength(40)
})
