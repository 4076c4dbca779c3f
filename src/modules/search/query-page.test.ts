import { expect, test } from 'vitest'
import type { PublicRecord } from '../publication/model.ts'
import { MATCH_BEGINS as B, MATCH_ENDS as E } from './ports.ts'
import { hitOf } from './query-page.ts'
import { termsOf } from './terms.ts'

const words = { terms: termsOf('低保 申请'), alike: [{ spellings: ['保障'] }] }
const record = {
  title: '方案',
  summary: '规定五项保障措施。',
} as Partial<PublicRecord> as PublicRecord
const byEngine = { id: '', version: 1, title: '方案', summary: '规定五项保障措施。' }

const snippet = (body: string | null, summary = byEngine.summary) =>
  hitOf(record, body, 1, words, { ...byEngine, summary }).snippet

test('the words of the query in a body come before others in the summary', () => {
  expect(snippet('村民可以申请低保。')).toBe('村民可以<mark>申请低保</mark>。')
})

test('where no text has them, what the engine took for them elsewhere is marked', () => {
  expect(snippet('与此无关。')).toBe('规定五项<mark>保障</mark>措施。')
})

test('a summary that the engine has marked itself is shown whole', () => {
  expect(snippet(null, `规定五项${B}措施${E}。`)).toBe('规定五项<mark>措施</mark>。')
})
