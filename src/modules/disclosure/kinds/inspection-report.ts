import { choice, line, list, text } from '../kind/field.ts'
import { uscc } from '../kind/field-identity.ts'
import { table } from '../kind/field-structure.ts'
import { date, period } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'
import { inRows } from '../kind/rules.ts'

export const kind = defineKind({
  name: 'InspectionReport',
  title: '双随机、抽检、年检',
  description: 'What was inspected or sampled, and what was found.',
  body: 'optional',
  fields: {
    inspectionType: choice({
      name: 'InspectionType',
      title: '检查类别',
      description: 'Sort of inspection.',
      required: true,
      values: {
        RANDOM: { title: '双随机抽查', description: 'Subjects and inspectors drawn at random.' },
        SAMPLING: { title: '抽检', description: 'Samples tested.' },
        ANNUAL: { title: '年检年报', description: 'Annual inspection or report.' },
        SPECIAL: { title: '专项检查', description: 'Inspection of one matter.' },
        ASSESSMENT: { title: '评估检查', description: 'Assessment.' },
      },
    }),
    plan: text({
      title: '检查计划',
      description: 'Plan or task: what is inspected, how many, why.',
      max: 3000,
      required: true,
      searched: true,
    }),
    period: period({ title: '起止日期', description: 'Time of the inspection.', required: true }),
    inspectors: line({
      title: '检查机关',
      description: 'Who inspected. Null when it is the publishing organization.',
      max: 200,
    }),
    basis: list({
      title: '检查依据',
      description: 'Laws and standards that it rests on.',
      of: line({ title: '依据', description: 'One basis.', max: 200 }),
      max: 30,
    }),
    inspections: table({
      title: '检查结果',
      description: 'Results, one row for each subject and item.',
      row: 'Inspection',
      required: true,
      columns: {
        subject: line({
          title: '检查对象',
          synonyms: ['被检查单位', '检查单位', '企业名称', '单位名称', '被抽查单位', '抽查对象'],
          description: 'Enterprise, school or place inspected.',
          max: 100,
          required: true,
          searched: true,
        }),
        uscc: uscc({
          title: '统一社会信用代码',
          description: 'USCC. Null when it has none.',
          searched: true,
        }),
        address: line({ title: '地址', description: 'Address. Null when not told.', max: 200 }),
        item: line({
          title: '检查事项',
          synonyms: ['检查内容', '抽查事项', '检查项目', '抽查内容'],
          description: 'What was looked at; of a sample the product.',
          max: 200,
          required: true,
          searched: true,
        }),
        sample: line({
          title: '批次、规格、生产单位',
          description: 'Batch, size and producer of a sample. Null when nothing was sampled.',
          max: 200,
          searched: true,
        }),
        inspectedOn: date({
          title: '检查日期',
          synonyms: ['检查时间', '抽查日期', '抽查时间'],
          description: 'When. Null when not told.',
        }),
        outcome: choice({
          name: 'InspectionOutcome',
          title: '结果',
          synonyms: ['检查结果', '抽查结果', '检验结果', '结论'],
          description: 'What was found.',
          required: true,
          values: {
            PASSED: { title: '合格', description: 'Nothing amiss.' },
            TO_RECTIFY: { title: '责令整改', description: 'To be put right.' },
            FAILED: { title: '不合格', description: 'Failed.' },
            NOT_REACHED: { title: '无法联系', description: 'The subject could not be found.' },
          },
        }),
        defect: text({
          title: '存在问题',
          synonyms: ['问题', '发现问题', '不合格项目'],
          description: 'What was amiss. Null when nothing.',
          max: 500,
        }),
        followUp: text({
          title: '后续处理',
          synonyms: ['处理情况', '处理结果', '整改情况'],
          description: 'What is done about it. Null when nothing.',
          max: 500,
        }),
      },
      filters: ['outcome', 'uscc', 'item'],
    }),
    conclusion: text({
      title: '总体情况',
      description: 'The whole in figures. Null when the rows tell it.',
      max: 3000,
      searched: true,
    }),
  },
  rules: [
    {
      name: 'who failed is told what was amiss',
      basis: '政府信息公开条例20(13)',
      problems: ({ inspections }) =>
        inRows('inspections', inspections, ({ outcome, defect }) =>
          (outcome === 'FAILED' || outcome === 'TO_RECTIFY') && defect === undefined
            ? [problem('defect', 'REQUIRED', '不合格或须整改的，请写明存在问题')]
            : [],
        ),
    },
  ],
})
