import { describe, expect, test } from 'vitest'
import { problemsOf } from '../../../platform/problems.ts'
import { choice, type Field, flag, list } from './field.ts'
import { docNumber, email, phone, record, uscc, webAddress } from './field-identity.ts'
import { area, decimal, integer, latitude, longitude, money, percentage } from './field-measure.ts'
import {
  bankAccount,
  homeAddress,
  idNumber,
  partyName,
  personalPhone,
  personName,
} from './field-personal.ts'
import { group, table } from './field-structure.ts'
import { date, instant, month, period, year } from './field-time.ts'

const wording = { title: '甲', description: 'A field.' }

/** What a field makes of a value, or the codes of what is wrong with it. */
function read(field: Field, value: unknown): unknown {
  const result = field.schema.safeParse(value, { reportInput: true })
  return result.success ? result.data : problemsOf(result.error).map(({ code }) => code)
}

const cases = (field: Field, values: readonly (readonly [given: unknown, made: unknown])[]) =>
  test.each(values)('%j becomes %j', (given, made) => expect(read(field, given)).toEqual(made))

describe('money', () => {
  cases(money(wording), [
    ['1200', '1200.00'],
    ['0.5', '0.50'],
    ['0012.30', '12.30'],
    ['-1', ['INVALID_FORMAT']],
    ['1.234', ['INVALID_FORMAT']],
    ['1,200.00', ['INVALID_FORMAT']],
    ['￥12', ['INVALID_FORMAT']],
    ['1e3', ['INVALID_FORMAT']],
    ['', ['INVALID_FORMAT']],
    [12.5, ['WRONG_TYPE']],
    ['10000000000000', '10000000000000.00'],
    ['10000000000000.01', ['OUT_OF_RANGE']],
  ])
  cases(money({ ...wording, signed: true }), [
    ['-200000', '-200000.00'],
    ['-0', '0.00'],
  ])
})

describe('decimals within bounds', () => {
  cases(decimal({ ...wording, places: 3, max: 10 }), [
    ['0.050', '0.050'],
    ['10.001', ['OUT_OF_RANGE']],
    ['1.0001', ['INVALID_FORMAT']],
  ])
  cases(percentage(wording), [
    ['99.9', '99.9'],
    ['100.01', ['OUT_OF_RANGE']],
  ])
  cases(percentage({ ...wording, signed: true }), [['-1.2', '-1.2']])
  cases(area(wording), [['3200.5', '3200.5']])
  cases(longitude(), [
    ['119.741', '119.741'],
    ['41.125', ['OUT_OF_RANGE']],
  ])
  cases(latitude(), [['41.125', '41.125']])
})

describe('whole numbers', () => {
  cases(integer({ ...wording, max: 500 }), [
    [0, 0],
    [500, 500],
    [501, ['TOO_BIG']],
    [-1, ['TOO_SMALL']],
    [1.5, ['WRONG_TYPE']],
    ['7', ['WRONG_TYPE']],
  ])
  cases(year(wording), [
    [2026, 2026],
    [26, ['TOO_SMALL']],
  ])
  cases(flag(wording), [[true, true]])
})

describe('times', () => {
  cases(date(wording), [
    ['2026-02-28', '2026-02-28'],
    ['2026-02-29', ['INVALID_FORMAT']],
    ['2026年2月28日', ['INVALID_FORMAT']],
  ])
  cases(month(wording), [
    ['2026-05', '2026-05'],
    ['2026-13', ['INVALID_FORMAT']],
    ['2026-5', ['INVALID_FORMAT']],
  ])
  cases(instant(wording), [
    [new Date('2026-05-01T00:00:00Z'), '2026-05-01T00:00:00.000Z'],
    ['2026-05-01T08:00:00+08:00', '2026-05-01T00:00:00.000Z'],
    ['2026-05-01T08:00:00', ['INVALID_FORMAT']],
    ['2026-05-01', ['INVALID_FORMAT']],
    [new Date(Number.NaN), ['REQUIRED']],
  ])
  cases(period(wording), [
    [
      { from: '2026-01-01', to: '2026-01-01' },
      { from: '2026-01-01', to: '2026-01-01' },
    ],
    [{ from: '2026-01-02', to: '2026-01-01' }, ['ENDS_BEFORE_START']],
    [{ from: '2026-01-02' }, { from: '2026-01-02' }],
  ])
})

describe('identities', () => {
  cases(uscc(wording), [
    ['91350100M000100Y43', '91350100M000100Y43'],
    ['９１３５０１００m000100y43', '91350100M000100Y43'],
    ['91350100 M000100Y 43', '91350100M000100Y43'],
    ['91350100M000100Y44', ['INVALID_USCC']],
    ['91350100M000100Y4', ['INVALID_USCC']],
  ])
  cases(docNumber(wording), [
    ['朝政办发[2018]135号', '朝政办发〔2018〕135号'],
    ['135号', ['INVALID_DOC_NUMBER']],
  ])
  cases(record({ ...wording, refersTo: ['Warning'] }), [
    ['11211324900000663r/2026-00012', '11211324900000663R/2026-00012'],
    ['2026-00012', ['INVALID_INDEX_NUMBER']],
  ])
  cases(phone(wording), [
    ['0421-5550101、12345', '0421-5550101、12345'],
    ['（0421）5550101转8', '(0421)5550101转8'],
    ['110', '110'],
    ['12', ['INVALID_PHONE']],
    ['请来电', ['INVALID_PHONE']],
  ])
  cases(webAddress(wording), [
    ['https://kazuo.example/a?b=1', 'https://kazuo.example/a?b=1'],
    ['javascript:alert(1)', ['INVALID_URL']],
    ['https://user@kazuo.example/', ['INVALID_URL']],
    ['kazuo.example', ['INVALID_URL']],
  ])
  cases(email(wording), [
    ['yijian@kazuo.example', 'yijian@kazuo.example'],
    ['yijian', ['INVALID_FORMAT']],
  ])
})

describe('personal data', () => {
  cases(personName(wording), [
    ['赵甲', '赵甲'],
    ['阿·乙', '阿·乙'],
    ['ᠪᠠᠲᠤ', 'ᠪᠠᠲᠤ'],
    ['赵', ['INVALID_NAME']],
    ['赵甲1', ['INVALID_NAME']],
    ['赵甲、钱乙', ['INVALID_NAME']],
  ])
  cases(partyName({ ...wording, max: 100 }), [['甲乙（集团）有限公司', '甲乙（集团）有限公司']])
  // The examples of GB 11643 itself.
  cases(idNumber(wording), [
    ['11010519491231002x', '11010519491231002X'],
    ['440524 18800101 0014', '440524188001010014'],
    ['110105194912310021', ['INVALID_ID_NUMBER']],
    ['110105194902300021', ['INVALID_ID_NUMBER']],
    ['110105491231002', ['INVALID_ID_NUMBER']],
    ['1.10105E+17', ['INVALID_ID_NUMBER']],
  ])
  cases(personalPhone(wording), [
    ['138 0000 1234', '13800001234'],
    ['0421-4800567', '04214800567'],
    ['4800567', '4800567'],
    ['12800001234', ['INVALID_PHONE']],
  ])
  cases(bankAccount(wording), [
    ['6228 4800 0000 0001 234', '6228480000000001234'],
    ['6.22848E+18', ['INVALID_BANK_ACCOUNT']],
  ])
  cases(homeAddress(wording), [['公营子镇甲村', '公营子镇甲村']])

  test('is masked unless its field says otherwise, and in an area as for everyone', () => {
    expect(personName(wording).personal).toEqual({
      data: 'NAME',
      mask: 'MASKED',
      maskInArea: 'MASKED',
    })
    expect(personName({ ...wording, mask: 'FULL' }).personal).toMatchObject({ maskInArea: 'FULL' })
    expect(personName({ ...wording, maskInArea: 'FULL' }).personal).toMatchObject({
      mask: 'MASKED',
    })
    expect(bankAccount({ ...wording, mask: 'OMIT' }).personal).toMatchObject({ maskInArea: 'OMIT' })
  })
})

describe('choices and lists', () => {
  const colour = choice({
    ...wording,
    name: 'Colour',
    values: {
      RED: { title: '红', description: 'Red.' },
      BLUE: { title: '蓝', description: 'Blue.' },
    },
  })
  cases(colour, [
    ['RED', 'RED'],
    ['红', ['NOT_ALLOWED_VALUE']],
    ['toString', ['NOT_ALLOWED_VALUE']],
  ])
  cases(list({ ...wording, of: colour, max: 2 }), [
    [
      ['BLUE', 'RED'],
      ['BLUE', 'RED'],
    ],
    [['RED', 'RED'], ['RED']],
    [['RED', 'GREEN'], ['NOT_ALLOWED_VALUE']],
    [['RED', 'BLUE', 'RED'], ['TOO_MANY']],
  ])
})

test('a column is a plain value, or no CSV could hold it', () => {
  const nested = group({ ...wording, name: 'Nested', fields: { day: date(wording) } })
  expect(() => table({ ...wording, row: 'Row', columns: { nested } })).toThrow(
    'column nested of Row',
  )
  const rows = table({ ...wording, row: 'Inner', columns: { day: date(wording) } })
  expect(() => table({ ...wording, row: 'Row', columns: { rows } })).toThrow('column rows of Row')
  expect(() => group({ ...wording, name: 'Group', fields: { rows } })).toThrow('table rows')
})
