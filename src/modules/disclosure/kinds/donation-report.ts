import { sum, yuan } from '../kind/decimal.ts'
import { choice, flag, line, text } from '../kind/field.ts'
import { money } from '../kind/field-measure.ts'
import { partyName } from '../kind/field-personal.ts'
import { table } from '../kind/field-structure.ts'
import { date, period } from '../kind/field-time.ts'
import { defineKind, problem } from '../kind/kind.ts'
import { inRows } from '../kind/rules.ts'

export const kind = defineKind({
  name: 'DonationReport',
  title: '捐赠款物接收使用',
  description: 'Donated money and goods: what came in, what it was used for, what is left.',
  body: 'optional',
  fields: {
    purpose: line({
      title: '捐赠用途',
      description: 'What the donations are for.',
      max: 200,
      required: true,
      searched: true,
    }),
    period: period({
      title: '起止日期',
      description: 'Time that the report is about.',
      required: true,
    }),
    carriedOver: money({
      title: '上期结余',
      description: 'Money left from before. Null means none.',
    }),
    moneyReceived: money({
      title: '接收捐款',
      description: 'Money received in the period.',
      required: true,
    }),
    moneyUsed: money({
      title: '使用捐款',
      description: 'Money used in the period.',
      required: true,
    }),
    balance: money({ title: '结余', description: 'Money left at the end.', required: true }),
    goodsReceived: text({
      title: '接收物资',
      description: 'Goods received, with quantities. Null when none.',
      max: 3000,
      searched: true,
    }),
    goodsUsed: text({
      title: '物资使用',
      description: 'Goods given out, with quantities. Null when none.',
      max: 3000,
      searched: true,
    }),
    donors: table({
      title: '捐赠明细',
      description: 'Donations received, one row each.',
      row: 'Donation',
      columns: {
        donor: partyName({
          title: '捐赠人',
          synonyms: ['捐赠单位', '捐赠者', '捐赠方', '捐赠单位或个人', '捐赠单位（个人）'],
          description: 'Donor; named only with consent. Null means an unnamed donor.',
          max: 100,
          mask: 'FULL',
        }),
        donorType: choice({
          name: 'DonorType',
          title: '捐赠人类别',
          synonyms: ['捐赠人性质', '捐赠者类别'],
          description: 'Sort of donor.',
          required: true,
          values: {
            ORGANIZATION: { title: '单位', description: 'An organization.' },
            PERSON: { title: '个人', description: 'A person.' },
          },
        }),
        consent: flag({
          title: '同意公开姓名',
          description: 'Whether the donor agreed to be named. Null means no.',
        }),
        amount: money({
          title: '捐款金额',
          synonyms: ['金额', '捐赠金额', '捐款数额'],
          description: 'Money given. Null when goods alone.',
        }),
        goods: line({
          title: '捐赠物资',
          synonyms: ['物资', '捐赠物资名称', '物资名称及数量'],
          description: 'Goods given, with quantity. Null when money alone.',
          max: 200,
        }),
        receivedOn: date({
          title: '接收日期',
          synonyms: ['捐赠日期', '捐赠时间', '接收时间', '到账日期'],
          description: 'When it was received.',
          required: true,
        }),
        intent: line({
          title: '捐赠意向',
          synonyms: ['捐赠用途', '定向用途'],
          description: 'What the donor wanted it for. Null when nothing special.',
          max: 200,
        }),
      },
      filters: ['donorType'],
    }),
    donationUses: table({
      title: '使用明细',
      description: 'What the donations were used for, one row each.',
      row: 'DonationUse',
      columns: {
        use: line({
          title: '使用项目',
          synonyms: ['用途', '使用方向', '项目名称', '支出项目'],
          description: 'What for.',
          max: 200,
          required: true,
          searched: true,
        }),
        unit: line({
          title: '使用单位',
          synonyms: ['受赠单位', '接收单位', '受益单位', '单位名称'],
          description: 'Who used it.',
          max: 100,
          required: true,
          searched: true,
        }),
        amount: money({
          title: '金额',
          synonyms: ['使用金额', '支出金额', '拨付金额'],
          description: 'Money used. Null when goods alone.',
        }),
        goods: line({
          title: '物资',
          synonyms: ['使用物资', '发放物资'],
          description: 'Goods used, with quantity. Null when money alone.',
          max: 200,
        }),
        usedOn: date({
          title: '使用日期',
          synonyms: ['使用时间', '拨付日期', '支出日期', '发放日期'],
          description: 'When. Null when over a longer time.',
        }),
      },
      filters: ['unit'],
    }),
  },
  rules: [
    {
      name: 'money carried over and received equals money used and left',
      basis: '公益事业捐赠法22',
      problems: ({ carriedOver, moneyReceived, moneyUsed, balance }) => {
        if (moneyReceived === undefined || moneyUsed === undefined || balance === undefined)
          return []
        const [came, went] = [sum([carriedOver, moneyReceived]), sum([moneyUsed, balance])]
        const message = `上期结余加接收 ${yuan(came)} 元，使用加结余 ${yuan(went)} 元，两者应相等`
        return came === went ? [] : [problem('balance', 'NOT_BALANCED', message)]
      },
    },
    {
      name: 'a donor is named only with consent',
      basis: '个人信息保护法25、公益事业捐赠法8',
      problems: ({ donors }) =>
        inRows('donors', donors, ({ donor, consent }) =>
          donor !== undefined && consent !== true
            ? [problem('donor', 'NO_CONSENT', '未征得同意，不得公开捐赠人姓名或名称')]
            : [],
        ),
    },
  ],
})
