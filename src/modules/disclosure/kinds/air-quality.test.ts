import { describe, expect, test } from 'vitest'
import { faultsWith } from '../../../../test/support/samples.ts'

describe('HJ 633: a reading', () => {
  const reading = (change: object) => faultsWith('AirQualityReading', change)

  test('has the level of its AQI and no other', () => {
    expect(reading({ aqi: 150 })).toEqual([])
    expect(reading({ aqi: 151 })).toEqual(['aqiLevel WRONG_LEVEL'])
    expect(reading({ aqi: 151, aqiLevel: 'MODERATE', standardVersion: 'HJ_633_2012' })).toEqual([])
  })

  test('blames a pollutant above 50 and none below', () => {
    expect(reading({ primaryPollutants: undefined })).toEqual(['primaryPollutants REQUIRED'])
    expect(reading({ aqi: 50, aqiLevel: 'EXCELLENT' })).toEqual(['primaryPollutants NOT_ALLOWED'])
    expect(reading({ primaryPollutants: ['PM2_5', 'PM10'] })).toEqual([])
  })

  test('is not of tomorrow', () => {
    // 2026-11-23 00:30 in the county is still the 22nd in UTC.
    expect(reading({ observedAt: '2026-11-22T16:30:00Z' })).toEqual(['observedAt IN_FUTURE'])
    expect(reading({ observedAt: '2026-11-22T15:30:00Z' })).toEqual([])
  })
})

describe('a forecast of six days', () => {
  const forecast = (change: object) => faultsWith('AirQualityForecast', change)
  const day = (date: string) => ({ date, aqiFrom: 30, aqiTo: 40, levels: ['EXCELLENT'] })
  const days = (...dates: number[]) => ({ days: dates.map((date) => day(`2026-03-${10 + date}`)) })

  test.each([
    ['six days in a row', [0, 1, 2, 3, 4, 5], []],
    ['five', [0, 1, 2, 3, 4], ['days REQUIRED']],
    ['seven', [0, 1, 2, 3, 4, 5, 6], ['days REQUIRED']],
    ['one twice', [0, 1, 1, 2, 3, 4], ['days REQUIRED']],
    ['a gap', [0, 1, 2, 3, 4, 6], ['days REQUIRED']],
    ['another order', [1, 0, 2, 3, 4, 5], ['days REQUIRED']],
  ])('%s', (_what, dates, faults) => expect(forecast(days(...dates))).toEqual(faults))

  test('goes over the end of a month', () => {
    const dates = ['02-26', '02-27', '02-28', '03-01', '03-02', '03-03']
    const change = { forecastOn: '2026-02-25', days: dates.map((date) => day(`2026-${date}`)) }
    expect(forecast(change)).toEqual([])
  })

  test('does not look back', () => {
    expect(forecast({ forecastOn: '2026-03-10' })).toEqual(['days.0.date IN_PAST'])
  })

  test('has the levels that its range touches', () => {
    const [, ...others] = days(0, 1, 2, 3, 4, 5).days
    const first = (change: object) =>
      forecast({ days: [{ ...day('2026-03-10'), ...change }, ...others] })
    expect(first({ aqiTo: 101, levels: ['EXCELLENT', 'GOOD', 'LIGHT'] })).toEqual([])
    expect(first({ aqiTo: 101, levels: ['EXCELLENT', 'GOOD'] })).toEqual([
      'days.0.levels WRONG_LEVEL',
    ])
    expect(first({ aqiFrom: 41 })).toEqual(['days.0.aqiTo TOO_SMALL'])
  })
})

test('the outlook of a week is told in words, and needs no days', () => {
  expect(faultsWith('AirQualityForecast', {}, 1)).toEqual([])
  expect(faultsWith('AirQualityForecast', { outlook: undefined }, 1)).toEqual(['outlook REQUIRED'])
})
