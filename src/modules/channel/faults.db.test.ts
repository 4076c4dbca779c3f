import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDeliveryStage } from '../../../test/support/deliveries.ts'
import type { Doom } from '../../../test/support/doomed-courier.ts'
import { published } from '../../../test/support/editions.ts'
import { gatewayOf, type Running, subjects } from '../../../test/support/fault-subjects.ts'
import { run } from '../../../test/support/process.ts'
import { providerGateway } from '../../../test/support/provider.ts'
import { TODAY } from '../../../test/support/stage.ts'
import type { Point } from './send.ts'

const stage = await openDeliveryStage()
afterAll(stage.close)
let running: Running

const POINTS = ['CLAIMING', 'CLAIMED', 'SENT', 'RECORDED'] as const satisfies readonly Point[]
const RECEIVERS = 2
const DOOMED = join(import.meta.dirname, '../../../test/support/doomed-courier.ts')

/** Lets time pass in steps, with a healthy server at work, until nothing is owed any more. */
async function workOff(subject: (typeof subjects)[number]): Promise<void> {
  const courier = stage.courier([gatewayOf(subject.name, running.url, stage.platform.database)])
  for (let step = 0; step < 8; step++) {
    stage.clock.set(new Date(stage.clock.now().getTime() + 61_000).toISOString())
    await courier.runOnce()
  }
}

/** What became of everything, and who got it. */
async function outcome(disclosureId: string) {
  const rows = await stage.sql(
    `SELECT d.state, count(*)::int count, bool_and(d.due_at IS NULL) settled,
            bool_and(NOT EXISTS (SELECT FROM delivery_attempt a WHERE a.delivery_id = d.id AND a.outcome IS NULL
                                    AND a.no = d.attempts AND d.state <> 'RECALLED')) ended
       FROM delivery d WHERE disclosure_id = $1 GROUP BY d.state`,
    [disclosureId],
  )
  return { rows, got: running.got().toSorted((a, b) => a.localeCompare(b)) }
}

beforeEach(async () => {
  stage.clock.set(TODAY)
  await stage.forget()
  await stage.channels('WEBHOOK', 'SMS')
})
afterEach(() => running.close())

describe.each(subjects)('$name', (subject) => {
  /** Something is owed to some receivers. */
  const owe = async () => {
    running = await subject.start()
    const receivers = await running.receivers(stage, RECEIVERS)
    const { disclosureId } = await published(stage)
    return { disclosureId, receivers: receivers.toSorted((a, b) => a.localeCompare(b)) }
  }
  /** The outcome when everybody got it once. */
  const once = (receivers: readonly string[]) => {
    const state = subject.receipts ? 'SENT' : 'DELIVERED'
    return { rows: [{ state, count: RECEIVERS, settled: true, ended: true }], got: receivers }
  }

  describe.each(POINTS)('at %s', (point) => {
    test('a server that is killed: everybody gets it once', async () => {
      const owed = await owe()
      const doom: Doom = {
        databaseUrl: stage.url,
        subject: subject.name,
        url: running.url,
        point,
        now: stage.clock.now().toISOString(),
      }
      const program = run(process.execPath, [DOOMED, JSON.stringify(doom)], {})
      expect(await program.exited, program.output()).toBe('SIGKILL')
      await workOff(subject)
      expect(await outcome(owed.disclosureId)).toEqual(once(owed.receivers))
    })

    test('a server that hangs until another has taken over, and goes on then', async () => {
      const owed = await owe()
      let hung = false
      const { database } = stage.platform
      const slow = stage.courier([gatewayOf(subject.name, running.url, database)], async (at) => {
        if (at !== point || hung) return
        hung = true
        await workOff(subject)
      })
      await slow.runOnce()
      expect(hung).toBe(true)
      await workOff(subject)
      expect(await outcome(owed.disclosureId)).toEqual(once(owed.receivers))
    })

    test('an error in the middle of its work', async () => {
      const owed = await owe()
      let thrown = false
      const { database } = stage.platform
      const broken = stage.courier([gatewayOf(subject.name, running.url, database)], (at) => {
        if (at !== point || thrown) return Promise.resolve()
        thrown = true
        return Promise.reject(new Error('planted'))
      })
      await broken.runOnce().catch(() => undefined)
      expect(thrown).toBe(true)
      await workOff(subject)
      expect(await outcome(owed.disclosureId)).toEqual(once(owed.receivers))
    })

    test.runIf(subject.receipts)('receipts that come twice, and before their time', async () => {
      const owed = await owe()
      const gateway = providerGateway(running.url)
      const ids = (await stage.sql('SELECT id::text id FROM delivery WHERE disclosure_id = $1', [
        owed.disclosureId,
      ])) as { id: string }[]
      const courier = stage.courier([gateway], async (at) => {
        if (at !== point) return
        for (const { id } of [...ids, ...ids]) {
          await gateway.receipt({ reference: id, outcome: 'DELIVERED', code: null })
        }
      })
      await courier.runOnce()
      await workOff(subject)
      const { rows, got } = await outcome(owed.disclosureId)
      expect(rows).toEqual([{ state: 'DELIVERED', count: RECEIVERS, settled: true, ended: true }])
      expect(got).toEqual(owed.receivers)
    })
  })

  test('an other end that takes it and never answers', async () => {
    const owed = await owe()
    running.silent()
    const { database } = stage.platform
    await stage.courier([gatewayOf(subject.name, running.url, database)]).runOnce()
    running.recover()
    await workOff(subject)
    expect(await outcome(owed.disclosureId)).toEqual(once(owed.receivers))
  })

  test('an other end that refuses for a day: given up with the reason', async () => {
    const owed = await owe()
    running.refuse()
    const { database } = stage.platform
    const courier = stage.courier([gatewayOf(subject.name, running.url, database)])
    await courier.runOnce()
    for (let hour = 0; hour < 25; hour++) {
      stage.clock.set(new Date(stage.clock.now().getTime() + 3_600_000).toISOString())
      await courier.runOnce()
    }
    const { rows, got } = await outcome(owed.disclosureId)
    expect(rows).toEqual([{ state: 'FAILED', count: RECEIVERS, settled: true, ended: true }])
    expect(got).toEqual([])
    const codes = await stage.sql('SELECT DISTINCT code FROM delivery WHERE disclosure_id = $1', [
      owed.disclosureId,
    ])
    expect(codes).toEqual([{ code: 'HTTP_503' }])
  })
})
