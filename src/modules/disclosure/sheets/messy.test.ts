import { expect, test } from 'vitest'
import { csvText, type RawCell, styled, xlsxFile } from '../../../../test/support/sheets.ts'
import type { Fields } from '../kind/field.ts'
import { kindOf } from '../kind/registry.ts'
import { readSheet } from './sheet-read.ts'
import { understand, type UnderstoodSheet } from './understand.ts'

// Sheets as townships send them. All people in them are invented.

const ID = '110101199003077758'

function columnsOf(kind: string, table: string): Fields {
  const type = kindOf(kind).fields[table]?.type
  if (!type || !('table' in type)) throw new Error(`${kind}.${table} is no table`)
  return type.table.fields
}

const ROSTER = columnsOf('RecipientRoster', 'recipients')
const FUNDS = columnsOf('FundReport', 'uses')
const INSPECTIONS = columnsOf('InspectionReport', 'inspections')

function fromCsv(rows: readonly (readonly (string | null)[])[], fields = ROSTER): UnderstoodSheet {
  return understand(readSheet(Buffer.from(csvText(rows))), fields)
}

async function fromXlsx(
  rows: readonly (readonly RawCell[])[],
  options?: Parameters<typeof xlsxFile>[1],
  fields = ROSTER,
): Promise<UnderstoodSheet> {
  return understand(readSheet(await xlsxFile(rows, options)), fields)
}

const places = ({ problems }: UnderstoodSheet) =>
  problems.map(({ row, column, code }) => `${column}${row} ${code}`)

test('merged title rows above, totals and signatures below, serial numbers beside: only people remain', async () => {
  const sheet = await fromXlsx(
    [
      ['喀左县二〇一八年城市低保对象公示名单'],
      ['填报单位：大城子街道', null, null, null, '2018年10月'],
      [],
      [
        '序号',
        '户主姓名',
        '公民身份号码',
        '保障人口',
        '月保障金额（元）',
        '救助类别',
        '享受起始时间',
      ],
      [1, '张三', ID, 3, 1234.5, '城市低保', '2018.10.1'],
      ['小计', null, null, 3, 1234.5],
      [2, '李四', null, 1, 480, '城市低保', '2018年9月30日'],
      ['合  计', null, null, 4, 1714.5],
      [null],
      ['填表人：王五', null, '审核人：赵六'],
    ],
    { merges: ['A1:G1', 'A2:D2'] },
  )
  expect(sheet.rows).toEqual([
    {
      name: '张三',
      idNumber: ID,
      members: 3,
      amount: '1234.50',
      category: '城市低保',
      from: '2018-10-01',
    },
    { name: '李四', members: 1, amount: '480.00', category: '城市低保', from: '2018-09-30' },
  ])
  expect(sheet.header.row).toBe(4)
  expect(sheet.header.unmatched).toEqual([])
  expect(sheet.skipped).toEqual([6, 8, 10])
  expect(sheet.problems).toEqual([])
})

test('a workbook that says of its sheets that they are visible, and where they lie from the root', async () => {
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const sheet = await fromXlsx(
    [
      ['姓名', '保障人口'],
      ['张三', 2],
    ],
    {
      parts: {
        'xl/workbook.xml': `<workbook xmlns:r="${relations}"><sheets><sheet name="藏" state="veryHidden" r:id="rId9"/><sheet name="Sheet" state="visible" r:id="rId1"/></sheets></workbook>`,
        'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${relations}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>`,
      },
    },
  )
  expect(sheet.rows).toEqual([{ name: '张三', members: 2 }])
})

test('columns in any order, with blanks, stars, brackets and titles of their own', () => {
  const sheet = fromCsv([
    ['补助金额(元)', '手 机', '*姓名：', '身份证号码（必填）', '村组长意见', '审批结果'],
    ['￥1,234.50元', '１３８００１３８０００', '张三', ID, '同意', '通过'],
  ])
  expect(sheet.rows).toEqual([
    { amount: '1234.50', phone: '13800138000', name: '张三', idNumber: ID, outcome: 'PASSED' },
  ])
  expect(sheet.header.unmatched).toEqual([{ index: 4, title: '村组长意见' }])
  expect(sheet.problems).toEqual([])
})

test.each([
  ['UTF-8', Buffer.from('姓名,金额\r\n张三,5')],
  ['UTF-8 with BOM', Buffer.from('\uFEFF姓名,金额\n张三,5\n')],
  // 姓名,金额 and 张三 in GB18030.
  ['GB18030', Buffer.from('d0d5c3fb2cbdf0b6ee0ad5c5c8fd2c35', 'hex')],
  ['tabs between', Buffer.from('姓名\t金额\r张三\t5')],
])('a CSV file in %s', (_, bytes) => {
  expect(understand(readSheet(bytes), ROSTER).rows).toEqual([{ name: '张三', amount: '5.00' }])
})

test.each([
  [Number('211324199001010018'), 'NUMBER_AS_TEXT'],
  ['2.11324E+17', 'NUMBER_AS_TEXT'],
  ['110101199003077000', 'NUMBER_AS_TEXT'],
  [110101900307775, 'NUMBER_AS_TEXT'],
  ['110101199003077759', 'INVALID_ID_NUMBER'],
])(
  'an ID number that Excel has spoilt (%s) is refused with its place, never guessed',
  async (id, code) => {
    const sheet = await fromXlsx([
      ['姓名', '身份证号'],
      ['张三', id],
    ])
    expect(places(sheet)).toEqual([`B2 ${code}`])
    expect(JSON.stringify(sheet.problems)).not.toContain(String(id))
  },
)

test('long bank accounts and USCCs of digits are refused as numbers too, short ones are not', async () => {
  const sheet = await fromXlsx([
    ['姓名', '银行卡号'],
    ['张三', styled('6.2284800123456789E+18', 0)],
    ['李四', 622848001234567],
    ['王五', '6228 4800 1234 5678 912'],
  ])
  expect(places(sheet)).toEqual(['B2 NUMBER_AS_TEXT'])
  expect(sheet.rows[1]).toMatchObject({ bankAccount: '622848001234567' })
  expect(sheet.rows[2]).toMatchObject({ bankAccount: '6228480012345678912' })
})

test.each([
  ['2018.10.1', '2018-10-01'],
  ['2018-10-1', '2018-10-01'],
  ['2018/10/01', '2018-10-01'],
  ['2018年10月1日', '2018-10-01'],
  [' 2018 年 10 月 1 日 ', '2018-10-01'],
  ['２０１８．１０．１', '2018-10-01'],
  ['20181001', '2018-10-01'],
  [20181001, '2018-10-01'],
  [43374, '2018-10-01'],
  ['43374', '2018-10-01'],
  [styled(43374, 1), '2018-10-01'],
  [styled(43374.5, 2), '2018-10-01'],
])('the date %s', async (typed, date) => {
  const rows: RawCell[][] = [
    ['姓名', '起始日期'],
    ['张三', typed],
  ]
  const sheet = await fromXlsx(rows, {
    formats: ['yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;', '[$-804]yyyy/m/d\\ h:mm'],
  })
  expect(sheet.rows[0]).toEqual({ name: '张三', from: date })
})

test.each(['2018.10', '10月1日', '2018-13-1', '2018-2-30', '去年'])('%s is no date', (typed) => {
  expect(
    places(
      fromCsv([
        ['姓名', '起始日期'],
        ['张三', typed],
      ]),
    ),
  ).toEqual(['B2 INVALID_DATE'])
})

test.each([
  ['1,234.50', '1234.50'],
  ['￥1234.5', '1234.50'],
  ['１２３４．５元', '1234.50'],
  ['0', '0.00'],
  ['12,34.5', 'INVALID_NUMBER'],
  ['约300', 'INVALID_NUMBER'],
  ['1.2E+5', 'SCIENTIFIC'],
  ['1.5万元', 'UNIT_MISMATCH'],
  ['$100', 'UNIT_MISMATCH'],
  ['-5', 'INVALID_FORMAT'],
  ['1.234', 'INVALID_FORMAT'],
])('the amount %s is %s', (typed, amount) => {
  const sheet = fromCsv([
    ['姓名', '金额'],
    ['张三', typed],
  ])
  expect(sheet.problems[0]?.code ?? sheet.rows[0]?.['amount']).toBe(amount)
})

test('noise of binary arithmetic is no part of an amount', async () => {
  const sheet = await fromXlsx([
    ['姓名', '金额'],
    ['张三', 0.1 + 0.2],
    ['李四', styled('1234.5600000000001', 0)],
  ])
  expect(sheet.rows.map(({ amount }) => amount)).toEqual(['0.30', '1234.56'])
})

test.each([
  [['项目', '使用单位', '安排金额（万元）']],
  [['项目', '使用单位', '安排金额/万元']],
  [['项目', '使用单位', '安排金额 万元']],
])('amounts in 万元 are refused, not taken for yuan: %s', (titles) => {
  const sheet = fromCsv([titles, ['道路', '住建局', '12.5']], FUNDS)
  expect(places(sheet)).toEqual(['C1 UNIT_MISMATCH'])
})

test('so are they when the unit stands above the table', () => {
  const sheet = fromCsv(
    [
      ['2018年资金表', null, '单位：万元'],
      ['项目', '使用单位', '安排金额'],
      ['道路', '住建局', '12.5'],
    ],
    FUNDS,
  )
  expect(places(sheet)).toEqual(['C2 UNIT_MISMATCH'])
})

test('a header over two rows', async () => {
  const sheet = await fromXlsx(
    [
      ['姓名', '保障情况', null, '备注'],
      [null, '保障人数', '保障金额'],
      ['张三', 3, 500],
    ],
    { merges: ['A1:A2', 'B1:C1', 'D1:D2'] },
  )
  expect(sheet.rows).toEqual([{ name: '张三', members: 3, amount: '500.00' }])
  expect(sheet.header.row).toBe(2)
})

test('a village merged over its households is each one’s; an amount merged over them is nobody’s', async () => {
  const sheet = await fromXlsx(
    [
      ['住址', '姓名', '金额'],
      ['甲村', '张三', 900],
      [null, '李四'],
      ['乙村', '王五', 300],
    ],
    { merges: ['A2:A3', 'C2:C3'] },
  )
  expect(sheet.rows.map(({ address }) => address)).toEqual(['甲村', '甲村', '乙村'])
  expect(places(sheet)).toEqual(['C3 MERGED_CELL'])
})

test('the header repeated on each printed page is no data', () => {
  const rows = [
    ['姓名', '金额'],
    ['张三', '1'],
    ['姓 名', '金额(元)'],
    ['李四', '2'],
  ]
  const sheet = fromCsv(rows)
  expect(sheet.rows.map(({ name }) => name)).toEqual(['张三', '李四'])
  expect(sheet.skipped).toEqual([3])
})

test('choices by their titles, or a part of the title that is no other’s', () => {
  const head = ['检查对象', '检查事项', '结果', '存在问题']
  const sheet = fromCsv(
    [
      head,
      ['甲厂', '消防', '合格', null],
      ['乙厂', '消防', '责令 整改', '通道堵塞'],
      ['丙厂', '消防', '还行', null],
    ],
    INSPECTIONS,
  )
  expect(sheet.rows.map(({ outcome }) => outcome)).toEqual(['PASSED', 'TO_RECTIFY', undefined])
  expect(places(sheet)).toEqual(['C4 NOT_ALLOWED_VALUE'])
})

test('every fault is told with row, column and title; what is required is asked for', async () => {
  const sheet = await fromXlsx([
    ['姓名', '金额', '联系电话'],
    ['张三', { raw: ' t="e"><v>#REF!</v></c>' }, '12'],
    [null, 5, null],
    ['李四', { raw: '><f>SUM(A1)</f></c>' }],
  ])
  expect(places(sheet)).toEqual([
    'B2 FORMULA_ERROR',
    'C2 INVALID_PHONE',
    'A3 REQUIRED',
    'B4 FORMULA_ERROR',
  ])
  expect(sheet.problems[1]?.title).toBe('联系电话')
})

test('a required column that is not there is told once, not for every row', () => {
  const sheet = fromCsv(
    [
      ['使用单位', '安排金额'],
      ['甲', '1'],
      ['乙', '2'],
    ],
    FUNDS,
  )
  expect(sheet.problems).toMatchObject([
    { row: 1, column: null, title: '项目', code: 'MISSING_COLUMN' },
  ])
})

test('200 faults are listed and all are counted', () => {
  const rows = Array.from({ length: 300 }, () => ['张三', '多'])
  const sheet = fromCsv([['姓名', '金额'], ...rows])
  expect([sheet.problems.length, sheet.problemCount]).toEqual([200, 300])
})

test('two columns of one title are refused; of two titles for one field the exact one counts', () => {
  expect(() =>
    fromCsv([
      ['姓名', '金额', '金额（元）'],
      ['张三', '1', '2'],
    ]),
  ).toThrow('B 列和 C 列')
  const sheet = fromCsv([
    ['姓名', '补贴金额', '金额'],
    ['张三', '1', '2'],
  ])
  expect(sheet.rows[0]).toEqual({ name: '张三', amount: '2.00' })
  expect(sheet.header.unmatched).toEqual([{ index: 1, title: '补贴金额' }])
})
