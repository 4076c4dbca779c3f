import { AQI_LEVEL, AQI_MAX, AQI_STANDARD, aqiLevels, POLLUTANT } from '../kind/air-quality.ts'
import { after, say } from '../kind/brief.ts'
import { choice, line, list, text } from '../kind/field.ts'
import { integer } from '../kind/field-measure.ts'
import { table } from '../kind/field-structure.ts'
import { date } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'
import { daysBetween, inRows, needed, notInFuture } from '../kind/rules.ts'

/** The plan's 未来6天. */
const FORECAST_DAYS = 6

/** From the least to the greatest AQI of all days. */
function rangeOf(
  days: readonly { readonly aqiFrom?: number; readonly aqiTo?: number }[] | undefined,
): string | undefined {
  const all = (days ?? []).flatMap(({ aqiFrom, aqiTo }) => [aqiFrom ?? [], aqiTo ?? []].flat())
  return all.length === 0 ? undefined : `${Math.min(...all)}～${Math.max(...all)}`
}

export const kind = defineKind({
  name: 'AirQualityForecast',
  title: '空气质量预报、形势',
  description: 'Air quality to come: the next six days, or how the coming week will be.',
  body: 'optional',
  fields: {
    forecastOn: date({
      title: '预报日期',
      description: 'Day on which it was made.',
      required: true,
    }),
    horizon: choice({
      name: 'ForecastHorizon',
      title: '预报时段',
      description: 'How far it looks.',
      required: true,
      values: {
        SIX_DAYS: { title: '未来六天预报', description: 'Day by day, six days; every day.' },
        COMING_WEEK: {
          title: '未来一周形势',
          description: 'The trend of the coming week; every week.',
        },
      },
    }),
    region: line({
      title: '预报区域',
      description: 'Where. Null means the whole county.',
      max: 100,
      searched: true,
    }),
    standardVersion: choice({
      title: '评价标准',
      description: 'Standard by which the source made the AQI.',
      of: AQI_STANDARD,
      required: true,
    }),
    days: table({
      title: '逐日预报',
      description: 'One row a day, in their order.',
      row: 'AirQualityForecastDay',
      columns: {
        date: date({
          title: '日期',
          synonyms: ['预报日期'],
          description: 'The day.',
          required: true,
        }),
        aqiFrom: integer({
          title: 'AQI 下限',
          synonyms: ['AQI最小值', 'AQI低值'],
          description: 'Least AQI.',
          required: true,
          max: AQI_MAX,
        }),
        aqiTo: integer({
          title: 'AQI 上限',
          synonyms: ['AQI最大值', 'AQI高值'],
          description: 'Greatest AQI.',
          required: true,
          max: AQI_MAX,
        }),
        levels: list({
          title: '污染等级',
          synonyms: ['空气质量级别', '空气质量等级', '级别'],
          description: 'Levels that the range falls into.',
          of: choice({ title: '级别', description: 'One level.', of: AQI_LEVEL }),
          max: 6,
          required: true,
        }),
        primaryPollutants: list({
          title: '首要污染物',
          synonyms: ['首要污染物预测'],
          description: 'Pollutants to blame. Empty while none is.',
          of: choice({ title: '污染物', description: 'One pollutant.', of: POLLUTANT }),
          max: 6,
        }),
      },
    }),
    outlook: text({
      title: '变化形势',
      description: 'How the air will change, in words. Null in a daily forecast without remarks.',
      max: 2000,
      searched: true,
    }),
    advice: text({
      title: '健康提示',
      description: 'What to mind. Null when nothing.',
      max: 1000,
    }),
  },
  rules: [
    notInFuture('forecastOn', '预报日期不得晚于今天'),
    {
      name: 'a daily forecast has six distinct consecutive days',
      problems: ({ horizon, days }) => {
        if (horizon !== 'SIX_DAYS') return []
        const dates = (days ?? []).flatMap(({ date }) => date ?? [])
        const inOrder = dates.every((date, index) => daysBetween(dates[0] ?? date, date) === index)
        return dates.length === FORECAST_DAYS && inOrder
          ? []
          : [
              problem(
                'days',
                'REQUIRED',
                `每日预报须有连续 ${FORECAST_DAYS} 天，逐日一行，不得重复`,
              ),
            ]
      },
    },
    {
      name: 'forecast days are to come',
      problems: ({ forecastOn, days }) =>
        inRows('days', days, ({ date }) =>
          forecastOn !== undefined && date !== undefined && date < forecastOn
            ? [problem('date', 'IN_PAST', '预报的日期不得早于预报日期')]
            : [],
        ),
    },
    {
      name: 'the levels are those of the AQI range',
      basis: 'HJ 633',
      problems: ({ days, standardVersion }) =>
        inRows('days', days, ({ aqiFrom, aqiTo, levels }) => {
          if (aqiFrom === undefined || aqiTo === undefined) return []
          if (aqiTo < aqiFrom) return [problem('aqiTo', 'TOO_SMALL', 'AQI 上限不得小于下限')]
          if (standardVersion === undefined || levels === undefined) return []
          const range = aqiLevels(standardVersion, aqiFrom, aqiTo)
          const same = range.length === levels.length && range.every((it) => levels.includes(it))
          return same ? [] : [problem('levels', 'WRONG_LEVEL', '污染等级与 AQI 范围不符')]
        }),
    },
    needed({
      name: 'the outlook of a week is told in words',
      when: ({ horizon }) => horizon === 'COMING_WEEK',
      fields: { outlook: '未来一周形势须填写变化形势' },
    }),
  ],
  brief: {
    line: ({ region = '全县', forecastOn, horizon, outlook }, { days }) =>
      say`${region}${horizon}（${forecastOn}发布）${after('：AQI ', rangeOf(days))}${after('：', outlook)}`,
    facts: [
      'horizon',
      { label: 'AQI 范围', value: (_shown, { days }) => rangeOf(days) },
      'forecastOn',
    ],
  },
})
