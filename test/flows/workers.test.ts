import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphqlClient } from '../support/client.ts'
import { npm, type Program, signalGroup } from '../support/process.ts'

// Several processes behind one port: one that dies is replaced, and all end with their parent.

let dataDir: string
let program: Program

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gongkai-workers-'))
  const env = {
    DATA_DIR: dataDir,
    PORT: '0',
    WORKERS: '2',
    SEED_DEMO: '0',
    SEARCH_ENGINE: 'database',
  }
  program = npm(['start'], env)
})

afterAll(async () => {
  if (program.child.exitCode === null) signalGroup(program, 'SIGTERM')
  await program.exited
  await rm(dataDir, { recursive: true, force: true })
})

const READY = /HTTP 进程 (\d+) 已就绪/g

function pids(): number[] {
  return [...program.output().matchAll(READY)].map(([, pid]) => Number(pid))
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test(
  'two processes answer, one that is killed is replaced, SIGTERM ends all',
  { timeout: 120_000 },
  async () => {
    const [, url = ''] = await program.prints(/(http:\/\/127\.0\.0\.1:\d+)\/graphql/)
    expect(pids()).toHaveLength(2)
    const areas = () => graphqlClient(url).query<{ areas: object[] }>('{ areas { code } }')
    expect((await areas()).areas).toHaveLength(8)

    const [victim = 0] = pids()
    process.kill(victim, 'SIGKILL')
    await program.prints(/(?:HTTP 进程 \d+ 已就绪[\s\S]*){3}/)
    expect(new Set(pids()).size).toBe(3)
    expect((await areas()).areas).toHaveLength(8)

    program.child.kill('SIGTERM')
    expect(await program.exited).toBe(0)
    expect(pids().filter(isRunning)).toEqual([])
  },
)
