import { describe, expect, test } from 'vitest'
import { faultsWith, samplesOf } from '../../../../test/support/samples.ts'
import { readContent } from '../kind/content.ts'
import { publicContent } from '../kind/mask.ts'
import { searchTextOf } from '../kind/search-text.ts'
import { kind } from './recipient-roster.ts'

const FOR_EVERYONE = 1
const PATIENTS = 2

test('社会救助暂行办法第11条: a roster has stage, standard, time of display and where to object', () => {
  const lacking = {
    stage: undefined,
    standard: undefined,
    displayFrom: undefined,
    displayTo: undefined,
    objectionUnit: undefined,
    objectionPhone: undefined,
    recipients: undefined,
  }
  // Without a last day the working days would tell it.
  const faults = faultsWith('RecipientRoster', { ...lacking, displayWorkingDays: undefined })
  expect(faults.toSorted()).toEqual(
    Object.keys(lacking)
      .map((field) => `${field} REQUIRED`)
      .toSorted(),
  )
})

describe.each(['PATIENTS', 'MINORS'])('个人信息保护法第28、31条: a roster of %s', (people) => {
  test('tells how many, and nothing of any of them', () => {
    expect(faultsWith('RecipientRoster', { people }, PATIENTS)).toEqual([])
    const listed = { people, recipients: [{ name: '赵甲' }] }
    expect(faultsWith('RecipientRoster', listed, PATIENTS)).toEqual(['recipients COUNTS_ONLY'])
    const uncounted = { people, recipientCount: undefined }
    expect(faultsWith('RecipientRoster', uncounted, PATIENTS)).toEqual(['recipientCount REQUIRED'])
  })
})

test('a display does not end before it begins', () => {
  expect(
    faultsWith('RecipientRoster', { displayFrom: '2090-05-11', displayTo: '2090-05-10' }),
  ).toEqual(['displayTo ENDS_BEFORE_START'])
})

describe('what the public reads of a person', () => {
  const shown = (which: number, audience?: string) => {
    const content = readContent(
      kind,
      { ...samplesOf('RecipientRoster')[which]?.content, audience },
      '',
    )
    return publicContent(kind, content)
  }

  test('is masked for everyone: the surname, and what else was collected', () => {
    expect(shown(0, 'SOCIETY')['recipients']).toMatchObject([
      {
        name: '赵*',
        idNumber: '11*************02X',
        phone: '138****1234',
        address: '喀左县公营子镇****',
        amount: '601.00',
      },
      { name: '钱*' },
    ])
    expect(shown(FOR_EVERYONE)['recipients']).toMatchObject([{ name: '孙*', housingArea: '50' }])
  })

  test('is the name in full on the board of the village, and nothing else more', () => {
    expect(shown(0, 'AREA')['recipients']).toMatchObject([
      { name: '赵甲', idNumber: '11*************02X', phone: '138****1234' },
      { name: '钱乙丙' },
    ])
  })

  test('is never the bank account', () => {
    for (const audience of ['SOCIETY', 'AREA']) {
      expect(JSON.stringify(shown(0, audience))).not.toMatch(/bankAccount|1234567|00001234"/)
    }
  })

  test('is never found by search', () => {
    const words = searchTextOf(kind, shown(0, 'AREA'))
    expect(words).toContain('农村最低生活保障')
    expect(words).not.toMatch(/赵|钱|\*/)
  })
})
