import {
  AQI_CLEAN,
  AQI_LEVEL,
  AQI_MAX,
  AQI_STANDARD,
  aqiLevels,
  POLLUTANT,
} from '../kind/air-quality.ts'
import { after, say } from '../kind/brief.ts'
import { choice, line, list } from '../kind/field.ts'
import { decimal, integer } from '../kind/field-measure.ts'
import { group } from '../kind/field-structure.ts'
import { instant } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'
import { notInFuture } from '../kind/rules.ts'

const concentration = (title: string, unit: string) =>
  decimal({
    title,
    description: 'Concentration. Null when not measured.',
    unit,
    places: 3,
    max: 10_000,
  })

export const kind = defineKind({
  name: 'AirQualityReading',
  title: '空气实时监测',
  description:
    'What a station measured at one time. Taken from the monitoring source, never computed.',
  body: 'optional',
  fields: {
    station: line({
      title: '监测站点',
      description: 'Name of the station.',
      max: 50,
      required: true,
      searched: true,
    }),
    stationCode: line({
      title: '站点编码',
      description: 'Code of the station in the national network. Null when it has none.',
      max: 20,
    }),
    observedAt: instant({
      title: '监测时间',
      description: 'When it was measured.',
      required: true,
    }),
    aqi: integer({
      title: '空气质量指数',
      description: 'AQI, 0 to 500.',
      required: true,
      max: AQI_MAX,
    }),
    aqiLevel: choice({
      title: '空气质量级别',
      description: 'Level of the AQI.',
      of: AQI_LEVEL,
      required: true,
    }),
    primaryPollutants: list({
      title: '首要污染物',
      description: 'Pollutants to blame, all of them on a tie. Empty while the AQI is 50 or less.',
      of: choice({ title: '污染物', description: 'One pollutant.', of: POLLUTANT }),
      max: 6,
    }),
    concentrations: group({
      title: '污染物浓度',
      description: 'Concentrations. Null when only the AQI is known.',
      name: 'AirConcentrations',
      fields: {
        pm2_5: concentration('PM2.5 浓度', '微克/立方米'),
        pm10: concentration('PM10 浓度', '微克/立方米'),
        so2: concentration('二氧化硫浓度', '微克/立方米'),
        no2: concentration('二氧化氮浓度', '微克/立方米'),
        co: concentration('一氧化碳浓度', '毫克/立方米'),
        o3: concentration('臭氧浓度', '微克/立方米'),
      },
    }),
    standardVersion: choice({
      title: '评价标准',
      description: 'Standard by which the source made the AQI.',
      of: AQI_STANDARD,
      required: true,
    }),
  },
  rules: [
    notInFuture('observedAt', '监测时间不得晚于今天'),
    {
      name: 'the level is that of the AQI',
      basis: 'HJ 633',
      problems: ({ aqi, aqiLevel, standardVersion }) => {
        if (aqi === undefined || aqiLevel === undefined || standardVersion === undefined) return []
        return aqiLevels(standardVersion, aqi).includes(aqiLevel)
          ? []
          : [problem('aqiLevel', 'WRONG_LEVEL', '空气质量级别与空气质量指数不符')]
      },
    },
    {
      name: 'above 50 a pollutant is to blame, and only then',
      basis: 'HJ 633',
      problems: ({ aqi, primaryPollutants = [] }) => {
        if (aqi === undefined || aqi > AQI_CLEAN === primaryPollutants.length > 0) return []
        return aqi > AQI_CLEAN
          ? [problem('primaryPollutants', 'REQUIRED', '空气质量指数大于 50 时须填写首要污染物')]
          : [problem('primaryPollutants', 'NOT_ALLOWED', '空气质量指数不大于 50 时没有首要污染物')]
      },
    },
  ],
  feed: {
    key: ['station', 'observedAt'],
    title: ({ station, observedAt }) => say`${station}空气质量实时数据（${observedAt}）`,
  },
  brief: {
    line: ({ station, observedAt, aqi, aqiLevel, primaryPollutants }) =>
      say`${station}${observedAt}空气质量指数${aqi}，${aqiLevel}${after('，首要污染物为', primaryPollutants)}`,
    facts: ['aqi', 'aqiLevel', 'observedAt'],
  },
})
