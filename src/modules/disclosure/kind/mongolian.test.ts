import { describe, expect, test } from 'vitest'
import { readContent } from './content.ts'
import { publicContent } from './mask.ts'
import { translationFaults, translationStatus } from './mongolian.ts'
import { kindOf } from './registry.ts'

const notice = kindOf('Notice')
const TITLE = 'ᠮᠡᠳᠡᠭᠳᠡᠯ'
const texts = { mongolianTitle: TITLE, mongolianBodyMarkdown: 'ᠰᠠᠷ\u180Eᠠ' }
const content = (given: object) =>
  readContent(notice, { title: '通知', bodyMarkdown: '正文', ...given }, '')
const codes = (given: object) =>
  translationFaults(content(given)).map(({ path, code }) => `${path} ${code}`)

describe('the status of a translation', () => {
  test.each([
    ['nothing', {}, 'NONE'],
    ['nothing, said', { mongolianStatus: 'NONE' }, 'NONE'],
    ['texts', texts, 'DRAFT'],
    ['a draft', { ...texts, mongolianStatus: 'DRAFT' }, 'DRAFT'],
    ['reviewed', { ...texts, mongolianStatus: 'REVIEWED' }, 'REVIEWED'],
  ])('of %s', (_what, given, status) => {
    expect(translationStatus(content(given))).toBe(status)
    expect(codes(given)).toEqual([])
  })

  test('is no obstacle, unless it says what is not so', () => {
    expect(codes({ ...texts, mongolianStatus: 'NONE' })).toEqual([
      'mongolianStatus TRANSLATION_GIVEN',
    ])
    expect(codes({ mongolianStatus: 'REVIEWED' })).toEqual(['mongolianTitle REQUIRED'])
    expect(codes({ mongolianTitle: '通知', mongolianBodyMarkdown: 'Notice' })).toEqual([
      'mongolianTitle NOT_MONGOLIAN',
      'mongolianBody NOT_MONGOLIAN',
    ])
  })
})

test('the public reads a translation when it has been reviewed, and nothing of it before', () => {
  const draft = JSON.stringify(publicContent(notice, content(texts)))
  expect(draft).not.toMatch(/[\u1800-\u18AF]/)
  const reviewed = publicContent(notice, content({ ...texts, mongolianStatus: 'REVIEWED' }))
  expect(reviewed).toMatchObject({ mongolianTitle: TITLE, mongolianBody: { type: 'doc' } })
})

test('a translation has its body in one form only, like the text', () => {
  const both = { mongolianBodyMarkdown: TITLE, mongolianBody: { type: 'doc', content: [] } }
  expect(() => content(both)).toThrow('mongolianBody 或 mongolianBodyMarkdown')
})
