import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphqlClient } from '../support/client.ts'
import { npm, type Program, serverPid, signalGroup } from '../support/process.ts'

// One data directory through the life of an installation: each test goes on where the last one stopped.

const BANNER = /(http:\/\/127\.0\.0\.1:\d+)\/graphql/
const PASSWORD = 'password of the process test'
const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/compiled')

let dataDir: string
let running: Program | undefined

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gongkai-process-'))
})

afterAll(async () => {
  const { exitCode, signalCode } = running?.child ?? { exitCode: 0 }
  if (running && exitCode === null && !signalCode) signalGroup(running, 'SIGTERM')
  await running?.exited
  await rm(dataDir, { recursive: true, force: true })
})

function start(env: Record<string, string> = {}): Program {
  const settings = { DATA_DIR: dataDir, PORT: '0', SEED_PASSWORD: PASSWORD, ...env }
  // Where nothing says where to keep what Node compiled, as for whoever types the command.
  return npm(['start'], { NODE_COMPILE_CACHE: '', ...settings })
}

async function up(program: Program): Promise<string> {
  running = program
  const [, url = ''] = await program.prints(BANNER)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  return url
}

async function stopsInTime(program: Program): Promise<number | string> {
  const late = setTimeout(() => program.child.kill('SIGKILL'), 10_000)
  const code = await program.exited
  clearTimeout(late)
  return code
}

test('one command brings up the county from nothing', { timeout: 120_000 }, async () => {
  const program = start()
  const url = await up(program)
  expect(program.output()).toContain('office')
  const { areas } = await graphqlClient(url).query<{ areas: object[] }>('{ areas { code } }')
  expect(areas).toHaveLength(8)
  for (const file of ['credentials.json', 'services.json']) {
    expect((await stat(join(dataDir, file))).mode & 0o777).toBe(0o600)
  }
})

test('a second process on the same data directory is refused in one line', async () => {
  const second = start()
  expect(await second.exited).toBe(1)
  const lines = second
    .output()
    .split('\n')
    .filter((line) => line.includes(dataDir))
  expect(lines).toEqual([expect.stringContaining('正在被另一个进程使用')])
  expect(second.output()).not.toMatch(/\n\s+at /)
})

test('commands join the services that are running', { timeout: 60_000 }, async () => {
  const migrate = npm(['run', '--silent', 'db:migrate'], { DATA_DIR: dataDir })
  expect(await migrate.exited).toBe(0)
  expect(migrate.output()).toContain('数据库已是最新')
})

test('SIGTERM, to npm alone, ends it with 0 and leaves nothing running', async () => {
  const program = running as Program
  const pid = serverPid(dataDir)
  program.child.kill('SIGTERM')
  expect(await stopsInTime(program)).toBe(0)
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  expect(program.output()).not.toContain('未能')
  expect(existsSync(join(dataDir, 'services.json'))).toBe(false)
  // What Node compiled is kept for the next start.
  expect(readdirSync(COMPILED)).not.toEqual([])
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('after kill -9 the next start recovers', { timeout: 120_000 }, async () => {
  const first = start()
  await up(first)
  expect(first.output()).not.toContain(PASSWORD)
  process.kill(serverPid(dataDir), 'SIGKILL')
  await first.exited

  const url = await up(start())
  const { organizations } = await graphqlClient(url).query<{ organizations: object[] }>(
    '{ organizations { code } }',
  )
  expect(organizations).toHaveLength(45)
})

test('Ctrl-C, twice and under npm, ends it with 0', async () => {
  const program = running as Program
  signalGroup(program, 'SIGINT')
  await program.prints(/收到 SIGINT/)
  signalGroup(program, 'SIGINT')
  expect(await stopsInTime(program)).toBe(0)
  expect(program.output()).not.toMatch(/错误|严重|未能/)
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('a port in use is told in one line', { timeout: 60_000 }, async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as { port: number }
  const program = start({ PORT: String(port) })
  expect(await program.exited).toBe(1)
  expect(program.output()).toContain(`端口 ${port} 已被占用`)
  expect(program.output()).not.toMatch(/\n\s+at /)
  other.close()
})

test('all mistakes of the configuration are told at once', async () => {
  const program = start({ PORT: 'many', SEED_DEMO: 'perhaps' })
  expect(await program.exited).toBe(1)
  expect(program.output()).toMatch(/PORT[\s\S]*SEED_DEMO/)
})
