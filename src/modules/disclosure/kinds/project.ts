import { choice, line, text } from '../kind/field.ts'
import { phone } from '../kind/field-identity.ts'
import { integer, money } from '../kind/field-measure.ts'
import { personName } from '../kind/field-personal.ts'
import { table } from '../kind/field-structure.ts'
import { date } from '../kind/field-time.ts'
import { defineKind } from '../kind/kind.ts'
import { inOrder, needed } from '../kind/rules.ts'
import { FUND_LEVEL } from '../kind/vocabulary.ts'

export const kind = defineKind({
  name: 'Project',
  title: '项目',
  description: 'A project: its money, who carries it out, when, to what end, with what result.',
  body: 'optional',
  fields: {
    projectName: line({
      title: '项目名称',
      description: 'Name of the project.',
      max: 200,
      required: true,
      searched: true,
    }),
    projectType: line({
      title: '项目类别',
      description: 'Sort of project. Null when not classified.',
      max: 50,
    }),
    approvalNumber: line({
      title: '批准文号',
      description: 'Number of the approval. Null when none was needed.',
      max: 60,
      searched: true,
    }),
    place: line({
      title: '建设地点',
      description: 'Where it is. Null when not bound to a place.',
      max: 200,
      searched: true,
    }),
    fundings: table({
      title: '资金安排',
      description: 'Where the money comes from.',
      row: 'ProjectFunding',
      required: true,
      columns: {
        name: line({
          title: '资金来源',
          synonyms: ['来源', '资金名称'],
          description: 'Name of the source.',
          max: 100,
          required: true,
        }),
        level: choice({
          title: '来源级次',
          synonyms: ['级次', '资金级次', '资金级别'],
          description: 'Level it comes from.',
          of: FUND_LEVEL,
          required: true,
        }),
        amount: money({
          title: '金额',
          synonyms: ['资金额度', '资金数额', '投资额'],
          description: 'Amount.',
          required: true,
        }),
      },
      filters: ['level'],
    }),
    implementingUnit: line({
      title: '实施单位',
      description: 'Unit that carries it out.',
      max: 100,
      required: true,
      searched: true,
    }),
    // Named in the exercise of an office: the plan demands it (实施单位及责任人).
    responsiblePerson: personName({
      title: '责任人',
      description: 'Who answers for it, by name.',
      mask: 'FULL',
      required: true,
    }),
    supervisor: line({
      title: '主管部门',
      description: 'Department in charge. Null when it is the publishing organization.',
      max: 100,
    }),
    startsOn: date({ title: '开工日期', description: 'First day.', required: true }),
    endsOn: date({ title: '完工日期', description: 'Last day, planned or real. Null when open.' }),
    goals: text({
      title: '预期目标',
      description: 'What it shall bring.',
      max: 3000,
      required: true,
      searched: true,
    }),
    beneficiaries: integer({
      title: '受益人数',
      description: 'People it is good for. Null when not counted.',
      unit: '人',
    }),
    projectStatus: choice({
      name: 'ProjectStatus',
      title: '项目状态',
      description: 'Where it stands. Null when not told.',
      values: {
        PLANNED: { title: '计划', description: 'Not begun.' },
        UNDER_WAY: { title: '在建', description: 'Under way.' },
        COMPLETED: { title: '完工', description: 'Completed, not yet accepted.' },
        ACCEPTED: { title: '验收', description: 'Accepted.' },
        STOPPED: { title: '停建', description: 'Stopped.' },
      },
    }),
    progress: text({
      title: '实施进展',
      description: 'How far it is. Null before it begins.',
      max: 3000,
      searched: true,
    }),
    results: text({
      title: '实施结果',
      description: 'What it has brought. Null until it is completed.',
      max: 3000,
      searched: true,
    }),
    complaintPhone: phone({
      title: '举报电话',
      description: 'Telephone for reports of abuse. Null when it is the hotline.',
    }),
  },
  rules: [
    inOrder('startsOn', 'endsOn', '完工日期不得早于开工日期'),
    needed({
      name: 'a completed project tells its results',
      when: ({ projectStatus }) => projectStatus === 'COMPLETED' || projectStatus === 'ACCEPTED',
      fields: { results: '完工或验收的项目须填写实施结果' },
    }),
  ],
})
