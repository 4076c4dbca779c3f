import { after, say } from '../kind/brief.ts'
import { choice, line, list, text } from '../kind/field.ts'
import { decimal, money } from '../kind/field-measure.ts'
import { table } from '../kind/field-structure.ts'
import { month } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'
import { inRows, oneOf } from '../kind/rules.ts'
import { COMPLIANCE } from '../kind/vocabulary.ts'
import { meetsTarget, WATER_CLASS } from '../kind/water-quality.ts'

/** How many of the places keep what is set for them. */
function keptOf(
  places: readonly { readonly compliance?: string }[] | undefined,
): string | undefined {
  const set = (places ?? []).filter(({ compliance }) => compliance !== undefined)
  const kept = set.filter(({ compliance }) => compliance === 'COMPLIANT')
  return set.length === 0 ? undefined : `${set.length}个中${kept.length}个达标`
}

export const kind = defineKind({
  name: 'WaterQualityReport',
  title: '水质',
  description: 'Quality of rivers at their sections and of drinking water sources, in a month.',
  body: 'optional',
  fields: {
    month: month({
      title: '监测月份',
      description: 'Month, YYYY-MM; of a quarterly report the last one.',
      required: true,
    }),
    sections: table({
      title: '断面水质',
      description: 'River sections, one row each.',
      row: 'WaterSection',
      columns: {
        region: line({
          title: '城市（区域）',
          synonyms: ['城市', '区域', '地区', '所在地区', '行政区'],
          description: 'City or region.',
          max: 50,
          required: true,
        }),
        river: line({
          title: '河流',
          synonyms: ['河流名称', '水体', '水体名称', '所在河流'],
          description: 'River or basin.',
          max: 50,
          required: true,
          searched: true,
        }),
        section: line({
          title: '断面名称',
          synonyms: ['断面', '监测断面'],
          description: 'Name of the section.',
          max: 50,
          required: true,
          searched: true,
        }),
        measured: choice({
          title: '水质类别',
          synonyms: ['实测类别', '实测水质', '现状类别', '水质现状', '本月类别', '水质状况'],
          description: 'Class measured.',
          of: WATER_CLASS,
          required: true,
        }),
        target: choice({
          title: '目标类别',
          synonyms: ['水质目标', '目标水质', '考核目标', '考核类别'],
          description: 'Class aimed at. Null when none is set.',
          of: WATER_CLASS,
        }),
        compliance: choice({
          title: '达标情况',
          synonyms: ['是否达标', '达标状况', '达标'],
          description: 'Whether the target is met. Null when none is set.',
          of: COMPLIANCE,
        }),
        indicators: list({
          title: '主要污染指标',
          synonyms: ['主要指标', '超标指标', '主要超标指标', '主要污染物'],
          description: 'Main indicators of pollution.',
          of: line({ title: '指标', description: 'One indicator.', max: 50 }),
          max: 20,
        }),
        compensation: money({
          title: '生态补偿金额',
          synonyms: ['补偿金额', '扣缴金额'],
          description:
            'Paid for the state of a section on a border; below zero when received. Null when none.',
          signed: true,
        }),
      },
      filters: ['river', 'measured', 'compliance'],
    }),
    drinkingSources: table({
      title: '集中式饮用水水源',
      description: 'Drinking water sources, one row each.',
      row: 'DrinkingWaterSource',
      columns: {
        region: line({
          title: '城市（区域）',
          synonyms: ['城市', '区域', '地区', '行政区'],
          description: 'City or region.',
          max: 50,
          required: true,
        }),
        name: line({
          title: '水源名称',
          synonyms: ['水源地', '水源地名称', '水源', '饮用水水源名称'],
          description: 'Name of the source.',
          max: 50,
          required: true,
          searched: true,
        }),
        type: choice({
          name: 'WaterSourceType',
          title: '水源类型',
          synonyms: ['类型', '水源地类型', '水源类别'],
          description: 'Sort of source.',
          required: true,
          values: {
            RIVER: { title: '河流型', description: 'River.' },
            RESERVOIR: { title: '湖库型', description: 'Lake or reservoir.' },
            GROUNDWATER: { title: '地下水型', description: 'Groundwater.' },
          },
        }),
        compliance: choice({
          title: '达标情况',
          synonyms: ['是否达标', '达标状况', '达标'],
          description: 'Whether it keeps the standard.',
          of: COMPLIANCE,
          required: true,
        }),
      },
      filters: ['type', 'compliance'],
    }),
    exceedances: table({
      title: '超标指标及超标倍数',
      description: 'Indicators beyond the limit, one row each.',
      row: 'WaterExceedance',
      columns: {
        place: line({
          title: '断面或水源',
          synonyms: ['断面', '断面名称', '水源名称', '水源地名称'],
          description: 'Name of the section or source.',
          max: 50,
          required: true,
        }),
        indicator: line({
          title: '超标指标',
          synonyms: ['指标', '超标项目'],
          description: 'Indicator.',
          max: 50,
          required: true,
          searched: true,
        }),
        times: decimal({
          title: '超标倍数',
          synonyms: ['倍数'],
          description: 'By how many times the limit is exceeded, as the source tells it.',
          unit: '倍',
          places: 2,
          required: true,
        }),
        value: line({
          title: '监测值',
          synonyms: ['实测值', '监测结果'],
          description: 'Value with unit. Null when not told.',
          max: 50,
        }),
        limit: line({
          title: '标准限值',
          synonyms: ['限值', '标准值'],
          description: 'Limit with unit. Null when not told.',
          max: 50,
        }),
      },
      filters: ['place'],
    }),
    compensation: text({
      title: '跨界断面生态补偿',
      description: 'What was paid for sections on a border, and why. Null when nothing.',
      max: 2000,
    }),
    control: text({
      title: '水污染防治工作',
      description: 'What is done against pollution. Null when not described.',
      max: 5000,
      searched: true,
    }),
  },
  rules: [
    oneOf({
      name: 'a report on water has sections or sources',
      basis: '水污染防治法72',
      fields: ['sections', 'drinkingSources'],
      message: '请填写断面水质或饮用水水源',
    }),
    {
      name: 'a section meets its target if its class is at least as good',
      basis: 'GB 3838—2002',
      problems: ({ sections }) =>
        inRows('sections', sections, ({ measured, target, compliance }) => {
          if (!measured || !target || !compliance) return []
          const met = meetsTarget(measured, target) ? 'COMPLIANT' : 'NON_COMPLIANT'
          return met === compliance
            ? []
            : [problem('compliance', 'WRONG_COMPLIANCE', '达标情况与水质类别、目标类别不符')]
        }),
    },
    {
      name: 'a source that fails tells what exceeds the limit',
      basis: '水污染防治法72',
      problems: ({ drinkingSources, exceedances = [] }) =>
        inRows('drinkingSources', drinkingSources, ({ name, compliance }) =>
          compliance === 'NON_COMPLIANT' && !exceedances.some(({ place }) => place === name)
            ? [problem('compliance', 'REQUIRED', '不达标的水源须在“超标指标及超标倍数”中逐项填写')]
            : [],
        ),
    },
  ],
  brief: {
    line: ({ month }, { sections, drinkingSources }) =>
      say`${month}水质${after('：断面', keptOf(sections))}${after('；饮用水水源', keptOf(drinkingSources))}`,
    facts: [
      'month',
      { label: '断面', value: (_shown, { sections }) => keptOf(sections) },
      { label: '饮用水水源', value: (_shown, { drinkingSources }) => keptOf(drinkingSources) },
    ],
  },
})
