import { expect, test } from 'vitest'
import { searchSettings } from './settings.ts'

test('every word of a group stands for every other, over several groups', () => {
  const synonyms = [
    ['低保', '最低生活保障', '低保金'],
    ['健身圈', '15分钟健身圈'],
    ['低保', '救济'],
  ]
  expect(searchSettings({ synonyms, dictionary: [] }).synonyms).toEqual({
    低保: ['最低生活保障', '低保金', '救济'],
    最低生活保障: ['低保', '低保金'],
    低保金: ['低保', '最低生活保障'],
    健身圈: ['15\uE002分钟健身圈'],
    '15\uE002分钟健身圈': ['健身圈'],
    救济: ['低保'],
  })
})

test('what is filtered and counted by can be', () => {
  const { filtered, facetValues } = searchSettings({ synonyms: [], dictionary: [] })
  expect(filtered).toEqual(
    expect.arrayContaining(['area', 'item', 'organization', 'kind', 'year', 'publishedAt', 'id']),
  )
  expect(facetValues).toBeGreaterThanOrEqual(100)
})
