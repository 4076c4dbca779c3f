import { calendarDate } from '../../../platform/clock.ts'
import { type Authority, command } from '../../../platform/command.ts'
import { ForbiddenError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { openPlace } from '../../disclosure/open-place.ts'
import type { ContentInput } from '../../disclosure/kind/content.ts'
import type { FeedKind } from '../../disclosure/kind/feed.ts'
import { problem } from '../../disclosure/kind/kind.ts'
import { countFeedCall } from '../../identity/limits.ts'
import type { Client } from '../../identity/model.ts'
import { publicationChanged } from '../events.ts'
import { pathOf, type Reading, readReadings } from '../feed-reading.ts'
import {
  type Feeding,
  type Known,
  knownRecords,
  publishCorrection,
  publishNew,
} from '../feed-write.ts'
import type { FeedOutcome, FeedResult } from '../model.ts'

/** Readings of one kind that a machine posts for one organization. */
export interface ReadingsInput {
  readonly organizationCode: string
  readonly readings: readonly ContentInput[]
}

/**
 * Publishes readings without review, under the office's grant to the client: all of them or none. A reading that is
 * known already changes nothing; one that differs from what is known for its time corrects it.
 */
export async function publishReadings(
  platform: Platform,
  client: Client | null,
  kind: FeedKind,
  { organizationCode, readings: inputs }: ReadingsInput,
): Promise<readonly FeedResult[]> {
  if (client?.channel !== 'FEED') {
    throw new ForbiddenError('只有经公开办批准的数据接入应用才能直接报送', 'FEED_ONLY')
  }
  await countFeedCall(platform.database, client.id)
  return command(platform, async (work) => {
    const { tx, now, audit, emit } = work
    const grant = await tx.feedGrant.findFirst({
      where: {
        clientId: client.id,
        kind: kind.name,
        organizationCode,
        revokedAt: null,
        client: { revokedAt: null },
      },
      include: { organization: true, item: true },
    })
    if (!grant) {
      throw new ForbiddenError('该接入应用未获准为此公开主体报送此类数据', 'FEED_NOT_GRANTED')
    }
    await openPlace(tx, organizationCode, calendarDate(now))
    const readings = readReadings(kind, grant.item, inputs, now)
    const known = await knownRecords(tx, grant, readings)
    assertNoneWithdrawn(readings, known)

    const feeding: Feeding = { work, kind, grant }
    const by: Authority = { userId: client.id, role: 'FEED', place: organizationCode }
    const results = await publishAll(feeding, readings, known)
    const changed = results.filter(({ outcome }) => outcome !== 'UNCHANGED')
    for (const result of changed) {
      const { outcome, disclosureId, version, indexNumber, contentHash, publicationHash } = result
      audit({
        action: outcome === 'PUBLISHED' ? 'feed.publish' : 'feed.correct',
        by,
        subjectType: 'Disclosure',
        subjectId: disclosureId,
        afterHash: contentHash,
        details: { indexNumber, version, grant: grant.id, contentHash: publicationHash },
      })
      emit(publicationChanged(disclosureId, version))
    }
    const count = (outcome: FeedOutcome) => results.filter((one) => one.outcome === outcome).length
    audit({
      action: 'feed.receive',
      by,
      subjectType: 'FeedGrant',
      subjectId: grant.id,
      details: {
        published: count('PUBLISHED'),
        corrected: count('CORRECTED'),
        unchanged: count('UNCHANGED'),
      },
    })
    return results
  })
}

/** A machine does not bring back what people have withdrawn. */
function assertNoneWithdrawn(
  readings: readonly Reading[],
  known: ReadonlyMap<string, Known>,
): void {
  const problems = readings
    .filter(({ key }) => known.get(key)?.withdrawn)
    .map(({ place }) => problem(pathOf(place), 'WITHDRAWN', '该时间的数据已撤回，不能再次报送'))
  if (problems.length > 0) throw new ValidationError(problems)
}

/** In the order of the call, each with what became of it; the same one a second time changes nothing. */
async function publishAll(
  feeding: Feeding,
  readings: readonly Reading[],
  known: ReadonlyMap<string, Known>,
): Promise<FeedResult[]> {
  const fresh = new Map(
    readings.filter(({ key }) => !known.has(key)).map((reading) => [reading.key, reading]),
  )
  const published = await publishNew(feeding, [...fresh.values()])
  const done = new Map<string, FeedResult>()
  const results: FeedResult[] = []
  for (const reading of readings) {
    const again = done.get(reading.key)
    const before = known.get(reading.key)
    const result = again
      ? unchanged(again)
      : (published.get(reading.key) ?? (before && (await told(feeding, reading, before))))
    if (!result) throw new Error(`reading ${reading.place} was left out`)
    done.set(reading.key, result)
    results.push(result)
  }
  return results
}

async function told(feeding: Feeding, reading: Reading, before: Known): Promise<FeedResult> {
  return before.contentHash === reading.contentHash
    ? unchanged(before)
    : publishCorrection(feeding, reading, before)
}

function unchanged(known: Omit<FeedResult, 'outcome'>): FeedResult {
  const { disclosureId, indexNumber, version, contentHash, publicationHash } = known
  const hashes = { contentHash, publicationHash }
  return { outcome: 'UNCHANGED', disclosureId, indexNumber, version, ...hashes }
}
