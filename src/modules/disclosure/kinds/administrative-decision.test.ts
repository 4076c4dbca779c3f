import { describe, expect, test } from 'vitest'
import { faultsWith, samplesOf } from '../../../../test/support/samples.ts'
import { readContent } from '../kind/content.ts'
import { publicContent } from '../kind/mask.ts'
import { kind } from './administrative-decision.ts'

const REVOKED = 1
const ACCEPTED = 2
const PERMIT = 3

describe('行政处罚法第48条: a penalty', () => {
  const penalty = (change: object) => faultsWith('AdministrativeDecision', change)

  test.each([
    'caseName',
    'facts',
    'basis',
    'content',
    'decisionNumber',
    'authority',
    'decidedOn',
    'performance',
  ])('has its %s', (element) =>
    expect(penalty({ [element]: undefined })).toEqual([`${element} REQUIRED`]),
  )

  test('that is changed or revoked tells why', () => {
    expect(penalty({ decisionStage: 'CHANGED' })).toEqual(['changeReason REQUIRED'])
    expect(faultsWith('AdministrativeDecision', { changeReason: undefined }, REVOKED)).toEqual([
      'changeReason REQUIRED',
    ])
    expect(faultsWith('AdministrativeDecision', {}, REVOKED)).toEqual([])
  })

  test('names the person, and never shows the number', () => {
    const content = readContent(
      kind,
      samplesOf('AdministrativeDecision')[REVOKED]?.content ?? {},
      '',
    )
    expect(publicContent(kind, content)).toMatchObject({
      subjectName: '陈子',
      subjectIdNumber: '11*************02X',
    })
  })
})

test('a permit that is revoked tells why, one that is changed or cancelled may', () => {
  const permit = (decisionStage: string) =>
    faultsWith('AdministrativeDecision', { decisionStage }, PERMIT)
  expect(permit('REVOKED')).toEqual(['changeReason REQUIRED'])
  expect(permit('CHANGED')).toEqual([])
  expect(permit('CANCELLED')).toEqual([])
})

test('an organization has its USCC, a sole trader may have none', () => {
  const without = { subjectUscc: undefined }
  expect(faultsWith('AdministrativeDecision', without)).toEqual(['subjectUscc REQUIRED'])
  expect(faultsWith('AdministrativeDecision', { ...without, subjectType: 'SOLE_TRADER' })).toEqual(
    [],
  )
})

test('an EIA that is only accepted has project and place, and no decision yet', () => {
  expect(faultsWith('AdministrativeDecision', {}, ACCEPTED)).toEqual([])
  const nowhere = { place: undefined, projectName: undefined }
  expect(faultsWith('AdministrativeDecision', nowhere, ACCEPTED)).toEqual([
    'projectName REQUIRED',
    'place REQUIRED',
  ])
})
