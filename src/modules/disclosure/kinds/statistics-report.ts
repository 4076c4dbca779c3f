import { line, text } from '../kind/field.ts'
import { decimal, percentage } from '../kind/field-measure.ts'
import { table } from '../kind/field-structure.ts'
import { period } from '../kind/field-time.ts'
import { defineKind } from '../kind/kind.ts'

export const kind = defineKind({
  name: 'StatisticsReport',
  title: '统计、资产',
  description: 'Figures of a period, with how they changed.',
  body: 'optional',
  fields: {
    period: period({
      title: '起止日期',
      description: 'Time that the figures are of.',
      required: true,
    }),
    statistics: table({
      title: '统计数据',
      description: 'Figures, one row each.',
      row: 'Statistic',
      required: true,
      columns: {
        category: line({
          title: '类别',
          synonyms: ['类型', '指标类别'],
          description: 'Group of indicators. Null when not grouped.',
          max: 50,
          searched: true,
        }),
        indicator: line({
          title: '指标',
          synonyms: ['指标名称', '项目', '统计指标'],
          description: 'What is counted.',
          max: 100,
          required: true,
          searched: true,
        }),
        unit: line({
          title: '单位',
          synonyms: ['计量单位'],
          description: 'Unit.',
          max: 20,
          required: true,
        }),
        value: decimal({
          title: '数值',
          synonyms: ['数量', '指标值', '本期数', '统计值'],
          description: 'Value.',
          places: 4,
          min: -1e13,
          required: true,
        }),
        change: percentage({
          title: '比上期增减',
          synonyms: ['增减', '同比增减', '比上年增减', '同比'],
          description: 'Change since the period before. Null when not compared.',
          signed: true,
        }),
        note: line({
          title: '说明',
          synonyms: ['备注'],
          description: 'Remark. Null when none.',
          max: 200,
        }),
      },
      filters: ['category', 'indicator'],
    }),
    methodology: text({
      title: '统计口径',
      description: 'What is counted and how. Null when it needs no explanation.',
      max: 2000,
    }),
    analysis: text({
      title: '数据解读',
      description: 'What the figures say. Null when left to the reader.',
      max: 5000,
      searched: true,
    }),
  },
})
