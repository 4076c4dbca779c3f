import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDeliveryStage } from '../../../test/support/deliveries.ts'
import type { Doom } from '../../../test/support/doomed-courier.ts'
import { published } from '../../../test/support/editions.ts'
import {
  gatewayOf,
  type Running,
  type Subject,
  subjects,
} from '../../../test/support/fault-subjects.ts'
import { run } from '../../../test/support/process.ts'
import { TODAY } from '../../../test/support/stage.ts'
import type { Point } from './send.ts'

const stage = await openDeliveryStage()
afterAll(stage.close)
let running: Running

const POINTS = ['CLAIMING', 'CLAIMED', 'SENT', 'RECORDED'] as const satisfies readonly Point[]
const RECEIVERS = 2
const DOOMED = join(import.meta.dirname, '../../../test/support/doomed-courier.ts')

const open = ({ name }: Subject) => gatewayOf(name, running.url, stage)

/** Lets time pass in steps, with a healthy server at work, until nothing is owed any more. */
async function workOff(subject: Subject): Promise<void> {
  const courier = stage.courier([await open(subject)])
  const minutes = Array.from({ length: 8 }, () => 61_000)
  // What is asked about is asked about for a day.
  const hours = Array.from({ length: subject.unknown === 'ASKED' ? 25 : 0 }, () => 3_600_000)
  for (const step of [...minutes, ...hours]) {
    stage.clock.set(new Date(stage.clock.now().getTime() + step).toISOString())
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
  // A new centre begins to number its messages anew.
  await stage.sql('DELETE FROM delivery_receipt')
  await stage.channels('WEBHOOK', 'SMS', 'WECHAT')
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
  /**
   * What is wrong after a fault. Everybody got it once or, where nobody can tell what became of a message, at most once; and
   * of each it is known that it was sent, or known that it is not known.
   */
  const wrong = async ({ disclosureId, receivers }: Awaited<ReturnType<typeof owe>>) => {
    const { rows, got } = await outcome(disclosureId)
    const count = (state: string) =>
      Number(rows.find((row) => row['state'] === state)?.['count'] ?? 0)
    const [sent, unknown] = [count(subject.end), count('UNKNOWN')]
    const holds = {
      'nobody got it twice': new Set(got).size === got.length,
      'only receivers got it': got.every((one) => receivers.includes(one)),
      'nothing more is to be done': rows.every((row) => row['settled'] && row['ended']),
      'all are sent or unknown': sent + unknown === RECEIVERS,
      'what is sent was got': sent <= got.length,
      'what can be found out is found out':
        subject.unknown === 'NEVER' ||
        (subject.unknown === 'ASKED' ? unknown === RECEIVERS - got.length : unknown === 0),
    }
    return Object.entries(holds).flatMap(([rule, kept]) => (kept ? [] : [rule]))
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
      expect(await wrong(owed)).toEqual([])
    })

    test('a server that hangs until another has taken over, and goes on then', async () => {
      const owed = await owe()
      let hung = false
      const slow = stage.courier([await open(subject)], async (at) => {
        if (at !== point || hung) return
        hung = true
        await workOff(subject)
      })
      await slow.runOnce()
      expect(hung).toBe(true)
      await workOff(subject)
      expect(await wrong(owed)).toEqual([])
    })

    test('an error in the middle of its work', async () => {
      const owed = await owe()
      let thrown = false
      const broken = stage.courier([await open(subject)], (at) => {
        if (at !== point || thrown) return Promise.resolve()
        thrown = true
        return Promise.reject(new Error('planted'))
      })
      await broken.runOnce().catch(() => undefined)
      expect(thrown).toBe(true)
      await workOff(subject)
      expect(await wrong(owed)).toEqual([])
    })

    if (!subject.receipts) return

    test('receipts that come twice, and before their time', async () => {
      const owed = await owe()
      const gateway = await open(subject)
      const tell = async () => {
        for (let times = 0; times < 2; times++) await running.receipts?.(gateway)
      }
      await stage.courier([gateway], (at) => (at === point ? tell() : Promise.resolve())).runOnce()
      await tell()
      await workOff(subject)
      const { rows, got } = await outcome(owed.disclosureId)
      expect(rows).toEqual([{ state: 'DELIVERED', count: RECEIVERS, settled: true, ended: true }])
      expect(got).toEqual(owed.receivers)
    })
  })

  test('an other end that takes it and never answers', async () => {
    const owed = await owe()
    running.silent()
    await stage.courier([await open(subject)]).runOnce()
    running.recover()
    await workOff(subject)
    expect(await wrong(owed)).toEqual([])
  })

  test('an other end that refuses for a day: given up with the reason', async () => {
    const owed = await owe()
    running.refuse()
    const courier = stage.courier([await open(subject)])
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
    expect(codes).toEqual([{ code: subject.refusal }])
  })
})
