import { hashed } from './content-hash.ts'
import type { Audience, WithdrawalType } from './model.ts'

/** What of a live publication its tombstone is made from. */
export const STANDING = {
  disclosureId: true,
  indexNumber: true,
  kind: true,
  areaCode: true,
  itemCode: true,
  organizationCode: true,
  organizationName: true,
  audience: true,
  audienceName: true,
  audienceOrganizations: true,
  title: true,
  version: true,
  firstPublishedAt: true,
} as const

interface Standing {
  readonly disclosureId: string
  readonly indexNumber: string
  readonly kind: string
  readonly areaCode: string
  readonly itemCode: string
  readonly organizationCode: string
  readonly organizationName: string
  readonly audience: Audience
  readonly audienceName: string | null
  readonly audienceOrganizations: string[]
  readonly title: string | null
  readonly version: number
  readonly firstPublishedAt: Date
}

/** Why a record is withdrawn; the reason is public. */
export interface WithdrawalCause {
  readonly type: WithdrawalType
  readonly reason: string
  /** 索引号 of the record that is there instead. */
  readonly successor?: string
}

/**
 * The row that stays in the place of what is withdrawn: where it stood and why it went, and nothing of its content.
 * After PRIVACY not even its title stays.
 */
export function tombstoneOf(
  standing: Standing,
  { type, reason, successor }: WithdrawalCause,
  since: Date,
) {
  const { title, version, ...where } = standing
  const tombstone = {
    ...where,
    title: type === 'PRIVACY' ? null : title,
    version: version + 1,
    validFrom: since,
    withdrawalType: type,
    withdrawalReason: reason,
    ...(successor !== undefined && { successorIndexNumber: successor }),
    // A list left out would be stored as null, which is no list to the public side.
    keywords: [],
    content: {},
    searchText: '',
  }
  return hashed(tombstone)
}
