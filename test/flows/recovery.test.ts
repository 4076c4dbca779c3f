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
  refer,
  searchFor,
  signInAt,
} from '../support/editorial.ts'
import { npm, type Program, run, serverPid, signalGroup } from '../support/process.ts'

const PASSWORD = 'password of the recovery test'
/** Seconds by itself, as printed; a machine that does more beside takes longer. */
const LIMIT_MS = 45_000

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
  'killed between publishing and indexing, and before a set time: all is found after the restart, once',
  { timeout: 240_000 },
  async () => {
    const url = await start()
    const signIn = signInAt(url, PASSWORD)
    const content = noticeOf('断电恢复检验通知')
    const approved = await approveOver(signIn, await draftOver(signIn, { content }))
    const later = noticeOf('断电恢复检验通知（定时）')
    const scheduled = await approveOver(signIn, await draftOver(signIn, { content: later }))
    // Held still, the engine takes nothing in: whatever happens, the record is not indexed when the server dies.
    process.kill(enginePid(), 'SIGSTOP')
    const indexNumber = await publishOver(signIn, approved)
    const approver = await signIn('wjj.approver')
    const at = new Date(Date.now() + 2_000).toISOString()
    await approver.succeed('schedulePublication', { ...refer(scheduled), at }, 'release { state }')
    process.kill(serverPid(dataDir), 'SIGKILL')
    await running.exited

    const again = graphqlClient(await start())
    const ready = performance.now()
    const indexed = async () => {
      const { search } = await searchFor(again, '断电恢复检验')
      return search.engine === 'MEILISEARCH' && search.edges.length > 1 ? search.edges : null
    }
    const edges = await vi.waitUntil(indexed, { timeout: LIMIT_MS, interval: 50 })
    console.log(`found ${Math.round(performance.now() - ready)} ms after the restart`)
    const numbers = edges.map(({ node }) => node.indexNumber)
    expect(numbers).toContain(indexNumber)
    const list = 'query { disclosures(first: 2) { nodes { indexNumber } } }'
    const { disclosures } = await again.query<{ disclosures: { nodes: object[] } }>(list)
    const once = numbers.map((number) => ({ indexNumber: number }))
    expect(once).toHaveLength(2)
    expect(disclosures.nodes).toEqual(expect.arrayContaining(once))

    // Whatever the kill interrupted: the ledger is whole, and speaks of everything that was committed.
    const verify = run(process.execPath, ['src/cli.ts', 'audit:verify'], { DATA_DIR: dataDir })
    expect(await verify.exited, verify.output()).toBe(0)
    expect(verify.output()).toContain('全部相符')
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
