import { describe, expect, test } from 'vitest'
import { AQI_STANDARD, aqiLevels } from './air-quality.ts'
import { meetsTarget, WATER_CLASS } from './water-quality.ts'

const standards = Object.keys(AQI_STANDARD.values) as (keyof typeof AQI_STANDARD.values)[]

describe.each(standards)('the bands of %s', (standard) => {
  test.each([
    [0, 'EXCELLENT'],
    [50, 'EXCELLENT'],
    [51, 'GOOD'],
    [100, 'GOOD'],
    [101, 'LIGHT'],
    [150, 'LIGHT'],
    [151, 'MODERATE'],
    [200, 'MODERATE'],
    [201, 'HEAVY'],
    [300, 'HEAVY'],
    [301, 'SEVERE'],
    [500, 'SEVERE'],
  ])('an AQI of %i is %s', (aqi, level) => expect(aqiLevels(standard, aqi)).toEqual([level]))

  test('a range has the levels it touches', () => {
    expect(aqiLevels(standard, 50, 51)).toEqual(['EXCELLENT', 'GOOD'])
    expect(aqiLevels(standard, 51, 100)).toEqual(['GOOD'])
    expect(aqiLevels(standard, 0, 500)).toHaveLength(6)
  })
})

test('GB 3838: water meets a target that is no better than itself', () => {
  const classes = Object.keys(WATER_CLASS.values) as (keyof typeof WATER_CLASS.values)[]
  const met = classes.map(
    (measured) => classes.filter((target) => meetsTarget(measured, target)).length,
  )
  expect(met).toEqual([6, 5, 4, 3, 2, 1])
})
