import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDeliveryStage, testGateway } from '../../../test/support/deliveries.ts'
import { DONE, type DoomedServer } from '../../../test/support/doomed-server.ts'
import { approved, refer } from '../../../test/support/editions.ts'
import { run } from '../../../test/support/process.ts'
import { openProof, type ProofStage } from '../../../test/support/proof.ts'
import { TODAY } from '../../../test/support/stage.ts'
import type { Edition } from '../disclosure/model.ts'
import { registerKey } from '../oversight/proof.ts'
import { seal } from '../oversight/seal.ts'
import { schemes } from '../oversight/signature.ts'
import { signerOf } from '../oversight/signing-key.ts'
import { verifyDatabase } from '../oversight/verify-database.ts'
import { schedulePublication } from './commands/create-release.ts'
import { fireNext } from './commands/fire-releases.ts'
import { publishEdition } from './commands/publish-edition.ts'

const stage = await openDeliveryStage()
const { platform, clock, sql } = stage
const approver = stage.county.person('mzj', 'APPROVER')
const DOOMED = join(import.meta.dirname, '../../../test/support/doomed-server.ts')
const DUE = '2026-03-03T08:00:00.000Z'
const key = schemes.ed25519.newKey()
let own: ProofStage

beforeAll(async () => {
  own = await openProof(stage)
  await registerKey({ ...own.proof, signer: signerOf('ed25519', key) })
  await stage.channels('SMS')
  await stage.subscriber()
})
afterAll(async () => {
  await own.close()
  await stage.close()
})
beforeEach(() => clock.set(TODAY))

/** Runs a server that dies at a change; tells whether all was done before. */
async function die(work: DoomedServer['work'], change: number, isSent = false): Promise<boolean> {
  const doom: DoomedServer = {
    databaseUrl: stage.url,
    now: clock.now().toISOString(),
    key,
    folder: own.proof.folder,
    work,
    change,
    isSent,
  }
  const program = run(process.execPath, [DOOMED, JSON.stringify(doom)], {})
  expect(await program.exited, program.output()).toBe('SIGKILL')
  return program.output().endsWith(DONE)
}

/** Kills servers one after the other, each a change later, until one gets through; tells how many did not. */
async function killAtEachChange(
  work: DoomedServer['work'],
  look: (change: number) => Promise<void>,
): Promise<number> {
  for (let change = 1; ; change++) {
    if (await die(work, change)) return change - 1
    await look(change)
  }
}

/** What a transaction that was cut off leaves: every table as it was. */
async function nothing() {
  const before = await stage.contents()
  return async (change: number) => {
    expect(await stage.contents(), `killed at change ${change}`).toEqual(before)
  }
}

/** What has become of an edition, in all tables that speak of it. */
async function traces({ id, disclosureId }: Edition) {
  const [row] = await sql(
    `SELECT (SELECT state FROM edition WHERE id = $1::uuid),
            (SELECT count(*)::int FROM publication WHERE disclosure_id = $2) publications,
            (SELECT count(index_number)::int FROM disclosure WHERE id = $2) numbers,
            (SELECT count(*)::int FROM audit_event WHERE action = 'edition.publish' AND subject_id = $1::text) audited,
            (SELECT count(*)::int FROM emitted WHERE data->>'disclosureId' = $2::text AND name = 'publication.changed') jobs,
            (SELECT count(*)::int FROM delivery WHERE disclosure_id = $2) deliveries`,
    [id, disclosureId],
  )
  return row
}
const UNTOUCHED = {
  state: 'APPROVED',
  publications: 0,
  numbers: 0,
  audited: 0,
  jobs: 0,
  deliveries: 0,
}
const PUBLIC = {
  state: 'PUBLISHED',
  publications: 1,
  numbers: 1,
  audited: 1,
  jobs: 1,
  deliveries: 1,
}

/** What a server that lives on makes of what the dead ones left. */
async function catchUp(...editions: readonly Edition[]): Promise<void> {
  const gateway = testGateway()
  await stage.courier([gateway]).runOnce()
  const [sent] = await sql(
    `SELECT count(*)::int n FROM delivery d JOIN publication p USING (disclosure_id, version)
      WHERE p.edition_id = ANY($1) AND d.state = 'SENT'`,
    [editions.map(({ id }) => id)],
  )
  expect(sent).toEqual({ n: editions.length })
  expect(gateway.sent).toHaveLength(editions.length)
  await seal(own.proof)
  expect((await verifyDatabase(own.proof)).findings).toEqual([])
}

describe('a server that is killed while it publishes', { timeout: 180_000 }, () => {
  test('by hand: before the commit nothing is public, during it all or nothing, after it all, once', async () => {
    const publishing = (edition: Edition): DoomedServer['work'] => {
      return { type: 'PUBLISH', actor: approver, edition: refer(edition) }
    }
    const [edition, other] = [await approved(stage), await approved(stage)]
    // The last of its changes is the commit.
    const commit = await killAtEachChange(publishing(edition), await nothing())
    expect(commit).toBeGreaterThan(5)
    expect(await traces(edition)).toEqual(PUBLIC)
    const again = () => publishEdition(platform, approver, refer(edition))
    expect(await stage.refusal(again)).toMatchObject({ code: 'STALE_VERSION' })

    expect(await die(publishing(other), commit, true)).toBe(false)
    const left = await traces(other)
    expect([UNTOUCHED, PUBLIC]).toContainEqual(left)
    await publishEdition(platform, approver, refer(other)).catch((error: unknown) => {
      if (left?.['state'] === 'APPROVED') throw error
    })
    expect(await traces(other)).toEqual(PUBLIC)
    await catchUp(edition, other)
  })

  test('at its time: the next server fires what is left, and nothing twice', async () => {
    const edition = await approved(stage)
    const at = new Date(DUE)
    const { id } = await schedulePublication(platform, approver, { ...refer(edition), at })
    clock.set(DUE)
    expect(await killAtEachChange({ type: 'FIRE' }, await nothing())).toBeGreaterThan(5)
    expect(await fireNext(platform)).toBeNull()
    expect(await traces(edition)).toEqual(PUBLIC)
    expect(await sql('SELECT state, lateness_ms FROM release WHERE id = $1', [id])).toEqual([
      { state: 'PUBLISHED', lateness_ms: 0 },
    ])
    await catchUp(edition)
  })

  test('in the job that seals it: what was sealed verifies all the time, and in the end it is there once', async () => {
    await seal(own.proof)
    const edition = await approved(stage)
    await publishEdition(platform, approver, refer(edition))
    const kills = await killAtEachChange({ type: 'SEAL' }, async (change) => {
      const places = await sql(
        'SELECT min(seq)::int first, max(seq)::int last, count(*)::int n FROM proof_entry',
      )
      expect(places, `killed at change ${change}`).toEqual([
        { first: 1, last: places[0]?.['n'], n: places[0]?.['n'] },
      ])
    })
    expect(kills).toBeGreaterThan(3)
    await catchUp(edition)
    const sealed = `SELECT count(*)::int n FROM proof_entry e JOIN publication p ON p.id::text = e.subject
                     WHERE e.kind = 'PUBLICATION' AND p.edition_id = $1`
    expect(await sql(sealed, [edition.id])).toEqual([{ n: 1 }])
  })
})
