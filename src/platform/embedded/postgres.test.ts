import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createLog } from '../log.ts'
import { processesIn } from './orphans.ts'
import { type EmbeddedPostgres, startPostgres } from './postgres.ts'

// mkdtemp closes the directory to others: under root this is the case of a checkout below /root.
const base = mkdtempSync(join(tmpdir(), 'gongkai-postgres-'))
const dataDir = join(base, 'data')
const pidFile = join(dataDir, 'postgres', 'postmaster.pid')

const lines: string[] = []
const log = createLog({ level: 'info', format: 'text', write: (line) => lines.push(line) })
const running: EmbeddedPostgres[] = []
const steps: string[] = []

async function start(ephemeral = true): Promise<EmbeddedPostgres> {
  steps.length = 0
  const step = (text: string) => steps.push(text)
  const server = await startPostgres({ dataDir, log, step, ephemeral })
  running.push(server)
  return server
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

function postmasterPid(): number {
  return Number(readFileSync(pidFile, 'utf8').split('\n')[0])
}

function serverPids(): number[] {
  return processesIn(join(dataDir, 'postgres')).map(({ pid }) => pid)
}

let first: EmbeddedPostgres
beforeAll(async () => {
  first = await start()
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
  await first.stop()
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

test('the first start creates the cluster and says so', () => {
  expect(first.fresh).toBe(true)
})

test('a restart keeps the data, and stopping leaves no process', async () => {
  const server = await start()
  expect(server.fresh).toBe(false)
  expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  // In a process group of its own: Ctrl-C in our terminal must not reach it before we are ready.
  expect(() => process.kill(-postmasterPid(), 0)).not.toThrow()
  await server.stop()
  expect(serverPids()).toEqual([])
})

test('listens on loopback only, for an ordinary role with its password only', async () => {
  const server = await start()
  const [role] = await query(
    server.url,
    `SELECT rolsuper, rolcreatedb, current_setting('listen_addresses') AS addresses
     FROM pg_roles WHERE rolname = current_user`,
  )
  expect(role).toEqual({ rolsuper: false, rolcreatedb: true, addresses: '127.0.0.1' })
  const [, , , , socketDirectory] = readFileSync(pidFile, 'utf8').split('\n')
  expect(socketDirectory).toBe('')

  const wrongPassword = server.url.replace(/:[^:@]+@/, ':wrong@')
  await expect(query(wrongPassword, 'SELECT 1')).rejects.toThrow('password authentication failed')
  const superuser = server.url.replace('//gongkai:', '//postgres:')
  await expect(query(superuser, 'SELECT 1')).rejects.toThrow('no pg_hba.conf entry')
  expect(statSync(join(dataDir, 'credentials.json')).mode & 0o777).toBe(0o600)
})

test('durable unless ephemeral; Chinese has trigrams', async () => {
  const server = await start(false)
  expect(await query(server.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }])
  await query(server.url, 'CREATE EXTENSION pg_trgm')
  const [row] = await query(
    server.url,
    `SELECT similarity('喀左县政务公开', '政务公开') > 0.2 AS near`,
  )
  expect(row).toEqual({ near: true })
})

test('kill -9 of the server: it comes back by itself at the same address, with the data', async () => {
  const server = await start()
  const pid = postmasterPid()
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(() => query(server.url, 'SELECT answer FROM kept').catch(() => null), { timeout: 20_000 })
    .toEqual([{ answer: 42 }])
  expect(postmasterPid()).not.toBe(pid)
  expect(lines.join('')).toContain('PostgreSQL 意外停止（信号 SIGKILL）')
})

test('kill -9 of the parent: the next start stops the orphan and recovers the data', async () => {
  const code = `
    import { startPostgres } from ${JSON.stringify(new URL('postgres.ts', import.meta.url).href)}
    import { createLog } from ${JSON.stringify(new URL('../log.ts', import.meta.url).href)}
    const log = createLog({ level: 'silent' })
    const { url } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, log, ephemeral: true })
    console.log(url)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(parent.stdout, 'data')) as [Buffer]
  await query(url.toString().trim(), 'INSERT INTO kept VALUES (43)')
  const orphan = postmasterPid()
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  expect(serverPids()).toContain(orphan)

  const server = await start()
  expect(steps).toContain('已停止上次运行遗留的 PostgreSQL')
  expect(serverPids()).not.toContain(orphan)
  expect(await query(server.url, 'SELECT answer FROM kept ORDER BY 1')).toHaveLength(2)
})

test('a stale postmaster.pid whose number now belongs to another program is no obstacle', async () => {
  const { uid, gid } = statSync(join(dataDir, 'postgres'))
  const innocent = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' })
  onTestFinished(() => void innocent.kill())
  writeFileSync(
    pidFile,
    `${innocent.pid}\n${join(dataDir, 'postgres')}\n1\n5432\n\n127.0.0.1\n0 0\n`,
  )
  await start()
  expect(innocent.exitCode).toBeNull()
})

test('when the credentials are lost the password is set anew', async () => {
  rmSync(join(dataDir, 'credentials.json'))
  const server = await start()
  expect(steps).toContain('口令文件缺失：为内置 PostgreSQL 重设口令')
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a cluster of another major version is refused in words', async () => {
  const versionFile = join(dataDir, 'postgres', 'PG_VERSION')
  const genuine = readFileSync(versionFile, 'utf8')
  writeFileSync(versionFile, '17\n')
  await expect(start()).rejects.toThrow('由 PostgreSQL 17 建立')
  writeFileSync(versionFile, genuine)
})
