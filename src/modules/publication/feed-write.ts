import { calendarDate } from '../../platform/clock.ts'
import type { Work } from '../../platform/command.ts'
import type { Prisma, Transaction } from '../../platform/db/client.ts'
import { changeEdition, contentColumns } from '../disclosure/edition-write.ts'
import type { FeedKind } from '../disclosure/kind/feed.ts'
import { stateAfter } from '../disclosure/workflow.ts'
import { hashed } from './content-hash.ts'
import type { Reading } from './feed-reading.ts'
import { freeze } from './freeze.ts'
import { nextIndexNumbers } from './index-number.ts'
import { closeLive, livePublication } from './live.ts'
import type { FeedResult } from './model.ts'

type Grant = Prisma.FeedGrantGetPayload<{ include: { organization: true; item: true } }>

/** The command at work, and the grant under which it publishes. */
export interface Feeding {
  readonly work: Work
  readonly kind: FeedKind
  readonly grant: Grant
}

/** What is public of a reading that was posted before. */
export interface Known extends Omit<FeedResult, 'outcome'> {
  readonly withdrawn: boolean
  /** Number of its newest edition. */
  readonly editions: number
}

/** The records that the readings belong to, by key. */
export async function knownRecords(
  tx: Transaction,
  { kind, organizationCode }: Grant,
  readings: readonly Reading[],
): Promise<ReadonlyMap<string, Known>> {
  const records = await tx.disclosure.findMany({
    where: { kind, organizationCode, feedKey: { in: readings.map(({ key }) => key) } },
    include: {
      publications: {
        where: { validTo: null },
        include: { edition: { select: { contentHash: true } } },
      },
      editions: { select: { number: true }, orderBy: { number: 'desc' }, take: 1 },
    },
  })
  return new Map(
    records.map(({ id, feedKey, indexNumber, publications: [live], editions }) => [
      feedKey ?? '',
      {
        disclosureId: id,
        indexNumber: indexNumber ?? '',
        version: live?.version ?? 0,
        contentHash: live?.edition?.contentHash ?? '',
        publicationHash: live?.contentHash ?? '',
        withdrawn: !live?.edition,
        editions: editions[0]?.number ?? 0,
      },
    ]),
  )
}

/** Publishes readings that nobody has posted before, a few statements for all of them. */
export async function publishNew(
  feeding: Feeding,
  readings: readonly Reading[],
): Promise<ReadonlyMap<string, FeedResult>> {
  if (readings.length === 0) return new Map()
  const { work, grant } = feeding
  const { tx, now } = work
  const { kind, itemCode, organizationCode, organization } = grant
  const year = Number(calendarDate(now).slice(0, 4))
  const numbers = await nextIndexNumbers(tx, organization.uscc, year, readings.length)
  const place = { kind, itemCode, organizationCode, createdAt: now }
  const records = await tx.disclosure.createManyAndReturn({
    data: readings.map(({ key }, i) => ({ ...place, feedKey: key, indexNumber: numbers[i] })),
    select: { id: true, feedKey: true, indexNumber: true },
  })
  const ids = new Map(records.map(({ id, feedKey }) => [feedKey, id]))
  const idOf = ({ key }: Reading) => ids.get(key) ?? ''
  const editions = await tx.edition.createManyAndReturn({
    data: readings.map((reading) => editionRow(feeding, reading, idOf(reading), 1)),
    select: { id: true, disclosureId: true },
  })
  const editionIds = new Map(editions.map(({ id, disclosureId }) => [disclosureId, id]))
  const publications = readings.map((reading, i) =>
    hashed({
      ...renditionRow(feeding, reading, numbers[i] ?? ''),
      disclosureId: idOf(reading),
      editionId: editionIds.get(idOf(reading)),
      version: 1,
      firstPublishedAt: now,
      validFrom: now,
    }),
  )
  const results = readings.map((reading, i): readonly [string, FeedResult] => [
    reading.key,
    {
      outcome: 'PUBLISHED',
      disclosureId: idOf(reading),
      indexNumber: numbers[i] ?? '',
      version: 1,
      contentHash: reading.contentHash,
      publicationHash: publications[i]?.contentHash ?? '',
    },
  ])
  await tx.publication.createMany({
    data: publications,
  })
  return new Map(results)
}

/** Supersedes what is public of a reading by what the machine tells of it now. */
export async function publishCorrection(
  feeding: Feeding,
  reading: Reading,
  { disclosureId, indexNumber, editions }: Known,
): Promise<FeedResult> {
  const { tx, now } = feeding.work
  const live = await livePublication(tx, disclosureId)
  const since = await closeLive(tx, live, now)
  if (!live?.edition) throw new Error(`record ${indexNumber} is not public`)
  const state = stateAfter('supersede', live.edition.state)
  await changeEdition(tx, live.edition, { state, updatedAt: now })
  const edition = await tx.edition.create({
    data: editionRow(feeding, reading, disclosureId, editions + 1),
    select: { id: true },
  })
  const version = live.version + 1
  const publication = hashed({
    ...renditionRow(feeding, reading, indexNumber),
    disclosureId,
    editionId: edition.id,
    version,
    firstPublishedAt: live.firstPublishedAt,
    validFrom: since,
  })
  await tx.publication.create({ data: publication })
  const { contentHash } = reading
  const { contentHash: publicationHash } = publication
  return { outcome: 'CORRECTED', disclosureId, indexNumber, version, contentHash, publicationHash }
}

/** An edition that is public from the start: its origin is the grant, and nobody signs it. */
function editionRow(
  { work: { now }, grant }: Feeding,
  { content }: Reading,
  disclosureId: string,
  number: number,
) {
  return {
    ...contentColumns(content),
    disclosureId,
    number,
    feedGrantId: grant.id,
    state: 'PUBLISHED' as const,
    chain: [],
    createdAt: now,
    updatedAt: now,
    publishedAt: now,
  }
}

function renditionRow({ kind, grant }: Feeding, { content: given }: Reading, indexNumber: string) {
  // A machine attaches no files, posts no tables and translates nothing.
  const frozen = freeze(kind, given)
  const {
    content,
    attachments: _,
    mongolian: __,
    rows: ___,
    brief,
    searchText,
    ...rendition
  } = frozen
  return {
    ...rendition,
    searchText: `${searchText}\n${indexNumber}`,
    content: content as Prisma.InputJsonObject,
    brief: brief as unknown as Prisma.InputJsonObject,
    indexNumber,
    kind: kind.name,
    itemCode: grant.itemCode,
    areaCode: grant.item.areaCode,
    organizationCode: grant.organizationCode,
    organizationName: grant.organization.fullName,
  }
}
