import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { knownPublic } from './known.ts'
import { scan } from './scan.ts'

const MEGABYTE = 1_000_000
const filled = (pattern: string) =>
  pattern.repeat(Math.ceil(MEGABYTE / pattern.length)).slice(0, MEGABYTE)

// Time on the processor and not on the wall: other tests run beside this one. The first rounds warm up.
function milliseconds(text: string, enough: number): number {
  let best = Infinity
  for (let round = 0; round < 5 && best >= enough; round++) {
    const start = process.threadCpuUsage()
    scan([{ path: 'text', text }], knownPublic(['0421-5550105']), '2026-10-01')
    const { user, system } = process.threadCpuUsage(start)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}

const plan = join(import.meta.dirname, '../../../../seeds/kazuo/records/plan-2018.md')
/** What everything else is compared with: processors differ, and so does one of them from hour to hour. */
const ordinary = milliseconds(filled(readFileSync(plan, 'utf8')), 0)

test('a megabyte of ordinary text takes no time that anybody would notice', () => {
  console.log(`a megabyte of ordinary text: ${ordinary.toFixed(0)} ms`)
  expect(ordinary).toBeLessThan(300)
})

const NUMBERS = [
  '1',
  '1 ',
  '1\t',
  '2-',
  '1      ',
  '２',
  '1\u200B',
  '2113241950',
  '2345678',
  'O',
  'Ol',
  'X ',
]
const IDS = ['211324195001011239', '211324195001011239 ', '211324195001011238 ', '211324195001011*']
const NAMED = ['身份证号 211324195001011238，', '账号 123456789012 ', '银行卡1234567890123456 ']
const PHONES = [
  '123456789012 ',
  '13800001234 ',
  '0421-5550123 ',
  '(0421)',
  '电话5550123 ',
  '辽A1234',
]
const LATIN = ['@', 'a@a@', 'a@a.a.a.a.a.', 'a', '护照号', '护照(', '社保卡号1234567']
const HOMES = ['村', '村1号', '住址村1号', `村${'1'.repeat(50)}`, '出生1950年1月1日', '19501950-']
const NAMES = [
  '张',
  '张三患',
  '张三、',
  '张三患肺癌，',
  '癌肺癌',
  '学生:张三、',
  '张三 李四\n',
  '孤儿张三，',
]
const TABLES = [' ', '\n', '\t', '\f', '|', '"', '姓名\t', '姓名,年龄\n1,2\n', '姓名\t病种\n张三\t']
const patterns = [NUMBERS, IDS, NAMED, PHONES, LATIN, HOMES, NAMES, TABLES].flat()

test.each(patterns)('a megabyte of %j takes no more than eight times as long', (pattern) => {
  expect(milliseconds(filled(pattern), 3 * ordinary)).toBeLessThan(8 * ordinary)
})

test('a roster of 20,000 people takes less than a second and a half', () => {
  const row = (_: unknown, index: number) => ({
    name: '赵甲',
    phone: `138${String(index).padStart(8, '0')}`,
    address: '公营子镇甲村三组12号',
  })
  const labels = { name: '姓名', phone: '联系电话', address: '家庭住址' }
  const parts = Array.from({ length: 20_000 }, row).flatMap((cells, index) =>
    Object.entries(cells).map(([key, text]) => ({
      path: `rows.${index}.${key}`,
      text,
      label: labels[key as keyof typeof labels],
    })),
  )
  const start = process.threadCpuUsage()
  const found = scan(parts, knownPublic([]), '2026-10-01')
  const { user, system } = process.threadCpuUsage(start)
  // Of each type as many as anyone can mend before asking again.
  expect(found).toHaveLength(2000)
  expect((user + system) / 1000).toBeLessThan(1500)
})
