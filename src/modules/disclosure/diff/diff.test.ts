import { expect, test } from 'vitest'
import { rosterRow, rosterRows, secretsOf } from '../../../../test/support/rosters.ts'
import { readContent } from '../kind/content.ts'
import { maskedValues } from '../kind/mask.ts'
import { kindOf } from '../kind/registry.ts'
import { tablesOf } from '../kind/tables.ts'
import { fieldChanges } from './fields.ts'
import { type RowChange, rowChanges } from './rows.ts'

const roster = kindOf('RecipientRoster')
const recipients = tablesOf(roster).get('recipients')?.table
if (!recipients) throw new Error('a roster has recipients')
const changes = (before: object[], after: object[]) =>
  rowChanges(recipients, before as never, after as never)
const brief = ({ change, beforeNo, afterNo, columns }: RowChange) => [
  change,
  beforeNo,
  afterNo,
  columns,
]

test('what came, went and changed among fields, in the order of the form?', () => {
  const notice = kindOf('Notice')
  const before = readContent(notice, { title: '旧标题', docNumber: '喀政办发〔2026〕1号' }, '')
  const after = readContent(notice, { title: '新标题', summary: '概述' }, '')
  expect(fieldChanges(notice, before, after)).toMatchObject([
    { path: 'title', title: '标题', before: '旧标题', after: '新标题' },
    { path: 'summary', before: null, after: '概述', parts: [{ op: 'ADDED', text: '概述' }] },
    { path: 'docNumber', before: '喀政办发〔2026〕1号', after: null },
  ])
  expect(fieldChanges(notice, before, before)).toEqual([])
})

test('is a body told apart by its words, and by its layout where the words are the same?', () => {
  const notice = kindOf('Notice')
  const body = (bodyMarkdown: string) => readContent(notice, { bodyMarkdown }, '')
  expect(fieldChanges(notice, body('补贴五百元'), body('补贴六百元'))).toMatchObject([
    { path: 'body', before: '补贴五百元', after: '补贴六百元', parts: [{ op: 'SAME' }, {}, {}] },
  ])
  expect(fieldChanges(notice, body('补贴'), body('**补贴**'))).toMatchObject([
    { path: 'body', before: '补贴', after: '补贴', parts: [{ op: 'SAME', text: '补贴' }] },
  ])
})

test('个人信息保护法: is personal data compared as it is, and shown masked, in fields and in groups?', () => {
  const decision = kindOf('AdministrativeDecision')
  const [one, other] = [rosterRow(1).idNumber, rosterRow(1001).idNumber]
  const before = readContent(decision, { subjectIdNumber: one }, '')
  const after = readContent(decision, { subjectIdNumber: other }, '')
  const told = fieldChanges(decision, before, after)
  expect(told).toMatchObject([{ personal: true }])
  expect(JSON.stringify(told)).not.toContain(one)
  expect(JSON.stringify(told)).not.toContain(other)
})

test('is a row that moved the same, one with the same identity changed, any other new or gone?', () => {
  const [first, second, third, fourth] = [1, 2, 3, 4].map(rosterRow)
  const after = [third, { ...first, amount: '999.00', category: 'C类' }, fourth]
  expect(changes([first, second, third] as object[], after as object[]).map(brief)).toEqual([
    ['CHANGED', 1, 2, ['category', 'amount']],
    ['ADDED', null, 3, []],
    ['REMOVED', 2, null, []],
  ])
})

test('are two rows of one content two rows?', () => {
  const row = rosterRow(1)
  expect(changes([row, row], [row]).map(brief)).toEqual([['REMOVED', 2, null, []]])
  expect(changes([row], [row, row]).map(brief)).toEqual([['ADDED', null, 2, []]])
})

test('are 20,000 rows compared, every change found, and none shown opened?', () => {
  const before = rosterRows(20_000)
  const after = before
    .toReversed()
    .filter((_, index) => index % 1000 !== 0)
    .map((row, index) => (index % 500 === 7 ? { ...row, amount: '1.00' } : row))
  after.push(rosterRow(20_001))
  const found = changes(before, after)
  const counted = Map.groupBy(found, ({ change }) => change)
  const numbers = Object.fromEntries([...counted].map(([change, { length }]) => [change, length]))
  expect(numbers).toEqual({ ADDED: 1, CHANGED: 40, REMOVED: 20 })
  const shown = JSON.stringify(
    found.map((one) => one.before && maskedValues(recipients.fields, one.before)),
  )
  const secrets = found.flatMap((one) => (one.before ? secretsOf(one.before as never) : []))
  expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
})
