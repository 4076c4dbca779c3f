import { describe, expect, test } from 'vitest'
import { type ContentInput, readContent } from '../disclosure/kind/content.ts'
import { kindOf } from '../disclosure/kind/registry.ts'
import { summariesOf } from '../disclosure/kind/tables.ts'
import { publicationHash } from './content-hash.ts'
import { freeze, type Rendition } from './freeze.ts'

const policy = kindOf('PolicyDocument')
const INPUT = {
  title: '工作方案',
  summary: '依法公开',
  keywords: ['低保', '救助'],
  docNumber: '喀政办发[2018]12号',
  formedOn: '2018-10-12',
  hotline: '12345',
  issuers: ['喀左县人民政府办公室'],
  supersedes: ['喀政办发〔2017〕3号'],
  validity: 'IN_FORCE',
  bodyMarkdown: '# 总则\n\n各单位**须**公开 <b>全文</b>。',
}

/** The rendition of what an editor sends; freezing looks at nothing but the content. */
const frozen = (input: ContentInput = INPUT) => freeze(policy, readContent(policy, input, ''))

/** The same value with its keys in reverse order, at every depth. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, part]) => [key, reversed(part)])
  return Object.fromEntries(entries.toReversed())
}

describe('the public rendition', () => {
  test('is it everything the public will read: header, own fields, rendered body?', () => {
    const { searchText: _, ...rendition } = frozen()
    expect(rendition).toEqual({
      attachments: [],
      attachmentText: '',
      title: '工作方案',
      summary: '依法公开',
      keywords: ['低保', '救助'],
      docNumber: '喀政办发〔2018〕12号',
      formedOn: new Date('2018-10-12T00:00:00Z'),
      audience: 'SOCIETY',
      audienceName: null,
      audienceOrganizations: [],
      displayUntil: null,
      content: {
        hotline: '12345',
        issuers: ['喀左县人民政府办公室'],
        supersedes: ['喀政办发〔2017〕3号'],
        validity: 'IN_FORCE',
      },
      rows: {},
      bodyHtml: '<h1>总则</h1><p>各单位<strong>须</strong>公开 &lt;b&gt;全文&lt;/b&gt;。</p>',
      bodyText: '总则\n各单位须公开 <b>全文</b>。',
      brief: {
        line: '工作方案，喀政办发〔2018〕12号',
        facts: [
          { label: '发文字号', value: '喀政办发〔2018〕12号' },
          { label: '成文日期', value: '2018年10月12日' },
        ],
      },
      mongolian: null,
    })
  })

  test('is what is not there null, and a list without entries empty?', () => {
    const rendition = frozen({ title: '通知' })
    expect(rendition).toMatchObject({
      summary: null,
      keywords: [],
      docNumber: null,
      formedOn: null,
      audience: 'SOCIETY',
      content: {},
      bodyHtml: null,
      bodyText: null,
      searchText: '通知',
    })
  })

  test('does it carry the area and its organizations, and nothing of them when it is for everyone?', () => {
    const named = { audienceName: '甲村', audienceOrganizations: ['gyz'] }
    expect(frozen({ ...INPUT, ...named, audience: 'AREA' })).toMatchObject({
      audience: 'AREA',
      ...named,
    })
    const forAll = frozen({ ...INPUT, ...named })
    expect(forAll).toMatchObject({
      audience: 'SOCIETY',
      audienceName: null,
      audienceOrganizations: [],
    })
    expect(JSON.stringify(forAll)).not.toContain('甲村')
  })

  test('is nothing made public that the kind does not declare, whatever is stored?', () => {
    const stored = { title: '通知', internalNote: '内部意见', bodyMarkdown: '原稿' }
    const rendition = freeze(policy, stored)
    expect(rendition.content).toEqual({})
    expect(JSON.stringify(rendition)).not.toMatch(/内部意见|原稿/)
  })

  test('does search find it by header, searched fields and body, and by nothing that is not shown?', () => {
    expect(frozen().searchText.split('\n')).toEqual([
      '工作方案',
      '喀政办发〔2018〕12号',
      '低保 救助',
      '依法公开',
      '喀左县人民政府办公室',
      '喀政办发〔2017〕3号',
      '总则',
      '各单位须公开 <b>全文</b>。',
    ])
  })
})

const hashOf = ({ rows, ...columns }: Rendition): string =>
  publicationHash({ ...columns }, summariesOf(rows))

describe('the hash of a rendition', () => {
  test('is it the same for the same content, in whatever order its fields were stored?', () => {
    const content = readContent(policy, INPUT, '')
    const other = reversed(content) as typeof content
    const again = freeze(policy, other)
    expect(hashOf(again)).toMatch(/^[0-9a-f]{64}$/)
    expect(hashOf(again)).toBe(hashOf(frozen()))
  })

  test.each([
    ['title', { title: '工作方案（修订）' }],
    ['summary', { summary: null }],
    ['keywords', { keywords: ['救助', '低保'] }],
    ['document number', { docNumber: '喀政办发〔2018〕13号' }],
    ['date', { formedOn: '2018-10-13' }],
    ['audience', { audience: 'AREA', audienceName: '甲村' }],
    ['hotline', { hotline: '12346' }],
    ['own field', { validity: 'REPEALED' }],
    ['one character of the body', { bodyMarkdown: '# 总则\n\n各单位**须**公开 <b>全文</b>！' }],
    ['emphasis in the body', { bodyMarkdown: '# 总则\n\n各单位须公开 <b>全文</b>。' }],
  ])('does another %s give another hash?', (_what, change) => {
    expect(hashOf(frozen({ ...INPUT, ...change }))).not.toBe(hashOf(frozen()))
  })
})
