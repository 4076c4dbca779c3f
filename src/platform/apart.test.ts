import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apart } from './apart.ts'

const module = new URL('../../test/support/apart-deeds.ts', import.meta.url)
const LIMITS = { timeMs: 20_000, memoryMb: 64 }

let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongkai-apart-'))
  file = join(folder, '名单.csv')
  await writeFile(file, '身份证号')
})

afterAll(() => rm(folder, { recursive: true }))

function deed(data: { deed: string; subject?: string }, more: object = {}): Promise<unknown> {
  return apart({ module, data, ...LIMITS, ...more })
}

test('what is sent and answered comes as it was, dates and bytes too', async () => {
  const bytes = Buffer.from('公开'.repeat(1_000_000))
  const answer = { text: '公开', at: new Date(0), bytes: bytes.toString() }
  expect(await deed({ deed: 'echo', subject: '公开' }, { bytes })).toEqual(answer)
})

test.each(['one array that grows', 'one array of a hundred million', 'many objects', 'buffers'])(
  'out of memory by %s, it ends alone',
  async (what) => {
    await expect(deed({ deed: what })).rejects.toMatchObject({ limit: 'MEMORY' })
  },
)

test('work that does not end is ended', async () => {
  const more = { timeMs: 1_500 }
  await expect(deed({ deed: 'never end' }, more)).rejects.toMatchObject({ limit: 'TIME' })
})

test('a fault tells its places, and nothing of what was read', async () => {
  const fault = await deed({ deed: 'fail', subject: '张三 211324199003071233' }).catch(String)
  expect(fault).toMatch(/TypeError\n {4}at .*apart-deeds\.ts:\d+/)
  expect(fault).not.toMatch(/张三|2113/)
})

test('one that leaves without a word is told of, whatever it did not take', async () => {
  const bytes = Buffer.alloc(10_000_000)
  await expect(deed({ deed: 'leave' }, { bytes })).rejects.toThrow('with 3')
})

test('it reads the files that it is given, and no other', async () => {
  expect(await deed({ deed: 'read', subject: file }, { reads: [file] })).toBe('身份证号')
  await expect(deed({ deed: 'read', subject: file })).rejects.toThrow('a process failed')
  await expect(deed({ deed: 'read', subject: '/etc/passwd' })).rejects.toThrow('a process failed')
})

test.each(['write', 'start a process', 'start a thread'])('it may not %s', async (what) => {
  const subject = join(folder, 'new')
  await expect(deed({ deed: what, subject }, { reads: [file] })).rejects.toThrow('a process failed')
})

test('it knows none of the settings', async () => {
  expect(await deed({ deed: 'tell settings' })).toEqual(['NODE_COMPILE_CACHE'])
})
