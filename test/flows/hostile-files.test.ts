import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphqlClient } from '../support/client.ts'
import { countyDatabase, type TestDatabase } from '../support/database.ts'
import { DEMO_PASSWORD } from '../support/demo.ts'
import { hostileFiles } from '../support/hostile-files.ts'
import { type Program, run, signalGroup } from '../support/process.ts'
import { sendFile } from '../support/uploads.ts'

// The server itself, as a process of its own, with everything sent to it at once that is meant to bring it down.

const LIMIT_MB = 600

let dataDir: string
let database: TestDatabase
let program: Program
let url: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gongkai-hostile-'))
  database = await countyDatabase()
  const settings = { DATABASE_URL: database.url, SEARCH_ENGINE: 'database', SEED_DEMO: '0' }
  const own = { DATA_DIR: dataDir, PORT: '0', LOG_FORMAT: 'json' }
  program = run(process.execPath, ['src/main.ts'], { ...own, ...settings })
  const [, at = ''] = await program.prints(/(http:\/\/127\.0\.0\.1:\d+)/)
  url = at
})

afterAll(async () => {
  signalGroup(program, 'SIGTERM')
  await program.exited
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})

test(
  `hostile files leave the server answering, below ${LIMIT_MB} MB, and nothing stored`,
  { timeout: 180_000 },
  async () => {
    const files = await hostileFiles()
    const input = { username: 'wjj.editor', password: DEMO_PASSWORD }
    const { token } = await graphqlClient(url).succeed<{ token: string }>('signIn', input, 'token')
    const tokenOf = () => Promise.resolve({ token, cookie: '' })
    const started = megabytes()
    const outcomes = await Promise.all(
      files.map(async ([what, name, bytes]) => {
        const { code } = await sendFile({ url, tokenOf }, 'wjj.editor', name, bytes)
        return [what, code]
      }),
    )
    const peak = megabytes()
    console.log(
      `memory: ${started} MB before, ${peak} MB at most, with ${files.length} hostile files`,
    )
    expect(outcomes).toEqual(files.map(([what, , , code]) => [what, code]))
    expect(peak).toBeLessThan(LIMIT_MB)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const left = await readdir(join(dataDir, 'files'), { recursive: true })
    expect(left).toEqual(['incoming'])
  },
)

/** The most that the server has had so far, where the system tells, or what it has now. */
function megabytes(): number {
  const { pid } = program.child
  if (process.platform !== 'linux') {
    return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1024)
  }
  const [, peak] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(peak) / 1024)
}
