import type { Vocabulary } from './field.ts'

/** The six levels of air quality. */
export const AQI_LEVEL = {
  name: 'AqiLevel',
  description: 'Level of air quality, from the best to the worst.',
  standard: 'HJ 633',
  values: {
    EXCELLENT: { title: '一级（优）', description: 'Level 1, green.' },
    GOOD: { title: '二级（良）', description: 'Level 2, yellow.' },
    LIGHT: { title: '三级（轻度污染）', description: 'Level 3, orange.' },
    MODERATE: { title: '四级（中度污染）', description: 'Level 4, red.' },
    HEAVY: { title: '五级（重度污染）', description: 'Level 5, purple.' },
    SEVERE: { title: '六级（严重污染）', description: 'Level 6, maroon.' },
  },
} as const satisfies Vocabulary

/** The pollutants of which an AQI is made. */
export const POLLUTANT = {
  name: 'AirPollutant',
  description: 'A pollutant that counts towards the AQI.',
  standard: 'HJ 633',
  values: {
    PM2_5: { title: '细颗粒物（PM2.5）', description: '细颗粒物（PM2.5）.' },
    PM10: { title: '可吸入颗粒物（PM10）', description: '可吸入颗粒物（PM10）.' },
    SO2: { title: '二氧化硫（SO₂）', description: '二氧化硫（SO₂）.' },
    NO2: { title: '二氧化氮（NO₂）', description: '二氧化氮（NO₂）.' },
    CO: { title: '一氧化碳（CO）', description: '一氧化碳（CO）.' },
    O3: { title: '臭氧（O₃）', description: '臭氧（O₃）.' },
  },
} as const satisfies Vocabulary

/** Versions of the standard by which the source made its AQI. */
export const AQI_STANDARD = {
  name: 'AqiStandard',
  description:
    'Version of the standard by which the source made the AQI. It is never computed here.',
  values: {
    HJ_633_2012: {
      title: 'HJ 633—2012（至2026年2月）',
      description: 'Superseded on 2026-03-01.',
    },
    HJ_633_2026: {
      title: 'HJ 633—2026（2026年3月起）',
      description: 'In force from 2026-03-01.',
    },
  },
} as const satisfies Vocabulary

type Level = keyof typeof AQI_LEVEL.values
type Standard = keyof typeof AQI_STANDARD.values
type Bands = readonly (readonly [upTo: number, level: Level])[]

const SIX_BANDS: Bands = [
  [50, 'EXCELLENT'],
  [100, 'GOOD'],
  [150, 'LIGHT'],
  [200, 'MODERATE'],
  [300, 'HEAVY'],
  [500, 'SEVERE'],
]

// The 2026 version moved the concentrations that lead to an AQI, not the bands of the AQI itself.
const BANDS: Readonly<Record<Standard, Bands>> = {
  HJ_633_2012: SIX_BANDS,
  HJ_633_2026: SIX_BANDS,
}

/** Largest AQI that is reported. */
export const AQI_MAX = 500

/** Above it a source names the pollutant that is to blame (首要污染物). */
export const AQI_CLEAN = 50

/** The levels that AQIs from `from` to `to` fall into, from the best to the worst. */
export function aqiLevels(standard: Standard, from: number, to = from): Level[] {
  const bands = BANDS[standard]
  return bands
    .filter(([upTo], index) => from <= upTo && to > (bands[index - 1]?.[0] ?? -1))
    .map(([, level]) => level)
}
