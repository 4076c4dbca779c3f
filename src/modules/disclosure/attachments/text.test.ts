import { expect, test } from 'vitest'
import { portionsOfFile, searchableText } from './text.ts'
import { scanFilesApart } from './reader.ts'

const known = { phones: new Set<string>(), mailboxes: new Set<string>() }
const SECRET = '211324199003071233'

function scanned(text: string, rows = true) {
  const sections = [{ path: 'sheet2', rows, text }]
  const files = [{ id: 'file', index: 3, name: '名单.csv', sections }]
  return scanFilesApart({ title: '公示', files, known, today: '2026-03-03', secret: 'secret' })
}

test('cells are named as in a spreadsheet, under the heading of their column', () => {
  const text = `低保名单\n姓名\t\t户数\n张某\t\t3`
  const portions = [...portionsOfFile([{ path: 'sheet1', rows: true, text }])]
  expect(portions.flat()).toEqual([
    { path: 'sheet1.A1', text: '低保名单', label: '姓名', row: 'sheet1.1' },
    { path: 'sheet1.A2', text: '姓名', label: undefined, row: 'sheet1.2' },
    { path: 'sheet1.C2', text: '户数', label: undefined, row: 'sheet1.2' },
    { path: 'sheet1.A3', text: '张某', label: '姓名', row: 'sheet1.3' },
    { path: 'sheet1.C3', text: '3', label: '户数', row: 'sheet1.3' },
  ])
  const wide = Array.from({ length: 30 }, (_, n) => String(n)).join('\t')
  const cells = [...portionsOfFile([{ path: '', rows: true, text: wide }])].flat()
  expect([cells[26]?.path, cells[29]?.path]).toEqual(['AA1', 'AD1'])
})

test('a number in a large table is found wherever it stands, once, even across two cells', async () => {
  const rows = Array.from({ length: 5_000 }, (_, n) => `${n}\t无`)
  for (const at of [0, 1_996, 1_997, 1_998, 1_999, 2_000, 4_999]) rows[at] = `${at}\t${SECRET}`
  rows[3_000] = `${SECRET.slice(0, 6)}\t${SECRET.slice(6)}`
  const findings = await scanned(rows.join('\n'))
  expect(findings.map(({ path, type, certainty }) => [path, type, certainty])).toEqual(
    ['B1', 'B1997', 'B1998', 'B1999', 'B2000', 'B2001', 'A3001', 'B5000'].map((cell) => [
      `attachments.3.sheet2.${cell}`,
      'ID_NUMBER',
      'CERTAIN',
    ]),
  )
  expect(JSON.stringify(findings)).not.toContain(SECRET)
})

test('what search may match is one text of bounded length', () => {
  const sections = [{ path: 'text', text: '一\t二  三' }]
  expect(searchableText({ name: '甲.txt', sections }, 100)).toBe('甲.txt\n一 二 三\n')
  expect(searchableText({ name: '甲.txt', sections }, 7)).toBe('甲.txt\n\n')
  expect(searchableText({ name: '𠮷', sections: [] }, 2)).not.toMatch(/\p{Surrogate}/u)
  expect(searchableText({ name: '甲.txt', sections }, 0)).toBe('')
})
