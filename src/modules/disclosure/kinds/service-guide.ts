import { after, say } from '../kind/brief.ts'
import { line, list, text } from '../kind/field.ts'
import { phone, webAddress } from '../kind/field-identity.ts'
import { table } from '../kind/field-structure.ts'
import { defineKind } from '../kind/kind.ts'

export const kind = defineKind({
  name: 'ServiceGuide',
  title: '办事、服务指南',
  description: 'How to apply for something: who may, with what, where, how long it takes.',
  body: 'optional',
  fields: {
    basis: list({
      title: '办理依据',
      description: 'Laws and documents that the service rests on.',
      of: line({ title: '依据', description: 'One basis.', max: 200 }),
      max: 30,
      searched: true,
    }),
    eligibility: text({
      title: '申请条件',
      description: 'Who may apply and under what conditions.',
      max: 3000,
      required: true,
      searched: true,
    }),
    standard: text({
      title: '标准',
      description: 'What is granted: amounts, levels, scope. Null when nothing is granted.',
      max: 3000,
      searched: true,
    }),
    materials: list({
      title: '申请材料',
      description: 'What to bring, one piece each.',
      of: line({ title: '材料', description: 'One piece.', max: 200 }),
      max: 50,
      required: true,
    }),
    steps: table({
      title: '办理流程',
      description: 'Steps in their order.',
      row: 'ServiceStep',
      required: true,
      columns: {
        name: line({
          title: '环节',
          synonyms: ['步骤', '办理环节', '流程'],
          description: 'Name of the step.',
          max: 50,
          required: true,
        }),
        handler: line({
          title: '办理单位',
          synonyms: ['办理部门', '责任单位', '承办单位'],
          description: 'Who does it. Null when it is the applicant.',
          max: 100,
        }),
        action: text({
          title: '办理内容',
          synonyms: ['内容', '工作内容'],
          description: 'What is done.',
          max: 1000,
          required: true,
        }),
        timeLimit: line({
          title: '时限',
          synonyms: ['办理时限', '办结时限'],
          description: 'How long it takes. Null when not fixed.',
          max: 50,
        }),
      },
    }),
    timeLimit: line({
      title: '办理时限',
      description: 'How long it takes from application to decision.',
      max: 100,
      required: true,
    }),
    fee: line({
      title: '收费标准',
      description: 'What it costs. Null means free of charge.',
      max: 200,
    }),
    outcome: line({
      title: '办理结果',
      description: 'What the applicant gets in the end. Null when not described.',
      max: 200,
    }),
    place: line({
      title: '办理地点',
      description: 'Where to apply. Null when only online.',
      max: 200,
    }),
    hours: line({
      title: '办理时间',
      description: 'Office hours. Null when only online.',
      max: 100,
    }),
    website: webAddress({
      title: '网上办理网址',
      description: 'Where to apply online. Null when that is not possible.',
    }),
    phone: phone({
      title: '咨询电话',
      description: 'Telephone for questions.',
      required: true,
    }),
    remedies: text({
      title: '救济途径',
      description: 'Where to complain, ask for reconsideration or sue. Null when not described.',
      max: 1000,
    }),
  },
  brief: {
    line: ({ title, timeLimit, place, phone }) =>
      say`${title}：办理时限${timeLimit}，咨询电话${phone}${after('，地点', place)}`,
    facts: ['timeLimit', 'place', 'phone'],
  },
})
