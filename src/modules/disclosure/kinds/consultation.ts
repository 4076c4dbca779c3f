import { after, say } from '../kind/brief.ts'
import { choice, line, text } from '../kind/field.ts'
import { email, phone, webAddress } from '../kind/field-identity.ts'
import { integer } from '../kind/field-measure.ts'
import { table } from '../kind/field-structure.ts'
import { date } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'
import { daysBetween, inOrder, inRows, oneOf } from '../kind/rules.ts'

/** 重大行政决策程序暂行条例15: the period for comments is as a rule no shorter. */
const LEAST_DAYS = 30

export const kind = defineKind({
  name: 'Consultation',
  title: '征求意见',
  description:
    'A draft put before the public for comments, and what became of them. The body is the draft.',
  body: 'required',
  fields: {
    decisionSubject: choice({
      name: 'DecisionSubject',
      title: '决策类型',
      description: 'What is to be decided. Null when it is none of these.',
      values: {
        REFORM: { title: '重大改革方案', description: 'A major reform.' },
        POLICY: { title: '政策措施', description: 'A policy or measure.' },
        PROJECT: { title: '建设项目', description: 'A construction project.' },
      },
    }),
    explanation: text({
      title: '起草说明',
      description: 'Why the decision is wanted and what it would change. Null when not given.',
      max: 10_000,
      searched: true,
    }),
    opensOn: date({
      title: '征求意见开始日期',
      description: 'First day on which comments are taken.',
      required: true,
    }),
    closesOn: date({
      title: '征求意见截止日期',
      description: 'Last day on which comments are taken.',
      required: true,
    }),
    shorterReason: text({
      title: '期限不足 30 日的理由',
      description: 'Why fewer than 30 days are given. Null when 30 or more are.',
      max: 500,
    }),
    website: webAddress({
      title: '在线提交网址',
      description: 'Where comments are taken online. Null when they are not.',
    }),
    mailbox: email({
      title: '电子邮箱',
      description: 'Mailbox for comments. Null when there is none.',
    }),
    postalAddress: line({
      title: '通信地址',
      description: 'Postal address for comments. Null when there is none.',
      max: 200,
    }),
    phone: phone({
      title: '联系电话',
      description: 'Telephone for comments. Null when there is none.',
    }),
    received: integer({
      title: '收到意见数',
      description: 'Comments received. Null until the result is published.',
      unit: '条',
    }),
    adopted: integer({
      title: '采纳意见数',
      description: 'Comments adopted wholly or partly. Null until the result is published.',
      unit: '条',
    }),
    resultNote: text({
      title: '意见采纳情况说明',
      description: 'What became of the comments, on the whole. Null until the result is published.',
      max: 5000,
      searched: true,
    }),
    opinions: table({
      title: '主要意见及采纳情况',
      description: 'Main opinions, each with what was decided about it.',
      row: 'ConsultationOpinion',
      columns: {
        opinion: text({
          title: '意见',
          description: 'The opinion, without its author.',
          max: 1000,
          required: true,
        }),
        outcome: choice({
          name: 'OpinionOutcome',
          title: '采纳情况',
          description: 'What was decided.',
          required: true,
          values: {
            ADOPTED: { title: '采纳', description: 'Adopted.' },
            PARTLY_ADOPTED: { title: '部分采纳', description: 'Adopted in part.' },
            NOT_ADOPTED: { title: '未采纳', description: 'Not adopted.' },
          },
        }),
        reason: text({ title: '理由', description: 'Why. Null only when adopted.', max: 1000 }),
      },
      filters: ['outcome'],
    }),
  },
  rules: [
    {
      name: 'a consultation stays open for 30 days or says why not',
      basis: '重大行政决策程序暂行条例15',
      problems: ({ opensOn, closesOn, shorterReason }) =>
        opensOn !== undefined &&
        closesOn !== undefined &&
        shorterReason === undefined &&
        daysBetween(opensOn, closesOn) < LEAST_DAYS
          ? [problem('shorterReason', 'TOO_SHORT_A_TIME', '征求意见不足 30 日，须说明理由')]
          : [],
    },
    inOrder('opensOn', 'closesOn', '截止日期不得早于开始日期'),
    oneOf({
      name: 'a consultation tells how to comment',
      basis: '重大行政决策程序暂行条例15',
      fields: ['website', 'mailbox', 'postalAddress', 'phone'],
      message: '请至少填写一种提出意见的方式',
    }),
    {
      name: 'an opinion that is not adopted gets a reason',
      basis: '重大行政决策程序暂行条例32',
      problems: ({ opinions }) =>
        inRows('opinions', opinions, ({ outcome, reason }) =>
          outcome === 'NOT_ADOPTED' && reason === undefined
            ? [problem('reason', 'REQUIRED', '未采纳的意见须说明理由')]
            : [],
        ),
    },
    {
      name: 'no more comments are adopted than received',
      problems: ({ received, adopted }) =>
        received !== undefined && adopted !== undefined && adopted > received
          ? [problem('adopted', 'TOO_MANY', '采纳意见数不得超过收到意见数')]
          : [],
    },
  ],
  brief: {
    line: ({ title, opensOn, closesOn, phone, received, adopted }) =>
      received === undefined
        ? say`征求意见（${opensOn}至${closesOn}）：${title}${after('，电话', phone)}`
        : say`征求意见结果：收到${received}${after('，采纳', adopted)}。${title}`,
    facts: ['closesOn', 'received', 'phone'],
  },
})
