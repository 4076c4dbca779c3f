import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Meilisearch } from 'meilisearch'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { memoryOf } from '../../../test/support/memory.ts'
import { createLog } from '../log.ts'
import { type EmbeddedMeilisearch, startMeilisearch } from './meilisearch.ts'
import { processesIn } from './orphans.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'gongkai-meilisearch-'))
const home = join(dataDir, 'meilisearch')
const lines: string[] = []
const log = createLog({ level: 'info', format: 'text', write: (line) => lines.push(line) })
const running: EmbeddedMeilisearch[] = []
const steps: string[] = []

async function start(bin?: string): Promise<EmbeddedMeilisearch | null> {
  const step = (text: string) => steps.push(text)
  const server = await startMeilisearch({ dataDir, bin, log, step })
  if (server) running.push(server)
  return server
}

async function started(): Promise<EmbeddedMeilisearch> {
  const server = await start()
  if (!server) throw new Error(`no Meilisearch: ${lines.join('')}`)
  return server
}

async function titles({ url, apiKey }: EmbeddedMeilisearch): Promise<string[]> {
  const index = new Meilisearch({ host: url, apiKey }).index<{ title: string }>('kept')
  return (await index.search('公开')).hits.map(({ title }) => title)
}

let first: EmbeddedMeilisearch
beforeAll(async () => {
  first = await started()
  const client = new Meilisearch({ host: first.url, apiKey: first.apiKey })
  await client
    .index('kept')
    .addDocuments([{ id: 1, title: '政务公开' }])
    .waitTask({ timeout: 45_000 })
  await first.stop()
})
beforeEach(() => {
  lines.length = 0
  steps.length = 0
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

test('the first start has no index and says so', () => {
  expect(first.fresh).toBe(true)
})

test('a restart keeps the index, and stopping leaves no process', async () => {
  const server = await started()
  expect(server.fresh).toBe(false)
  expect(await titles(server)).toEqual(['政务公开'])
  expect(processesIn(home)).toHaveLength(1)
  await server.stop()
  expect(processesIn(home)).toEqual([])
})

test('what it takes for indexing is not a share of the machine', async () => {
  const { url, apiKey } = await started()
  const index = new Meilisearch({ host: url, apiKey }).index('taken')
  for (const id of [1, 2, 3]) await index.addDocuments([{ id }]).waitTask({ timeout: 45_000 })
  await index.delete().waitTask({ timeout: 45_000 })
  const [engine] = processesIn(home)
  const megabytes = memoryOf(String(engine?.pid), 'VmRSS')
  expect(megabytes).toBeGreaterThan(0)
  expect(megabytes).toBeLessThan(400)
})

test('asks for its key and shows it to nobody', async () => {
  const { url, apiKey } = await started()
  expect((await fetch(`${url}/indexes`)).status).toBe(401)
  expect(
    processesIn(home)
      .map(({ command }) => command)
      .join(),
  ).not.toContain(apiKey)
  expect(readFileSync(join(dataDir, 'logs', 'meilisearch.log'), 'utf8')).not.toContain(apiKey)
})

test('kill -9 of the server: it comes back by itself at the same address', async () => {
  const server = await started()
  for (const { pid } of processesIn(home)) process.kill(pid, 'SIGKILL')
  await expect
    .poll(() => titles(server).catch(() => null), { timeout: 20_000 })
    .toEqual(['政务公开'])
  expect(lines[0]).toContain('Meilisearch 意外停止（信号 SIGKILL）')
})

test('kill -9 of the parent: the next start stops the orphan', async () => {
  const code = `
    import { startMeilisearch } from ${JSON.stringify(new URL('meilisearch.ts', import.meta.url).href)}
    import { createLog } from ${JSON.stringify(new URL('../log.ts', import.meta.url).href)}
    const log = createLog({ level: 'silent' })
    await startMeilisearch({ dataDir: ${JSON.stringify(dataDir)}, log })
    console.log('started')`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(parent.stdout, 'data')
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  expect(processesIn(home)).toHaveLength(1)

  const server = await started()
  expect(steps).toContain('已停止上次运行遗留的 Meilisearch')
  expect(processesIn(home)).toHaveLength(1)
  expect(await titles(server)).toEqual(['政务公开'])
})

test('a program that does not work leaves the index alone and is reported in one line', async () => {
  expect(await start('/bin/false')).toBeNull()
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('检索改用数据库')
  expect(existsSync(join(home, 'data.ms'))).toBe(true)

  lines.length = 0
  expect(await start(join(dataDir, 'absent'))).toBeNull()
  expect(lines).toHaveLength(1)
})

test('an index of another version is thrown away and the service starts empty', async () => {
  writeFileSync(join(home, 'data.ms', 'VERSION'), '1.12.0')
  const server = await started()
  expect(server.fresh).toBe(true)
  expect(steps).toContain('清空无法读取的检索索引，稍后由数据库重建')
  await expect(titles(server)).rejects.toThrow('not found')
})
