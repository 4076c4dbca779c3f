import { after, say } from '../kind/brief.ts'
import { choice, line, text } from '../kind/field.ts'
import { phone } from '../kind/field-identity.ts'
import { area, integer, money } from '../kind/field-measure.ts'
import {
  bankAccount,
  homeAddress,
  idNumber,
  personalPhone,
  personName,
} from '../kind/field-personal.ts'
import { table } from '../kind/field-structure.ts'
import { date } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'
import { inOrder, needed } from '../kind/rules.ts'
import { APPROVAL_STAGE } from '../kind/vocabulary.ts'

/** PIPL 28, 31: what is known of a child under 14 or of a patient is sensitive, whoever they are. */
const COUNTED_ONLY = ['MINORS', 'PATIENTS']
const isCountedOnly = (people: unknown) => COUNTED_ONLY.includes(String(people))

const counted = (rows: readonly unknown[] | undefined) => rows && `${rows.length}人（户）`

export const kind = defineKind({
  name: 'RecipientRoster',
  title: '救助、补贴对象公示',
  description: 'People who apply for or receive assistance, on display for objections.',
  body: 'optional',
  display: { from: 'displayFrom', to: 'displayTo', workingDays: 'displayWorkingDays' },
  fields: {
    programme: line({
      title: '救助或补贴项目',
      description: 'Programme of assistance.',
      max: 100,
      required: true,
      searched: true,
    }),
    stage: choice({
      title: '公示环节',
      description: 'Stage of the applications.',
      of: APPROVAL_STAGE,
      required: true,
    }),
    people: choice({
      name: 'RosterPeople',
      title: '对象性质',
      description: 'Whom the roster is about. Minors and patients are only counted.',
      required: true,
      values: {
        GENERAL: { title: '一般对象', description: 'Adults, listed one by one.' },
        MINORS: { title: '未成年人', description: 'Children: only their number is published.' },
        PATIENTS: { title: '患者', description: 'Patients: only their number is published.' },
      },
    }),
    standard: text({
      title: '认定和保障标准',
      description: 'Conditions and amounts by which they were chosen.',
      max: 2000,
      required: true,
      searched: true,
    }),
    displayFrom: date({
      title: '公示开始日期',
      description: 'First day of the display.',
      required: true,
    }),
    displayTo: date({
      title: '公示截止日期',
      description:
        'Last day of the display; afterwards the record is withdrawn. In a draft null when the working days tell it.',
    }),
    displayWorkingDays: integer({
      title: '公示工作日数',
      description:
        'How many working days it is on display, the day it begins not counted; from the day it is published, if that is later than the first. Null when the last day is a date.',
      unit: '个工作日',
      min: 1,
      max: 60,
    }),
    objectionUnit: line({
      title: '异议受理单位',
      description: 'Who takes objections.',
      max: 100,
      required: true,
    }),
    objectionPhone: phone({
      title: '异议受理电话',
      description: 'Telephone for objections and reports.',
      required: true,
    }),
    objectionAddress: line({
      title: '异议受理地址',
      description: 'Address for objections. Null when there is none.',
      max: 200,
    }),
    place: line({
      title: '公示范围',
      description: 'Township, village or community of the people. Null when the whole county.',
      max: 100,
      searched: true,
    }),
    recipients: table({
      title: '对象名单',
      description: 'People, one row each. Empty for minors and patients.',
      row: 'Recipient',
      columns: {
        // 社会救助暂行办法11: the village must know whom it may object to; the rest of the world need not.
        name: personName({
          title: '姓名',
          description: 'Name of the applicant or head of the household.',
          maskInArea: 'FULL',
          required: true,
        }),
        idNumber: idNumber({
          title: '身份证号',
          description: 'ID number. Null when not collected.',
        }),
        phone: personalPhone({
          title: '联系电话',
          description: 'Telephone. Null when not collected.',
        }),
        address: homeAddress({
          title: '家庭住址',
          description: 'Address. Null when not collected.',
        }),
        bankAccount: bankAccount({
          title: '银行账号',
          description: 'Account that is paid to. Null when not collected.',
          mask: 'OMIT',
        }),
        category: line({
          title: '类别',
          synonyms: ['救助类别', '保障类别', '补贴类别', '对象类别', '类型'],
          description: 'Category of assistance. Null when there is one only.',
          max: 50,
        }),
        members: integer({
          title: '保障人数',
          synonyms: ['保障人口', '享受人数', '享受人口', '家庭人口', '人口数', '人数', '救助人数'],
          description: 'People covered. Null means one.',
          unit: '人',
          max: 50,
        }),
        amount: money({
          title: '金额',
          synonyms: [
            '保障金额',
            '补助金额',
            '补贴金额',
            '救助金额',
            '发放金额',
            '月保障金额',
            '保障金',
            '补助标准',
          ],
          description: 'Amount granted. Null when nothing is paid, or not yet decided.',
        }),
        payment: choice({
          name: 'PaymentRhythm',
          title: '发放方式',
          description: 'How often the amount is paid. Null when nothing is paid.',
          values: {
            MONTHLY: { title: '按月', description: 'Every month.' },
            QUARTERLY: { title: '按季', description: 'Every quarter.' },
            YEARLY: { title: '按年', description: 'Every year.' },
            ONCE: { title: '一次性', description: 'Once.' },
          },
        }),
        housingArea: area({
          title: '保障面积',
          synonyms: ['面积', '住房面积', '补贴面积'],
          description: 'Floor area granted. Null when no housing.',
        }),
        measure: line({
          title: '援助措施',
          description: 'What is done for them. Null when it is money alone.',
          max: 200,
        }),
        from: date({
          title: '起始日期',
          synonyms: ['开始日期', '享受起始时间', '开始时间', '起始时间'],
          description: 'First day of the assistance. Null when not decided.',
        }),
        to: date({
          title: '截止日期',
          synonyms: ['结束日期', '享受截止时间', '结束时间', '截止时间'],
          description: 'Last day of the assistance. Null when open.',
        }),
        outcome: choice({
          name: 'ReviewOutcome',
          title: '审查结果',
          synonyms: ['审核结果', '审批结果', '结果', '审核意见'],
          description: 'Result of the stage. Null while it is open.',
          values: {
            PASSED: { title: '通过', description: 'Passed.' },
            NOT_PASSED: { title: '不通过', description: 'Not passed.' },
          },
        }),
        note: line({
          title: '备注',
          description: 'Remark; nothing of health or family. Null when none.',
          max: 200,
        }),
      },
      filters: ['category', 'outcome', 'payment'],
    }),
    recipientCount: integer({
      title: '对象总数',
      description: 'People or households in all. Null when the rows tell it.',
      unit: '人（户）',
    }),
    totalAmount: money({
      title: '金额合计',
      description: 'Amount in all. Null when the rows tell it, or nothing is paid.',
    }),
  },
  // 个人信息保护法55: whoever is named, even masked, is to be thought of before.
  assessed: { programme: 'programme', when: ({ people }) => people === 'GENERAL' },
  rules: [
    {
      name: 'a roster of minors or patients carries counts only',
      basis: '个人信息保护法28、31',
      problems: ({ people, recipients }) =>
        isCountedOnly(people) && recipients !== undefined
          ? [
              problem(
                'recipients',
                'COUNTS_ONLY',
                '涉及未成年人、患者的，只公布人数和金额，不得列出名单',
              ),
            ]
          : [],
    },
    needed({
      name: 'a roster of minors or patients tells their number',
      when: ({ people }) => isCountedOnly(people),
      fields: { recipientCount: '涉及未成年人、患者的，须填写对象总数' },
    }),
    needed({
      name: 'any other roster has its rows',
      basis: '社会救助暂行办法11',
      when: ({ people }) => people === 'GENERAL',
      fields: { recipients: '缺少对象名单' },
    }),
    inOrder('displayFrom', 'displayTo', '公示截止日期不得早于开始日期'),
  ],
  brief: {
    // Numbers only: a message is read by more people than the board of a village.
    line: ({ programme, stage, place, recipientCount, ...shown }, { recipients }) =>
      say`${place}${programme}${stage}公示${after('：共', recipientCount ?? counted(recipients))}，至${shown.displayTo}，异议电话${shown.objectionPhone}`,
    facts: [
      {
        label: '对象总数',
        value: ({ recipientCount }, { recipients }) => recipientCount ?? counted(recipients),
      },
      'displayTo',
      'objectionPhone',
    ],
  },
})
