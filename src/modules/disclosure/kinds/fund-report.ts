import { after, say } from '../kind/brief.ts'
import { choice, line, text } from '../kind/field.ts'
import { millionths, sum, yuan } from '../kind/decimal.ts'
import { docNumber } from '../kind/field-identity.ts'
import { money } from '../kind/field-measure.ts'
import { table } from '../kind/field-structure.ts'
import { date, year } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'
import { moneyText } from '../kind/shown.ts'
import { FUND_LEVEL } from '../kind/vocabulary.ts'

const totalOf = (rows: readonly { readonly amount?: string }[] | undefined) =>
  rows && moneyText(sum(rows.map(({ amount }) => amount)))

export const kind = defineKind({
  name: 'FundReport',
  title: '资金分配与使用',
  description: 'Where money for the public good came from and where every yuan of it went.',
  body: 'optional',
  fields: {
    fiscalYear: year({ title: '资金年度', description: 'Fiscal year.', required: true }),
    fundName: line({
      title: '资金名称',
      description: 'Name of the fund.',
      max: 100,
      required: true,
      searched: true,
    }),
    fundType: choice({
      name: 'FundType',
      title: '资金类别',
      description: 'Sort of fund. Null when it is none of these.',
      values: {
        POVERTY_ALLEVIATION: { title: '财政专项扶贫资金', description: 'Poverty alleviation.' },
        AGRICULTURE: { title: '统筹整合涉农资金', description: 'Pooled agricultural funds.' },
        WELFARE_LOTTERY: { title: '福利彩票公益金', description: 'Welfare lottery.' },
        SPORTS_LOTTERY: { title: '体育彩票公益金', description: 'Sports lottery.' },
        DISASTER_RELIEF: { title: '救灾资金', description: 'Disaster relief.' },
        PUBLIC_WELFARE: { title: '社会公益事业建设资金', description: 'Other public welfare.' },
      },
    }),
    sources: table({
      title: '资金来源',
      description: 'What came in, from whom.',
      row: 'FundSource',
      required: true,
      columns: {
        name: line({
          title: '来源',
          synonyms: ['资金来源', '资金名称'],
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
          synonyms: ['资金额度', '下达金额', '到位金额'],
          description: 'Amount.',
          required: true,
        }),
        docNumber: docNumber({
          title: '下达文号',
          synonyms: ['文号', '文件号', '资金文号'],
          description: 'Document that granted it. Null when there is none.',
        }),
        receivedOn: date({
          title: '到账日期',
          synonyms: ['到账时间', '到位日期', '到位时间'],
          description: 'When it came in. Null when still to come.',
        }),
      },
      filters: ['level'],
    }),
    uses: table({
      title: '资金使用',
      description: 'What it was spent on, by project and unit.',
      row: 'FundUse',
      required: true,
      columns: {
        project: line({
          title: '项目',
          synonyms: ['项目名称', '使用项目'],
          description: 'Project or purpose.',
          max: 200,
          required: true,
          searched: true,
        }),
        unit: line({
          title: '使用单位',
          synonyms: ['单位', '单位名称', '实施单位', '项目单位'],
          description: 'Unit that spends it.',
          max: 100,
          required: true,
          searched: true,
        }),
        place: line({
          title: '实施地点',
          description: 'Where. Null when not bound to a place.',
          max: 100,
          searched: true,
        }),
        amount: money({
          title: '安排金额',
          synonyms: ['金额', '分配金额', '下达金额', '资金额度'],
          description: 'Amount allotted.',
          required: true,
        }),
        paid: money({
          title: '已支付金额',
          synonyms: ['支付金额', '已支付', '支出金额', '实际支出'],
          description: 'Amount paid out so far. Null when not reported.',
        }),
        content: text({
          title: '使用内容',
          description: 'What it pays for. Null when the project says it.',
          max: 500,
        }),
        progress: line({
          title: '执行情况',
          description: 'How far it is. Null when not reported.',
          max: 200,
        }),
        effect: text({
          title: '实际效果',
          description: 'What it has brought. Null when too early.',
          max: 500,
        }),
      },
      filters: ['unit', 'project'],
    }),
    balance: money({
      title: '结余',
      description: 'Left over: sources less uses; 0.00 when nothing.',
      required: true,
    }),
    allocationRules: text({
      title: '分配办法',
      description: 'By what rules it was shared out. Null when not described.',
      max: 3000,
    }),
    performance: text({
      title: '绩效情况',
      description: 'What the money has brought on the whole. Null when not evaluated yet.',
      max: 5000,
      searched: true,
    }),
  },
  rules: [
    {
      name: 'sources equal uses plus balance',
      problems: ({ sources, uses, balance }) => {
        if (!sources || !uses || balance === undefined) return []
        const came = sum(sources.map(({ amount }) => amount))
        const went = sum(uses.map(({ amount }) => amount)) + millionths(balance)
        const message = `资金来源合计 ${yuan(came)} 元，使用加结余合计 ${yuan(went)} 元，两者应相等`
        return came === went ? [] : [problem('balance', 'NOT_BALANCED', message)]
      },
    },
    {
      name: 'no more is paid out than was allotted',
      problems: ({ uses }) =>
        (uses ?? []).flatMap(({ amount, paid }, index) =>
          amount !== undefined && paid !== undefined && millionths(paid) > millionths(amount)
            ? [problem(`uses.${index}.paid`, 'TOO_BIG', '已支付金额不得超过安排金额')]
            : [],
        ),
    },
  ],
  brief: {
    line: ({ fiscalYear, fundName, balance }, { sources, uses }) =>
      say`${fiscalYear}${fundName}${after('：来源', totalOf(sources))}${after('，安排使用', totalOf(uses))}${after('，结余', balance)}`,
    facts: [
      { label: '资金来源', value: (_shown, { sources }) => totalOf(sources) },
      { label: '安排使用', value: (_shown, { uses }) => totalOf(uses) },
      'balance',
    ],
  },
})
