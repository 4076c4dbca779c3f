import { describe, expect, test } from 'vitest'
import { faultsWith } from '../../../../test/support/samples.ts'

describe('a report on water', () => {
  const water = (change: object) => faultsWith('WaterQualityReport', change)
  const section = { region: '喀左县', river: '大凌河', section: '甲断面' }

  test.each([
    ['II', 'III', 'COMPLIANT', []],
    ['III', 'III', 'COMPLIANT', []],
    ['IV', 'III', 'COMPLIANT', ['sections.0.compliance WRONG_COMPLIANCE']],
    ['IV', 'III', 'NON_COMPLIANT', []],
    ['INFERIOR_V', 'V', 'COMPLIANT', ['sections.0.compliance WRONG_COMPLIANCE']],
    ['I', 'III', 'NON_COMPLIANT', ['sections.0.compliance WRONG_COMPLIANCE']],
  ])('GB 3838: %s for %s is %s', (measured, target, compliance, faults) => {
    expect(water({ sections: [{ ...section, measured, target, compliance }] })).toEqual(faults)
  })

  test('水污染防治法第72条: tells what exceeds the limit where a source fails', () => {
    expect(water({ exceedances: undefined })).toEqual(['drinkingSources.1.compliance REQUIRED'])
  })

  test('is about sections or sources', () => {
    expect(water({ sections: undefined })).toEqual([])
    expect(water({ sections: undefined, drinkingSources: undefined })).toEqual([
      'sections REQUIRED',
    ])
  })
})

test('a measurement is a value or below detection', () => {
  const row = { point: '总排口', indicator: '总磷', monitoredOn: '2026-05-10' }
  const measured = (change: object) =>
    faultsWith('EmissionMonitoringReport', { measurements: [{ ...row, ...change }] })
  expect(measured({ value: '0.05' })).toEqual([])
  expect(measured({ belowDetection: true })).toEqual([])
  expect(measured({})).toEqual(['measurements.0.value REQUIRED'])
  expect(measured({ value: '0.05', belowDetection: true })).toEqual([
    'measurements.0.value REQUIRED',
  ])
})
