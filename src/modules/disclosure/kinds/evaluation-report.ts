import { choice, line, text } from '../kind/field.ts'
import { decimal } from '../kind/field-measure.ts'
import { table } from '../kind/field-structure.ts'
import { period } from '../kind/field-time.ts'
import { defineKind } from '../kind/kind.ts'

export const kind = defineKind({
  name: 'EvaluationReport',
  title: '督导、评估、绩效评价',
  description: 'What somebody found who looked at how a policy, project or institution does.',
  body: 'optional',
  fields: {
    subject: line({
      title: '评价对象',
      description: 'Policy, project, fund or institution that is evaluated.',
      max: 200,
      required: true,
      searched: true,
    }),
    evaluationType: choice({
      name: 'EvaluationType',
      title: '评价类别',
      description: 'Sort of evaluation. Null when it is none of these.',
      values: {
        SUPERVISION: { title: '督导检查', description: 'Supervision.' },
        PERFORMANCE: { title: '绩效评价', description: 'Performance of money or services.' },
        ANNUAL: { title: '年度考核', description: 'Annual appraisal.' },
        ACCEPTANCE: { title: '检查验收', description: 'Acceptance.' },
        QUALITY: { title: '质量报告', description: 'Report on quality.' },
        MONITORING: { title: '评估监测', description: 'Assessment and monitoring.' },
      },
    }),
    evaluator: line({
      title: '评价机构',
      description: 'Who evaluated.',
      max: 200,
      required: true,
      searched: true,
    }),
    period: period({ title: '起止日期', description: 'Time that is evaluated.', required: true }),
    method: text({
      title: '评价方法',
      description: 'How it was evaluated. Null when not described.',
      max: 3000,
    }),
    findings: text({
      title: '评价结果',
      description: 'What was found.',
      max: 10_000,
      required: true,
      searched: true,
    }),
    score: decimal({
      title: '得分',
      description: 'Score. Null when not scored.',
      unit: '分',
      places: 2,
      max: 10_000,
    }),
    rating: line({
      title: '等次',
      description: 'Rating such as 优、良. Null when not rated.',
      max: 20,
    }),
    scores: table({
      title: '分项得分',
      description: 'Scores by indicator or subject.',
      row: 'EvaluationScore',
      columns: {
        name: line({
          title: '指标或对象',
          synonyms: ['指标', '指标名称', '评价指标', '评估指标', '评价对象', '单位名称'],
          description: 'Indicator or subject.',
          max: 100,
          required: true,
        }),
        fullScore: decimal({
          title: '满分',
          synonyms: ['分值', '标准分', '权重分值'],
          description: 'Full score. Null when not set.',
          unit: '分',
          places: 2,
        }),
        score: decimal({
          title: '得分',
          synonyms: ['实得分', '评价得分'],
          description: 'Score. Null when only rated.',
          unit: '分',
          places: 2,
        }),
        rating: line({
          title: '等次',
          synonyms: ['等级', '评价等级', '评价结果'],
          description: 'Rating. Null when only scored.',
          max: 20,
        }),
      },
    }),
    problems: text({
      title: '存在问题',
      description: 'What is amiss. Null when nothing.',
      max: 5000,
      searched: true,
    }),
    rectification: text({
      title: '整改情况',
      description: 'What is done about it. Null when nothing is amiss, or it is too early.',
      max: 5000,
      searched: true,
    }),
  },
})
