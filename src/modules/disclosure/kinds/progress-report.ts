import { line, list, text } from '../kind/field.ts'
import { table } from '../kind/field-structure.ts'
import { period } from '../kind/field-time.ts'
import { defineKind } from '../kind/kind.ts'
import { oneOf } from '../kind/rules.ts'

export const kind = defineKind({
  name: 'ProgressReport',
  title: '工作进展、落实成效',
  description: 'How far a decision or policy has been carried out, with what effect.',
  body: 'optional',
  fields: {
    subject: line({
      title: '工作或政策名称',
      description: 'The decision, policy or work that is reported on.',
      max: 200,
      required: true,
      searched: true,
    }),
    policies: list({
      title: '对应政策文件',
      description: 'Policies that are carried out, by name or document number.',
      of: line({ title: '政策文件', description: 'One policy.', max: 200 }),
      max: 20,
      searched: true,
    }),
    period: period({
      title: '起止日期',
      description: 'Time that the report is about.',
      required: true,
    }),
    measures: text({
      title: '主要举措',
      description: 'What was done. Null when the body tells it.',
      max: 5000,
      searched: true,
    }),
    results: text({
      title: '主要成效',
      description: 'What came of it. Null when the body tells it, or it is too early.',
      max: 5000,
      searched: true,
    }),
    indicators: table({
      title: '指标完成情况',
      description: 'Figures planned and reached.',
      row: 'ProgressIndicator',
      columns: {
        name: line({
          title: '指标',
          synonyms: ['指标名称', '项目', '工作任务'],
          description: 'What is counted.',
          max: 100,
          required: true,
        }),
        unit: line({
          title: '单位',
          synonyms: ['计量单位'],
          description: 'Unit. Null for a mere number.',
          max: 20,
        }),
        planned: line({
          title: '目标值',
          synonyms: ['目标', '计划值', '计划数', '目标任务', '年度目标'],
          description: 'Planned. Null when not set.',
          max: 50,
        }),
        achieved: line({
          title: '完成值',
          synonyms: ['完成情况', '完成数', '实际完成', '实际值', '完成量'],
          description: 'Reached by the end of the period.',
          max: 50,
          required: true,
        }),
      },
    }),
    problems: text({
      title: '存在问题',
      description: 'What is still amiss, or was found by an inspection. Null when nothing.',
      max: 5000,
      searched: true,
    }),
    rectification: text({
      title: '整改情况',
      description: 'What has been done about the problems. Null when there are none.',
      max: 5000,
      searched: true,
    }),
    commendations: text({
      title: '奖惩情况',
      description: 'Rewards and sanctions that followed. Null when none.',
      max: 2000,
    }),
    nextSteps: text({
      title: '下一步工作',
      description: 'What comes next. Null when the work is done.',
      max: 3000,
    }),
    responsibleUnit: line({
      title: '责任单位',
      description: 'Who does the work. Null when it is the publishing organization.',
      max: 100,
      searched: true,
    }),
  },
  rules: [
    oneOf({
      name: 'a progress report tells what was done or achieved',
      fields: ['measures', 'results', 'body'],
      message: '请填写主要举措、主要成效或正文',
    }),
  ],
})
