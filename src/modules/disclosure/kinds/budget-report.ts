import { sum, yuan } from '../kind/decimal.ts'
import { choice, line, text } from '../kind/field.ts'
import { money } from '../kind/field-measure.ts'
import { group, table } from '../kind/field-structure.ts'
import { date, year } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'
import { inRows, notInFuture } from '../kind/rules.ts'

const different = (path: string, what: string, one: bigint, other: bigint) =>
  one === other
    ? []
    : [problem(path, 'NOT_BALANCED', `${what}：${yuan(one)} 元与 ${yuan(other)} 元应相等`)]

/** The class that a row of expenditure stands under. */
const expenditureClass = {
  code: line({
    title: '科目编码',
    description: 'Code of the class.',
    max: 10,
    required: true,
  }),
  name: line({
    title: '科目名称',
    description: 'Name of the class.',
    max: 100,
    required: true,
  }),
}

export const kind = defineKind({
  name: 'BudgetReport',
  title: '预决算',
  description: 'Budget or final accounts of a department, down to the classes the law asks for.',
  body: 'optional',
  fields: {
    year: year({ title: '预决算年度', description: 'Fiscal year.', required: true }),
    reportType: choice({
      name: 'BudgetReportType',
      title: '预算或决算',
      description: 'Budget or final accounts.',
      required: true,
      values: {
        BUDGET: { title: '预算', description: 'Budget.' },
        FINAL_ACCOUNTS: { title: '决算', description: 'Final accounts.' },
      },
    }),
    // 预算法14: public within 20 days of the approval.
    approvedOn: date({
      title: '批复日期',
      description: 'When it was approved; it is to be public within 20 days.',
      required: true,
    }),
    revenueTotal: money({ title: '收入总计', description: 'All revenue.', required: true }),
    expenditureTotal: money({
      title: '支出总计',
      description: 'All expenditure: the sum of the functional rows.',
      required: true,
    }),
    functionalRows: table({
      title: '支出（按功能分类）',
      description: 'Expenditure by functional class, lowest class only, without subtotals.',
      row: 'FunctionalExpenditure',
      required: true,
      columns: {
        ...expenditureClass,
        total: money({
          title: '合计',
          description: 'Basic and project expenditure.',
          required: true,
        }),
        basic: money({ title: '基本支出', description: 'Basic expenditure. Null means none.' }),
        project: money({ title: '项目支出', description: 'Project expenditure. Null means none.' }),
      },
      filters: ['code'],
    }),
    basicRows: table({
      title: '基本支出（按经济分类）',
      description: 'Basic expenditure by economic class, lowest class only, without subtotals.',
      row: 'EconomicExpenditure',
      required: true,
      columns: {
        ...expenditureClass,
        amount: money({ title: '金额', description: 'Amount.', required: true }),
      },
      filters: ['code'],
    }),
    threePublic: group({
      title: '“三公”经费',
      description: 'The three public expenses.',
      name: 'ThreePublicExpenses',
      required: true,
      fields: {
        overseas: money({
          title: '因公出国（境）费',
          description: 'Travel abroad.',
          required: true,
        }),
        vehiclePurchase: money({
          title: '公务用车购置费',
          description: 'Vehicles bought.',
          required: true,
        }),
        vehicleOperation: money({
          title: '公务用车运行费',
          description: 'Vehicles run.',
          required: true,
        }),
        reception: money({
          title: '公务接待费',
          description: 'Official receptions.',
          required: true,
        }),
        total: money({ title: '合计', description: 'The four together.', required: true }),
      },
    }),
    procurement: text({
      title: '政府采购情况',
      description: 'Government procurement. Null when not described.',
      max: 3000,
    }),
    stateAssets: text({
      title: '国有资产占用情况',
      description: 'State assets in use. Null when not described.',
      max: 3000,
    }),
    performance: text({
      title: '预算绩效情况',
      description: 'What the money has brought. Null when not evaluated.',
      max: 5000,
    }),
  },
  rules: [
    notInFuture('approvedOn', '批复日期不得晚于今天'),
    {
      name: 'each functional row is its basic and its project expenditure',
      basis: '预算法14',
      problems: ({ functionalRows }) =>
        inRows('functionalRows', functionalRows, ({ total, basic, project }) =>
          total === undefined
            ? []
            : different('total', '合计与基本支出加项目支出', sum([total]), sum([basic, project])),
        ),
    },
    {
      name: 'functional rows add up to the expenditure',
      basis: '预算法14',
      problems: ({ functionalRows, expenditureTotal }) =>
        functionalRows === undefined || expenditureTotal === undefined
          ? []
          : different(
              'expenditureTotal',
              '支出总计与功能分类各行之和',
              sum([expenditureTotal]),
              sum(functionalRows.map(({ total }) => total)),
            ),
    },
    {
      name: 'basic expenditure is the same by function and by economic class',
      basis: '预算法14',
      problems: ({ functionalRows, basicRows }) =>
        functionalRows === undefined || basicRows === undefined
          ? []
          : different(
              'basicRows',
              '经济分类各行之和与功能分类的基本支出之和',
              sum(basicRows.map(({ amount }) => amount)),
              sum(functionalRows.map(({ basic }) => basic)),
            ),
    },
    {
      name: 'the three public expenses add up',
      basis: '预算法14',
      problems: ({ threePublic }) => {
        if (threePublic?.total === undefined) return []
        const { total, overseas, vehiclePurchase, vehicleOperation, reception } = threePublic
        const parts = sum([overseas, vehiclePurchase, vehicleOperation, reception])
        return different('threePublic.total', '“三公”经费合计与各项之和', sum([total]), parts)
      },
    },
  ],
})
