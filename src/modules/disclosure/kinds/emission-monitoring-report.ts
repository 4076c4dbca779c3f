import { choice, flag, line, text } from '../kind/field.ts'
import { uscc } from '../kind/field-identity.ts'
import { decimal } from '../kind/field-measure.ts'
import { table } from '../kind/field-structure.ts'
import { date, period } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'
import { inRows } from '../kind/rules.ts'
import { COMPLIANCE } from '../kind/vocabulary.ts'

export const kind = defineKind({
  name: 'EmissionMonitoringReport',
  title: '企业自行与监督性监测、土壤',
  description: 'What an enterprise lets out, or what the soil holds, as measured.',
  body: 'optional',
  fields: {
    monitoringType: choice({
      name: 'MonitoringType',
      title: '监测类别',
      description: 'Sort of monitoring.',
      required: true,
      values: {
        SELF: { title: '企业自行监测', description: 'By the enterprise itself.' },
        SUPERVISORY: { title: '监督性监测', description: 'By the authority.' },
        SOIL: { title: '土壤环境质量监测', description: 'Of the soil.' },
      },
    }),
    enterprise: line({
      title: '监测对象',
      description: 'Enterprise; of soil the plot or region.',
      max: 100,
      required: true,
      searched: true,
    }),
    uscc: uscc({
      title: '统一社会信用代码',
      description: 'USCC of the enterprise. Null for soil.',
      searched: true,
    }),
    period: period({ title: '起止日期', description: 'Time of the monitoring.', required: true }),
    monitoredBy: line({
      title: '监测单位',
      description: 'Who measured.',
      max: 100,
      required: true,
    }),
    performance: text({
      title: '监测开展情况',
      description: 'Plan, and how it was kept. Null when not described.',
      max: 3000,
    }),
    measurements: table({
      title: '监测结果',
      description: 'Results, one row for each point, indicator and day.',
      row: 'EmissionMeasurement',
      required: true,
      columns: {
        point: line({
          title: '监测点位',
          synonyms: ['点位', '监测点', '监测点位名称', '点位名称', '排放口', '排放口名称'],
          description: 'Outlet or point.',
          max: 100,
          required: true,
          searched: true,
        }),
        medium: choice({
          name: 'MonitoredMedium',
          title: '监测介质',
          synonyms: ['介质', '样品类型', '监测要素'],
          description: 'What was measured. Null when the point says it.',
          values: {
            WASTE_WATER: { title: '废水', description: 'Waste water.' },
            WASTE_GAS: { title: '废气', description: 'Waste gas.' },
            NOISE: { title: '噪声', description: 'Noise.' },
            SOIL: { title: '土壤', description: 'Soil.' },
            GROUNDWATER: { title: '地下水', description: 'Groundwater.' },
          },
        }),
        indicator: line({
          title: '监测指标',
          synonyms: ['监测项目', '监测因子', '项目', '污染物', '污染物名称'],
          description: 'Indicator.',
          max: 50,
          required: true,
          searched: true,
        }),
        value: decimal({
          title: '监测值',
          synonyms: ['监测结果', '实测值', '排放浓度', '监测浓度', '浓度'],
          description: 'Value. Null when below detection.',
          places: 6,
        }),
        belowDetection: flag({
          title: '未检出',
          description: 'Too little to be measured. Null means no.',
        }),
        unit: line({
          title: '单位',
          synonyms: ['计量单位', '浓度单位'],
          description: 'Unit of value and limit. Null for a mere number.',
          max: 20,
        }),
        limit: line({
          title: '标准限值',
          synonyms: ['限值', '排放限值', '标准值'],
          description: 'Limit, or range such as 6-9. Null when none is set.',
          max: 30,
        }),
        standard: line({
          title: '执行标准',
          synonyms: ['评价标准', '排放标准', '执行标准名称'],
          description: 'Standard that sets the limit. Null when none.',
          max: 100,
        }),
        compliance: choice({
          title: '达标情况',
          synonyms: ['是否达标', '达标评价', '评价结果'],
          description: 'Whether the limit is kept. Null when none is set.',
          of: COMPLIANCE,
        }),
        monitoredOn: date({
          title: '监测日期',
          synonyms: ['监测时间', '采样日期', '采样时间'],
          description: 'Day of the measurement.',
          required: true,
        }),
      },
      filters: ['point', 'indicator', 'compliance', 'monitoredOn'],
    }),
  },
  rules: [
    {
      name: 'a measurement has its value or is below detection, one of both',
      problems: ({ measurements }) =>
        inRows('measurements', measurements, ({ value, belowDetection }) =>
          (value === undefined) === (belowDetection === true)
            ? []
            : [problem('value', 'REQUIRED', '请填写监测值，或注明未检出（只能择一）')],
        ),
    },
  ],
})
