import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphqlClient } from '../support/client.ts'
import { memoryOf } from '../support/memory.ts'
import { countyDatabase, type TestDatabase } from '../support/database.ts'
import { DEMO_PASSWORD } from '../support/demo.ts'
import { hostileFiles } from '../support/hostile-files.ts'
import { draftOver, signInAt } from '../support/editorial.ts'
import { type Program, run, signalGroup } from '../support/process.ts'
import { ROSTER } from '../support/rosters.ts'
import { TEST_SEALING_KEY } from '../support/sealing.ts'
import { xlsxFile } from '../support/sheets.ts'
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
  const keys = { SEALING_KEYS: TEST_SEALING_KEY }
  const own = { DATA_DIR: dataDir, PORT: '0', LOG_FORMAT: 'json' }
  program = run(process.execPath, ['src/main.ts'], { ...own, ...settings, ...keys })
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
    const [outcomes, peak] = await withMemory(() =>
      Promise.all(
        files.map(async ([what, name, bytes]) => {
          const { code } = await sendFile({ url, tokenOf }, 'wjj.editor', name, bytes)
          return [what, code]
        }),
      ),
    )
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

test(
  `so do hostile sheets, all at once, and no row of them is taken over`,
  { timeout: 180_000 },
  async () => {
    const signIn = signInAt(url)
    const content = { recipientRoster: ROSTER }
    const draft = await draftOver(signIn, { organization: 't104', itemCode: '2.1', content })
    const input = { username: 't104.editor', password: DEMO_PASSWORD }
    const { token } = await graphqlClient(url).succeed<{ token: string }>('signIn', input, 'token')
    const sheets = await hostileSheets()
    const query = new URLSearchParams({
      editionId: draft.id,
      expectedVersion: String(draft.version),
      field: 'recipients',
      apply: '1',
    })
    const [outcomes, peak] = await withMemory(() =>
      Promise.all(
        sheets.map(async ([what, body]) => {
          const headers = { authorization: `Bearer ${token}` }
          const answer = await fetch(`${url}/imports?${query}`, { method: 'POST', headers, body })
          const { errors } = (await answer.json()) as { errors: { extensions: { code: string } }[] }
          return [what, errors[0]?.extensions.code]
        }),
      ),
    )
    console.log(`memory: ${peak} MB at most, with ${sheets.length} hostile sheets after the files`)
    expect(outcomes).toEqual(sheets.map(([what, , code]) => [what, code]))
    expect(peak).toBeLessThan(LIMIT_MB)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  },
)

/** Sheets that are meant to bring the server down, each with what it is told. */
async function hostileSheets(): Promise<
  [what: string, body: Uint8Array<ArrayBuffer>, code: string][]
> {
  const wide = `<row>${'<c><v>1</v></c>'.repeat(200)}</row>`.repeat(14_000)
  const parts = { 'xl/worksheets/sheet1.xml': `<worksheet>${wide}</worksheet>` }
  const bytes = async (options: Parameters<typeof xlsxFile>[1]) =>
    new Uint8Array(await xlsxFile([['姓名'], ['张三']], options))
  const text = (csv: string) => new Uint8Array(Buffer.from(csv))
  return [
    ['ten million cells', await bytes({ dimension: 'A1:J1000000' }), 'TOO_MANY_CELLS'],
    ['as many that it keeps to itself', await bytes({ parts }), 'FILE_TOO_LARGE'],
    ['3,000 columns', text(`${'列,'.repeat(3_000)}\n`), 'TOO_MANY_COLUMNS'],
    ['four million cells of CSV', text(`${'甲,'.repeat(200)}\n`.repeat(20_000)), 'TOO_MANY_CELLS'],
    [
      'a zip bomb',
      await bytes({ parts: { 'xl/a.xml': 'a'.repeat(30_000_000) } }),
      'FILE_TOO_LARGE',
    ],
    ['another program', text('MZ\u0090\0'), 'NOT_A_SHEET'],
  ]
}

/** What came of work, and the most memory that the server and the processes it starts had together meanwhile. */
async function withMemory<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  let most = 0
  const look = setInterval(() => (most = Math.max(most, megabytes())), 10)
  try {
    const result = await work()
    return [result, most]
  } finally {
    clearInterval(look)
  }
}

/** All that the server has, with what the processes it has started have for themselves: its program they share. */
function megabytes(): number {
  const { pid = 0 } = program.child
  if (process.platform !== 'linux') {
    return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1024)
  }
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  const theirs = children.filter(Boolean).map((child) => memoryOf(child, 'RssAnon'))
  return theirs.reduce((sum, one) => sum + one, memoryOf(String(pid), 'VmRSS'))
}
