import fc from 'fast-check'
import { expect, test } from 'vitest'
import { collected } from '../../../../test/support/sheets.ts'
import { choice, type Field, type Fields, flag, line, list, text } from '../kind/field.ts'
import { docNumber, phone, uscc } from '../kind/field-identity.ts'
import { decimal, integer, money, percentage } from '../kind/field-measure.ts'
import { idNumber, personName } from '../kind/field-personal.ts'
import { date, instant, month, year } from '../kind/field-time.ts'
import { kinds } from '../kind/registry.ts'
import { csvOf } from './csv-write.ts'
import { readSheet } from './sheet-read.ts'
import { titleOf } from './title.ts'
import { understand } from './understand.ts'
import { xlsxOf } from './xlsx-write.ts'

const wording = (title: string) => ({ title, description: title })
const STATE = {
  OPEN: { title: '开放', description: '' },
  SHUT: { title: '吊销、撤销', description: '' },
  RED: { title: '红色（一级）', description: '' },
}

const words = fc.string({ unit: 'grapheme', maxLength: 30 })
const pieces = fc.constantFrom(
  '=',
  '+',
  '-',
  '@',
  "'",
  '\t',
  '；',
  '、',
  ',',
  '"',
  '\n',
  '万元',
  '1',
  '　',
  '_x000D_',
  '＝',
  '&',
  '<',
)
const hostile = fc.array(fc.oneof(pieces, words), { maxLength: 5 }).map((parts) => parts.join(''))
const day = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((one) => one.toISOString())
const amount = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 99 }))

/** One column of every sort there is, with what people might put into it. */
const COLUMNS = {
  key: [line({ ...wording('编码'), max: 20, required: true }), fc.nat().map((n) => `R${n}`)],
  line: [line({ ...wording('名称'), max: 500 }), hostile],
  text: [text({ ...wording('说明文字'), max: 500 }), hostile],
  choice: [
    choice({ ...wording('状态'), name: 'S', values: STATE }),
    fc.constantFrom('OPEN', 'SHUT', 'RED'),
  ],
  flag: [flag(wording('是否公开')), fc.boolean()],
  list: [
    list({ ...wording('指标'), of: line({ ...wording('指标'), max: 60 }), max: 9 }),
    fc.array(hostile, { minLength: 1, maxLength: 4 }),
  ],
  money: [
    money({ ...wording('金额'), signed: true }),
    amount.map(([a, b]) => `${a}.${String(b).padStart(2, '0')}`),
  ],
  large: [
    money(wording('总额')),
    fc.bigInt({ min: 0n, max: 10n ** 13n - 1n }).map((n) => `${n}.07`),
  ],
  decimal: [
    decimal({ ...wording('数值'), places: 6, min: -1e9 }),
    amount.map(([a, b]) => `${a}.${b}0`),
  ],
  percent: [
    percentage(wording('比例')),
    fc.integer({ min: 0, max: 10_000 }).map((n) => String(n / 100)),
  ],
  count: [integer({ ...wording('人数'), unit: '人' }), fc.nat()],
  year: [year(wording('年份')), fc.integer({ min: 1949, max: 2100 })],
  month: [month(wording('月份')), day.map((one) => one.slice(0, 7))],
  date: [date(wording('日期')), day.map((one) => one.slice(0, 10))],
  instant: [instant(wording('时间')), day],
  phone: [
    phone(wording('电话')),
    fc.constantFrom('12345', '+86-421-123456', '(0421) 4821234、4825678'),
  ],
  uscc: [uscc(wording('信用代码')), fc.constantFrom('112113249000004012')],
  docNumber: [docNumber(wording('发文字号')), fc.nat(999).map((n) => `喀政办发〔2018〕${n}号`)],
  person: [personName(wording('姓名')), fc.constantFrom('张三', '阿布都·买买提', '欧阳修')],
  id: [idNumber(wording('身份证号')), fc.constantFrom('110101199003077758', '11010119900307299X')],
} as const satisfies Record<string, readonly [Field, fc.Arbitrary<unknown>]>

const FIELDS: Fields = Object.fromEntries(
  Object.entries(COLUMNS).map(([name, [field]]) => [name, field]),
)

/** Rows that the columns' own checks let pass, in the form that they give them. */
const ROW = fc
  .record(Object.fromEntries(Object.entries(COLUMNS).map(([name, [, values]]) => [name, values])), {
    requiredKeys: ['key'],
  })
  .map((row) =>
    Object.fromEntries(
      Object.entries(row).flatMap(([name, value]) => {
        const checked = FIELDS[name]?.schema.safeParse(value)
        // What looks like a number that Excel has spoilt is refused on purpose.
        const spoilt = /^\s*[+-]?\d+(\.\d+)?E\+\d+\s*$/i.test(String(value).normalize('NFKC'))
        const empty = Array.isArray(checked?.data) && checked.data.length === 0
        return checked?.success && !spoilt && !empty ? [[name, checked.data] as const] : []
      }),
    ),
  )

async function* inPages(rows: readonly Record<string, unknown>[]) {
  for (let at = 0; at < rows.length; at += 3) yield rows.slice(at, at + 3)
}

test.each(['csv', 'xlsx'] as const)(
  'what is exported as %s and imported again is the same',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(ROW, { minLength: 1, maxLength: 8 }), async (rows) => {
        const pages = inPages(rows)
        const bytes = await collected(
          format === 'csv'
            ? csvOf(FIELDS, pages)
            : xlsxOf({ sheetName: '数据', fields: FIELDS, pages, notes: [['标题', '=1']] }),
        )
        const back = understand(readSheet(bytes), FIELDS)
        expect(back.problems).toEqual([])
        expect(back.rows).toEqual(rows)
      }),
      { numRuns: 300 },
    )
  },
)

test('no cell of an export begins as a formula does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 5 }), async (values) => {
      const fields = { a: line({ ...wording('甲'), max: 999 }) }
      const pages = inPages(values.map((a) => ({ a })))
      const bytes = await collected(xlsxOf({ sheetName: '甲', fields, pages, notes: [] }))
      const texts = readSheet(bytes).rows.flatMap(({ cells }) =>
        cells.map((cell) => cell?.text ?? ''),
      )
      expect(
        texts.filter((one) => /^[=+\-@\t\r＝＋－＠]/.test(one) && !/^-?[\d.]+$/.test(one)),
      ).toEqual([])
    }),
  )
})

const TABLES = [...kinds.values()].flatMap((kind) =>
  Object.entries(kind.fields).flatMap(([name, { type }]) =>
    'table' in type ? [[`${kind.name}.${name}`, type.table.fields] as const] : [],
  ),
)

test.each(TABLES)('columns of %s are told apart by their titles', (_, fields) => {
  const bare = Object.values(fields).map(({ title }) => titleOf(title).bare)
  expect(new Set(bare).size).toBe(bare.length)
  expect(bare).not.toContain('')
})
