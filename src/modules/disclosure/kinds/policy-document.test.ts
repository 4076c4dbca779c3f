import { describe, expect, test } from 'vitest'
import { faultsOf, readContent } from '../kind/content.ts'
import { kind } from './policy-document.ts'

const complete = readContent(
  kind,
  { title: '工作方案', formedOn: '2018-10-12', bodyMarkdown: '依法公开。' },
  'content.policyDocument',
)
const faultsWith = (fields: Readonly<Record<string, unknown>>) =>
  faultsOf(kind, { ...complete, ...fields }, '2026-03-03').map(({ path, code }) => [path, code])

describe('a policy document', () => {
  test('is it complete with title, 成文日期 and body?', () => {
    expect(faultsWith({})).toEqual([])
  })

  test('条例12: does it need its 生成日期?', () => {
    expect(faultsWith({ formedOn: undefined })).toEqual([['formedOn', 'REQUIRED']])
  })

  test('may it end on the day it begins, but not before?', () => {
    const from = { effectiveOn: '2019-01-01' }
    expect(faultsWith({ ...from, expiresOn: '2019-01-01' })).toEqual([])
    expect(faultsWith({ ...from, expiresOn: '2018-12-31' })).toEqual([
      ['expiresOn', 'BEFORE_EFFECTIVE'],
    ])
  })

  test('may it take effect, or end, without the other being known?', () => {
    expect(faultsWith({ effectiveOn: '2019-01-01' })).toEqual([])
    expect(faultsWith({ expiresOn: '2019-01-01' })).toEqual([])
  })

  test('may it take effect after today?', () => {
    expect(faultsWith({ effectiveOn: '2027-01-01' })).toEqual([])
  })
})
