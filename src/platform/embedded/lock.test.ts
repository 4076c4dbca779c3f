import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataDirInUseError, lockDataDir } from './lock.ts'

let dataDir = ''
const others: ChildProcess[] = []

beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'gongkai-lock-')), 'data')
})

afterEach(() => {
  for (const other of others.splice(0)) other.kill('SIGKILL')
  rmSync(join(dataDir, '..'), { recursive: true, force: true })
})

/** Another process that takes the lock, says how that went, and stays. */
async function otherProcess(): Promise<{ said: string; process: ChildProcess }> {
  const code = `
    import { lockDataDir } from ${JSON.stringify(new URL('lock.ts', import.meta.url).href)}
    try {
      lockDataDir(${JSON.stringify(dataDir)})
      console.log('locked')
      setInterval(() => {}, 1000)
    } catch (error) {
      console.log(error.name + ' ' + error.message)
    }`
  const other = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  others.push(other)
  const [chunk] = (await once(other.stdout, 'data')) as [Buffer]
  return { said: chunk.toString().trim(), process: other }
}

test('a second process is refused with one line that names the holder', async () => {
  const first = await otherProcess()
  expect(first.said).toBe('locked')
  const second = await otherProcess()
  expect(second.said).toMatch(/^DataDirInUseError 数据目录 .* 正在被另一个进程使用/)
  expect(second.said).toContain(`进程号 ${first.process.pid}`)
  expect(() => lockDataDir(dataDir)).toThrow(DataDirInUseError)
})

test('after kill -9 of its holder the lock is free at once', async () => {
  const first = await otherProcess()
  first.process.kill('SIGKILL')
  await once(first.process, 'exit')
  expect((await otherProcess()).said).toBe('locked')
})

test('of many processes that try at once exactly one succeeds', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, otherProcess))
  expect(all.filter(({ said }) => said === 'locked')).toHaveLength(1)
})

test('within one process as well, and release makes it free', () => {
  const lock = lockDataDir(dataDir)
  expect(() => lockDataDir(dataDir)).toThrow(DataDirInUseError)
  lock.release()
  lock.release()
  lockDataDir(dataDir).release()
})

test('the directory is created closed to listing by others', () => {
  lockDataDir(dataDir).release()
  expect(statSync(dataDir).mode & 0o066).toBe(0)
})
