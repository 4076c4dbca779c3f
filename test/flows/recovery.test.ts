import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { graphqlClient } from '../support/client.ts'
import {
  approveOver,
  draftOver,
  noticeOf,
  publishOver,
  searchFor,
  signInAt,
} from '../support/editorial.ts'
import { npm, type Program, serverPid, signalGroup } from '../support/process.ts'

const PASSWORD = 'password of the recovery test'
const LIMIT_MS = 10_000

let dataDir: string
let running: Program

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gongkai-recovery-'))
})

afterAll(async () => {
  signalGroup(running, 'SIGTERM')
  await running.exited
  await rm(dataDir, { recursive: true, force: true })
})

test(
  'killed between publishing and indexing, it is found after the restart, once',
  { timeout: 240_000 },
  async () => {
    const url = await start()
    const signIn = signInAt(url, PASSWORD)
    const content = noticeOf('断电恢复检验通知')
    const approved = await approveOver(signIn, await draftOver(signIn, { content }))
    // Held still, the engine takes nothing in: whatever happens, the record is not indexed when the server dies.
    process.kill(enginePid(), 'SIGSTOP')
    const indexNumber = await publishOver(signIn, approved)
    process.kill(serverPid(dataDir), 'SIGKILL')
    await running.exited

    const again = graphqlClient(await start())
    const ready = performance.now()
    const indexed = async () => {
      const { search } = await searchFor(again, '断电恢复检验')
      return search.engine === 'MEILISEARCH' && search.edges.length > 0 ? search.edges : null
    }
    const edges = await vi.waitUntil(indexed, { timeout: LIMIT_MS, interval: 50 })
    console.log(`found ${Math.round(performance.now() - ready)} ms after the restart`)
    expect(edges.map(({ node }) => node.indexNumber)).toEqual([indexNumber])

    // Whatever the kill interrupted: the ledger is whole, and speaks of everything that was committed.
    const env = { ...process.env, DATA_DIR: dataDir }
    const verdict = execFileSync(process.execPath, ['src/cli.ts', 'audit:verify'], { env })
    expect(verdict.toString()).toContain('全部相符')
  },
)

async function start(): Promise<string> {
  running = npm(['start'], { DATA_DIR: dataDir, PORT: '0', SEED_PASSWORD: PASSWORD })
  const [, url = ''] = await running.prints(/(http:\/\/127\.0\.0\.1:\d+)\/graphql/)
  return url
}

/** The embedded engine of this data directory. */
function enginePid(): number {
  const [pid] = execFileSync('pgrep', ['-f', `${dataDir}/bin/meilisearch`], {
    encoding: 'utf8',
  }).split('\n')
  return Number(pid)
}
