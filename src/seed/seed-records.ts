import { settleAlerts } from '../modules/channel/alerts.ts'
import type { Role } from '../modules/identity/model.ts'
import { calendarDate } from '../platform/clock.ts'
import type { Platform } from '../platform/platform.ts'
import type { OnStep } from './apply-county.ts'
import { demoActors } from './demo-actors.ts'
import type { CountySeed } from './load-county.ts'
import { dayAfter, type Markers, withoutMarkers } from './marked-content.ts'
import { publishRecord } from './publish-record.ts'
import { isDone, readProgress } from './record-progress.ts'

const TOLD_EVERY = 20

/**
 * Publishes the county's records as its staff would: draft, signatures, publication, each by the real command and the
 * demo account that is entitled to it. What has been published once is left alone; what was interrupted goes on. One
 * after the other: beside each other they would take as long, and now and then give up on serialization conflicts.
 */
export async function seedRecords(
  platform: Platform,
  seed: CountySeed,
  onStep: OnStep = () => {},
): Promise<{ published: number }> {
  const { records } = seed
  const progressOf = await readProgress(platform.database, records)
  const due = records.filter((record) => !isDone(record, progressOf(record))).length
  if (due > 0) seed.assertSubmittable()
  const actorOf = demoActors(platform, seed)
  const numbers = new Map<string, string>()
  const markers = markersOf(platform, numbers)

  const fresh: string[] = []
  for (const record of records) {
    const progress = progressOf(record)
    let { indexNumber } = progress
    if (!isDone(record, progress)) {
      const as = (role: Role) => actorOf(record.organization, role)
      const ready = withoutMarkers(record, markers)
      indexNumber = await publishRecord(platform, as, ready, progress)
      fresh.push(indexNumber)
      const { length } = fresh
      if (length % TOLD_EVERY === 0 || length === due) onStep(`已公开 ${length}/${due} 条`)
    }
    if (record.ref !== null && indexNumber !== null) numbers.set(record.ref, indexNumber)
  }
  await settleAlerts(platform, fresh)
  return { published: fresh.length }
}

function markersOf({ clock }: Platform, numbers: ReadonlyMap<string, string>): Markers {
  return {
    indexNumberOf(ref) {
      const number = numbers.get(ref)
      if (number === undefined) throw new Error(`${ref} is not published yet`)
      return number
    },
    dayFromNow: (days) => dayAfter(calendarDate(clock.now()), days),
  }
}
