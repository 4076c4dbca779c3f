import { choice, line } from '../../../src/modules/disclosure/kind/field.ts'
import { money } from '../../../src/modules/disclosure/kind/field-measure.ts'
import { personalPhone } from '../../../src/modules/disclosure/kind/field-personal.ts'
import { table } from '../../../src/modules/disclosure/kind/field-structure.ts'
import { instant } from '../../../src/modules/disclosure/kind/field-time.ts'
import { defineKind, problem } from '../../../src/modules/disclosure/kind/kind.ts'

/** A kind that no county has: this file is all there is of it. */
export const kind = defineKind({
  name: 'LostProperty',
  title: '失物招领',
  description: 'Things that were found.',
  body: 'optional',
  fields: {
    foundAt: instant({ title: '拾得时间', description: 'When.', required: true }),
    finderPhone: personalPhone({
      title: '拾得人电话',
      description: 'Telephone. Null when unknown.',
    }),
    things: table({
      title: '物品',
      description: 'Things, one row each.',
      row: 'LostThing',
      required: true,
      columns: {
        name: line({
          title: '名称',
          description: 'What it is.',
          max: 50,
          required: true,
          searched: true,
        }),
        value: money({ title: '估价', description: 'Worth. Null when unknown.' }),
        state: choice({
          name: 'LostThingState',
          title: '状态',
          description: 'Where it is now. Null when unknown.',
          values: {
            KEPT: { title: '待领', description: 'Waits for its owner.' },
            RETURNED: { title: '已领', description: 'Returned.' },
          },
        }),
      },
      filters: ['state'],
    }),
  },
  rules: [
    {
      name: 'what is found in the dark is not found',
      problems: ({ things }) =>
        things?.length === 13 ? [problem('things', 'UNLUCKY', '十三件物品不予登记')] : [],
    },
  ],
})
