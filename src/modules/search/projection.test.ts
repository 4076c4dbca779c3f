import { describe, expect, test } from 'vitest'
import type { PublicRecord } from '../publication/model.ts'
import type { Area, Item } from '../taxonomy/model.ts'
import type { Organization } from '../organization/model.ts'
import { searchDocument } from './projection.ts'

const county = {
  area: () => ({ title: '社会救助' }) as Area,
  item: () => ({ title: '城乡低保' }) as Item,
  organization: () => ({ shortName: '县民政局', fullName: '喀左县民政局' }) as Organization,
}
const nowhere = { area: () => null, item: () => null, organization: () => null }

const record: PublicRecord = {
  brief: null,
  id: 'publication',
  disclosureId: '01900000-0000-7000-8000-000000000001',
  indexNumber: '11211324900000145H/2026-00007',
  kind: 'PolicyDocument',
  areaCode: '2',
  itemCode: '2.1',
  organizationCode: 'mzj',
  organizationName: '喀左县民政局',
  title: '关于调整2026年低保标准的通知',
  summary: null,
  keywords: ['低保', '标准'],
  docNumber: '喀民发〔2026〕7号',
  formedOn: '2026-01-02',
  audience: 'SOCIETY',
  audienceName: null,
  audienceOrganizations: [],
  displayUntil: null,
  mongolian: null,
  content: { issuers: ['喀左县民政局', '喀左县财政局'], validity: 'VALID' },
  bodyHtml: '<p>…</p>',
  attachments: [],
  changes: [],
  bodyText: '依据喀政办发[2025]35号，标准为760元。',
  version: 3,
  firstPublishedAt: new Date('2025-12-31T16:30:00Z'),
  validFrom: new Date('2026-02-01T00:00:00Z'),
  withdrawal: null,
}

describe('the document of a record', () => {
  const document = searchDocument(record, county)

  test.each([
    ['id', record.disclosureId],
    ['version', 3],
    ['numbers', [record.indexNumber, '喀 民 发 2026 7 号']],
    ['mentions', ['喀 政 办 发 2025 35 号']],
    ['title', '关于调整\uE0022026\uE002年低保标准的通知'],
    ['summary', ''],
    ['keywords', ['低保', '标准']],
    ['details', '喀左县民政局\n喀左县财政局'],
    ['body', '依据喀政办发[2025]35\uE002号，标准为\uE002760\uE002元。'],
    ['topics', ['城乡低保', '社会救助', '喀左县民政局', '县民政局']],
    ['area', '2'],
    ['item', '2.1'],
    ['organization', ['mzj']],
    ['publisher', 'mzj'],
    ['kind', 'PolicyDocument'],
    ['year', '2026'],
    ['publishedAt', Date.parse('2025-12-31T16:30:00Z')],
  ] as const)('%s', (name, value) => {
    expect(document[name]).toEqual(value)
  })

  test('is the same for the same record', () => {
    expect(searchDocument(record, county)).toEqual(document)
  })
})

test('a record that was taken over is found under its successor too, by code and by name', () => {
  const successor = { shortName: '县应急局', fullName: '喀左县应急管理局' } as Organization
  const both = (code: string) => (code === 'ajj' ? successor : county.organization())
  const document = searchDocument(record, { ...county, organization: both }, '', ['ajj'])
  expect(document).toMatchObject({ organization: ['mzj', 'ajj'], publisher: 'mzj' })
  expect(document.topics).toEqual(expect.arrayContaining(['县民政局', '县应急局']))
})

test('a record whose codes the county no longer knows can still be found', () => {
  expect(searchDocument(record, nowhere).topics).toEqual(['喀左县民政局'])
})

test('a very long body is cut, never within a character', () => {
  const { body } = searchDocument({ ...record, bodyText: `${'长'.repeat(59_999)}𠮷尾` }, county)
  expect(body.length).toBe(60_000)
  expect(body.isWellFormed()).toBe(true)
})

test('of very many numbers that a text mentions the first two hundred count', () => {
  const many = Array.from({ length: 500 }, (_, i) => `喀政发〔2020〕${i + 1}号`).join('、')
  const { numbers, mentions } = searchDocument({ ...record, bodyText: many }, county)
  expect(mentions).toHaveLength(200)
  expect(numbers).toHaveLength(2)
})
