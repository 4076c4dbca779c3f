import { describe, expect, test } from 'vitest'
import { faultsWith } from '../../../../test/support/samples.ts'

describe('重大行政决策程序暂行条例第15条: a consultation', () => {
  const consultation = (change: object) => faultsWith('Consultation', change)

  test('stays open for 30 days', () => {
    expect(consultation({ closesOn: '2026-05-01' })).toEqual([])
    expect(consultation({ closesOn: '2026-04-30' })).toEqual(['shorterReason TOO_SHORT_A_TIME'])
  })

  test('or says why not', () => {
    expect(faultsWith('Consultation', {}, 1)).toEqual([])
    expect(faultsWith('Consultation', { shorterReason: undefined }, 1)).toEqual([
      'shorterReason TOO_SHORT_A_TIME',
    ])
  })

  test('tells how to comment', () => {
    const ways = { website: undefined, mailbox: undefined, postalAddress: undefined }
    expect(consultation(ways)).toEqual([])
    expect(consultation({ ...ways, phone: undefined })).toEqual(['website REQUIRED'])
  })
})

test('重大行政决策程序暂行条例第32条: an opinion that is not adopted gets a reason', () => {
  const opinions = [{ opinion: '增设车位。', outcome: 'NOT_ADOPTED' }]
  expect(faultsWith('Consultation', { opinions })).toEqual(['opinions.0.reason REQUIRED'])
  expect(faultsWith('Consultation', { adopted: 38 })).toEqual(['adopted TOO_MANY'])
})

describe('an interpretation', () => {
  const interpretation = (change: object) => faultsWith('PolicyInterpretation', change)

  test('无障碍环境建设法第32条: has the words of a video or recording', () => {
    const silent = { transcript: undefined }
    expect(interpretation(silent)).toEqual(['transcript REQUIRED'])
    expect(interpretation({ ...silent, forms: ['AUDIO'] })).toEqual(['transcript REQUIRED'])
    expect(interpretation({ ...silent, forms: ['TEXT'] })).toEqual([])
  })

  test('has questions where it says so', () => {
    expect(interpretation({ questions: undefined })).toEqual(['questions REQUIRED'])
  })
})

test('a progress report tells what was done, in its fields or in its body', () => {
  const silent = { measures: undefined, results: undefined }
  expect(faultsWith('ProgressReport', silent)).toEqual(['measures REQUIRED'])
  expect(faultsWith('ProgressReport', { ...silent, bodyMarkdown: '已完成。' })).toEqual([])
  expect(faultsWith('ProgressReport', { measures: undefined })).toEqual([])
  const blank = { type: 'doc', content: [{ type: 'paragraph' }] }
  expect(faultsWith('ProgressReport', { ...silent, body: blank })).toEqual(['measures REQUIRED'])
})

test('a project that is completed tells its results', () => {
  expect(faultsWith('Project', { results: undefined })).toEqual(['results REQUIRED'])
  expect(faultsWith('Project', { results: undefined, projectStatus: 'UNDER_WAY' })).toEqual([])
})

test('a register has entries or persons', () => {
  expect(faultsWith('Registry', { entries: undefined })).toEqual(['entries REQUIRED'])
  expect(faultsWith('Registry', {}, 1)).toEqual([])
})

test('who failed an inspection is told what was amiss', () => {
  const inspections = ['FAILED', 'TO_RECTIFY', 'PASSED', 'NOT_REACHED'].map((outcome) => ({
    subject: '甲超市',
    item: '豇豆',
    outcome,
  }))
  expect(faultsWith('InspectionReport', { inspections })).toEqual([
    'inspections.0.defect REQUIRED',
    'inspections.1.defect REQUIRED',
  ])
})

describe('a procurement', () => {
  test('is a catalogue with entries, or a purchase with buyer, content and budget', () => {
    expect(faultsWith('Procurement', { catalogue: undefined })).toEqual(['catalogue REQUIRED'])
    const nothing = {
      projectName: undefined,
      purchaser: undefined,
      content: undefined,
      budget: undefined,
    }
    expect(faultsWith('Procurement', nothing, 1)).toEqual(
      Object.keys(nothing).map((field) => `${field} REQUIRED`),
    )
  })
})

test.each([
  ['Project', { endsOn: '2026-04-09' }, 0, 'endsOn'],
  ['Activity', { endsAt: '2026-08-08T00:29:00Z' }, 0, 'endsAt'],
  ['SchoolZoning', { registersTo: '2026-08-09' }, 0, 'registersTo'],
  ['Procurement', { serviceTo: '2026-03-31' }, 1, 'serviceTo'],
  ['AdministrativeDecision', { validTo: '2026-04-14' }, 3, 'validTo'],
])('no %s ends before it begins', (name, change, which, field) => {
  expect(faultsWith(name, change, which)).toEqual([`${field} ENDS_BEFORE_START`])
})
