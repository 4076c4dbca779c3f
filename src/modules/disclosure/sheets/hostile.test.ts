import { expect, test } from 'vitest'
import { xlsxFile, zipFile } from '../../../../test/support/sheets.ts'
import type { ValidationError } from '../../../platform/errors.ts'
import { readTableApart } from './reader.ts'
import { readSheet } from './sheet-read.ts'

function codeOf(bytes: Buffer): string {
  try {
    readSheet(bytes)
    return 'READ'
  } catch (error) {
    return (error as ValidationError).code ?? String(error)
  }
}

const ROWS = [['姓名'], ['张三']]
const relation = (type: string) =>
  `<Relationships><Relationship Id="rId1" Type="http://x/${type}" Target="http://example.invalid/" TargetMode="External"/></Relationships>`

test.each([
  ['MACRO_FILE', { 'xl/vbaProject.bin': 'x' }],
  [
    'MACRO_FILE',
    {
      '[Content_Types].xml':
        '<Types><Default ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
    },
  ],
  ['EXTERNAL_LINKS', { 'xl/externalLinks/externalLink1.xml': '<x/>' }],
  ['EXTERNAL_LINKS', { 'xl/worksheets/_rels/sheet1.xml.rels': relation('attachedTemplate') }],
  ['READ', { 'xl/worksheets/_rels/sheet1.xml.rels': relation('hyperlink') }],
  ['EMBEDDED_FILES', { 'xl/embeddings/oleObject1.bin': 'x' }],
  ['BROKEN_FILE', { 'xl/sharedStrings.xml': '<!DOCTYPE x [<!ENTITY a "aaaa">]><sst/>' }],
  ['FILE_TOO_LARGE', { 'xl/media/a.xml': 'a'.repeat(30_000_000) }],
  ['FILE_TOO_LARGE', Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`x/${i}`, '']))],
])('a workbook with what nobody needs is %s', async (code, parts) => {
  expect(codeOf(await xlsxFile(ROWS, { parts }))).toBe(code)
})

test('a sheet of ten million cells is refused by its dimension', async () => {
  expect(codeOf(await xlsxFile(ROWS, { dimension: 'A1:J1000000' }))).toBe('TOO_MANY_CELLS')
})

test('so is a sheet that keeps its dimension to itself', async () => {
  const row = `<row>${'<c/>'.repeat(250)}</row>`
  const parts = { 'xl/worksheets/sheet1.xml': `<worksheet>${row.repeat(21_000)}</worksheet>` }
  const bytes = await xlsxFile(ROWS, { parts })
  expect(['TOO_MANY_CELLS', 'FILE_TOO_LARGE']).toContain(codeOf(bytes))
})

test('a cell far out costs nothing', async () => {
  const sheet = '<worksheet><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></worksheet>'
  const bytes = await xlsxFile(ROWS, { parts: { 'xl/worksheets/sheet1.xml': sheet } })
  expect(codeOf(bytes)).toBe('TOO_MANY_COLUMNS')
})

test('a zip whose directory lies about sizes is unpacked no further than it says', async () => {
  const bytes = await zipFile({ 'xl/workbook.xml': 'a'.repeat(100_000) })
  const directory = bytes.indexOf('PK\u0001\u0002', 0, 'latin1')
  bytes.writeUInt32LE(10, directory + 24)
  expect(codeOf(bytes)).toBe('BROKEN_FILE')
})

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 40)],
  [
    'with a second file behind it',
    (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('#!/bin/sh')]),
  ],
  ['with bytes changed', (bytes: Buffer) => Buffer.from(bytes).fill(7, 200, 260)],
])('a workbook %s is refused', async (_, spoil) => {
  expect(codeOf(spoil(await xlsxFile(ROWS)))).toBe('BROKEN_FILE')
})

test.each([
  ['EMPTY_FILE', Buffer.alloc(0)],
  ['FILE_TOO_LARGE', Buffer.alloc(20 * 1024 * 1024 + 1, 'a')],
  ['OLD_EXCEL', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['NOT_A_SHEET', Buffer.from('%PDF-1.7')],
  ['NOT_A_SHEET', Buffer.from('MZ\u0090\0')],
  ['NOT_A_SHEET', Buffer.from('<html><table></table></html>')],
  ['WRONG_ENCODING', Buffer.from('\uFEFF姓名,金额', 'utf16le')],
  ['WRONG_ENCODING', Buffer.from('ff80ff80c1', 'hex')],
  ['WRONG_ENCODING', Buffer.from('姓名\0,金额')],
  // Latin letters with accents, in Windows-1252: GB18030 would make rare characters of them.
  ['WRONG_ENCODING', Buffer.from('nom,montant\n\u00e9\u00e8\u00ff,1', 'latin1')],
  ['TOO_MANY_COLUMNS', Buffer.from(`${'列,'.repeat(3_000)}\n`)],
  ['BROKEN_CSV', Buffer.from('姓名,金额\n"张三,5')],
  ['BROKEN_CSV', Buffer.from('姓名,金额\n"张"三,5')],
  ['TOO_MANY_CELLS', Buffer.from('a,b\n'.repeat(600_000))],
])('%s', (code, bytes) => {
  expect(codeOf(bytes)).toBe(code)
})

test('hostile files neither block the server nor stay in its memory', async () => {
  const rows = `<row>${'<c><v>1</v></c>'.repeat(200)}</row>`.repeat(14_000)
  const parts = { 'xl/worksheets/sheet1.xml': `<worksheet>${rows}</worksheet>` }
  const files = [
    await xlsxFile(ROWS, { parts }),
    Buffer.from(`${'甲,'.repeat(200)}\n`.repeat(20_000)),
  ]
  const memoryBefore = process.memoryUsage().rss
  // Work of this thread between two turns of its loop: other programs may hold it up, only itself may block it.
  let longest = 0
  let before = process.threadCpuUsage()
  const pulse = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before)
    longest = Math.max(longest, (user + system) / 1000)
    before = process.threadCpuUsage()
  }, 2)
  const answers = await Promise.allSettled(
    files.map((bytes) => readTableApart(bytes, 'RecipientRoster', 'recipients')),
  )
  clearInterval(pulse)
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(longest).toBeLessThan(100)
  expect(process.memoryUsage().rss - memoryBefore).toBeLessThan(150 * 1024 * 1024)
})

test('in the other process a file is read, refused in words, or waits no longer than eight others', async () => {
  const read = (bytes: Buffer) => readTableApart(bytes, 'RecipientRoster', 'recipients')
  const { report, rows } = await read(Buffer.from('姓名,身份证号\n张三,110101199003077758'))
  expect(rows).toEqual([{ name: '张三', idNumber: '110101199003077758' }])
  expect(report.preview).toEqual([{ name: '张*', idNumber: '11*************758' }])
  await expect(read(Buffer.from('甲,乙\n1,2'))).rejects.toMatchObject({ code: 'NO_HEADER' })
  const many = await Promise.allSettled(
    Array.from({ length: 9 }, () => read(Buffer.from('姓名,金额\n张三,1'))),
  )
  const refused = many.filter((one) => one.status === 'rejected')
  expect(refused).toMatchObject([{ reason: { code: 'RATE_LIMITED' } }])
})
