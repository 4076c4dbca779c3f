import { describe, expect, test } from 'vitest'
import { faultsWith, samplesOf } from '../../../../test/support/samples.ts'
import { readContent } from '../kind/content.ts'
import { kind } from './warning.ts'

const HEAVY_POLLUTION = 0
const LIFTING = 1
const landslide = (change: object) =>
  faultsWith('Warning', {
    warningType: 'GEOLOGICAL',
    originalIssuer: undefined,
    originalIssuerLevel: undefined,
    ...change,
  })

describe('突发事件应对法第64条: a warning', () => {
  test.each([
    'warningType',
    'level',
    'effectiveFrom',
    'area',
    'matters',
    'measures',
    'issuingUnit',
    'issuedAt',
  ])('must have %s, one of the eight elements', (element) => {
    expect(landslide({})).toEqual([])
    expect(landslide({ [element]: undefined })).toEqual([`${element} REQUIRED`])
  })

  test('may be lifted without telling again what to watch and do', () => {
    expect(faultsWith('Warning', {}, LIFTING)).toEqual([])
    expect(faultsWith('Warning', { phase: 'UPDATED' }, LIFTING)).toEqual([
      'matters REQUIRED',
      'measures REQUIRED',
    ])
  })
})

describe('突发事件应对法第65条: the chain of warnings', () => {
  const before = { previous: '11211324800000113W/2026-00031' }

  test('goes from the first to updates and to the lifting, each naming the one before', () => {
    expect(landslide({ phase: 'UPDATED', ...before })).toEqual([])
    expect(landslide({ phase: 'UPDATED' })).toEqual(['previous REQUIRED'])
    expect(faultsWith('Warning', { previous: undefined }, LIFTING)).toEqual(['previous REQUIRED'])
    expect(landslide(before)).toEqual(['previous NOT_ALLOWED'])
  })

  test('knows an index number when it sees one', () => {
    const [sample] = samplesOf('Warning')
    const read = (previous: string) =>
      readContent(kind, { ...sample.content, previous }, '')['previous']
    expect(read('11211324800000113w／2026-00031')).toBe('11211324800000113W/2026-00031')
    expect(() => read('2026-31')).toThrow('索引号格式不正确')
  })
})

test('大气污染防治法第95条: a heavy-pollution warning names the government that issued it', () => {
  expect(faultsWith('Warning', {}, HEAVY_POLLUTION)).toEqual([])
  const nameless = { originalIssuer: undefined, originalIssuerLevel: undefined }
  expect(faultsWith('Warning', nameless, HEAVY_POLLUTION)).toEqual([
    'originalIssuer REQUIRED',
    'originalIssuerLevel REQUIRED',
  ])
})

test('a warning does not end before it begins', () => {
  expect(landslide({ effectiveTo: '2026-01-14T15:59:00Z' })).toEqual([
    'effectiveTo ENDS_BEFORE_START',
  ])
})
