import type { Transaction } from '../../platform/db/client.ts'
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

/** The publication or tombstone that has just been written. */
export async function changedRecord(
  tx: Transaction,
  disclosureId: string,
  version: number,
): Promise<Changed> {
  const row = await tx.publication.findUniqueOrThrow({
    where: { disclosureId_version: { disclosureId, version } },
    select: {
      id: true,
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
    },
  })
  const { id, content, withdrawalType, disclosure, edition, ...where } = row
  const kind = kindOf(row.kind)
  const before = kind.follows && (content as Readonly<Record<string, unknown>>)[kind.follows]
  return {
    ...where,
    publicationId: id,
    disclosureId,
    version,
    path: disclosure.organization.path,
    purpose: withdrawalType ? 'WITHDRAWN' : version > 1 ? 'CORRECTED' : 'PUBLISHED',
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
