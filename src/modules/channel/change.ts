import type { Prisma, Transaction } from '../../platform/db/client.ts'
import type { DomainEvent } from '../../platform/jobs.ts'
import { isFeed } from '../disclosure/kind/feed.ts'
import { kindOf } from '../disclosure/kind/registry.ts'
import type { Audience } from '../publication/model.ts'
import type { Lane, Purpose } from './model.ts'

/** What has become of a record, as far as it decides whom to tell. */
export interface Changed {
  readonly publicationId: string
  readonly disclosureId: string
  readonly version: number
  readonly kind: string
  readonly areaCode: string
  readonly itemCode: string
  readonly organizationCode: string
  /** Codes from the root down to the organization. */
  readonly path: readonly string[]
  readonly audience: Audience
  readonly audienceOrganizations: readonly string[]
  readonly purpose: Purpose
  readonly lane: Lane
  /** It is gone because its time on display was over. */
  readonly expired: boolean
  /** A machine posted it. */
  readonly reading: boolean
  /** The record that it goes on from: whoever was told of that one is told of this. */
  readonly follows: string | null
}

/** The publications and tombstones that have just been written, in the order of what tells of them. */
export async function changedRecords(
  tx: Transaction,
  events: readonly DomainEvent[],
): Promise<Changed[]> {
  const written = events.map(({ data }) => ({
    disclosureId: String(data['disclosureId']),
    version: Number(data['version']),
  }))
  const rows = await tx.publication.findMany({ where: { OR: written }, select: SHOWN })
  const changes: Changed[] = []
  for (const { disclosureId, version } of written) {
    const row = rows.find((one) => one.disclosureId === disclosureId && one.version === version)
    if (row) changes.push(await changedOf(tx, row))
  }
  return changes
}

const SHOWN = {
  id: true,
  disclosureId: true,
  version: true,
  kind: true,
  areaCode: true,
  itemCode: true,
  organizationCode: true,
  audience: true,
  audienceOrganizations: true,
  content: true,
  withdrawalType: true,
  disclosure: { select: { organization: { select: { path: true } } } },
  edition: { select: { feedGrantId: true } },
} as const satisfies Prisma.PublicationSelect

async function changedOf(
  tx: Transaction,
  row: Prisma.PublicationGetPayload<{ select: typeof SHOWN }>,
): Promise<Changed> {
  const { id, content, withdrawalType, disclosure, edition, ...where } = row
  const kind = kindOf(row.kind)
  const before = kind.follows && (content as Readonly<Record<string, unknown>>)[kind.follows]
  return {
    ...where,
    publicationId: id,
    path: disclosure.organization.path,
    purpose: withdrawalType ? 'WITHDRAWN' : row.version > 1 ? 'CORRECTED' : 'PUBLISHED',
    lane: kind.urgent ? 'URGENT' : 'ORDINARY',
    expired: withdrawalType === 'EXPIRED',
    // A tombstone has no edition; nobody was told of a reading whose kind machines post.
    reading: edition ? edition.feedGrantId !== null : isFeed(kind),
    follows: typeof before === 'string' ? await recordOf(tx, before) : null,
  }
}

async function recordOf(tx: Transaction, indexNumber: string): Promise<string | null> {
  const record = await tx.disclosure.findUnique({ where: { indexNumber }, select: { id: true } })
  return record?.id ?? null
}
