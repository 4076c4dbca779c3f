import type { Problem } from '../../platform/errors.ts'
import type { TranslationStatus } from '../disclosure/kind/mongolian.ts'
import type { Attachment, ChangeType, Edition, Person } from '../disclosure/model.ts'
import type { TableRows } from '../disclosure/kind/tables.ts'
import type { RecordBrief } from '../disclosure/kind/brief.ts'

/** Who a record is for: everyone, or one named area or group (never in public lists, index or feeds). */
export const AUDIENCES = ['SOCIETY', 'AREA'] as const
export type Audience = (typeof AUDIENCES)[number]

/** Why a record was withdrawn. */
export const WITHDRAWAL_TYPES = [
  'EXPIRED',
  'REVOKED',
  'ERROR',
  'PRIVACY',
  'MERGED',
  'REPLACED',
] as const
export type WithdrawalType = (typeof WITHDRAWAL_TYPES)[number]

export interface Withdrawal {
  readonly type: WithdrawalType
  readonly reason: string
  readonly at: Date
  /** 索引号 of the record that is there instead; null but after MERGED and REPLACED. */
  readonly successorIndexNumber: string | null
}

/** The translation of a record into traditional Mongolian (`mn-Mong`); only a reviewed one has texts. */
export interface Translation {
  readonly status: TranslationStatus
  readonly title: string | null
  readonly summary: string | null
  readonly bodyHtml: string | null
  readonly bodyText: string | null
}

/** What the public sees of a record: a frozen rendition, or a tombstone when `withdrawal` is set. */
export interface PublicRecord {
  readonly id: string
  readonly disclosureId: string
  readonly indexNumber: string
  readonly kind: string
  readonly areaCode: string
  readonly itemCode: string
  readonly organizationCode: string
  readonly organizationName: string
  /** Null only for a tombstone after PRIVACY. */
  readonly title: string | null
  readonly summary: string | null
  readonly keywords: readonly string[]
  readonly docNumber: string | null
  /** Calendar date, YYYY-MM-DD. */
  readonly formedOn: string | null
  readonly audience: Audience
  /** Name of the area or group it is for; null when for everyone. */
  readonly audienceName: string | null
  /** Codes of organizations whose staff may read it beside its own; empty when for everyone. */
  readonly audienceOrganizations: readonly string[]
  /** When its time on display (公示期) is over; null when it is not on display for a time, and for a tombstone. */
  readonly displayUntil: Date | null
  /** The kind's own fields, masked; empty for a tombstone. */
  readonly content: Readonly<Record<string, unknown>>
  readonly bodyHtml: string | null
  readonly bodyText: string | null
  /** Null when it is not translated, and for a tombstone. */
  readonly mongolian: Translation | null
  /** Empty for a tombstone. */
  readonly attachments: readonly Attachment[]
  /** Frozen with it. Null for a tombstone, and for what is older than briefs are. */
  readonly brief: RecordBrief | null
  /** What was corrected and revised since it was first public; minor changes are not told. Empty for a tombstone. */
  readonly changes: readonly RecordChange[]
  /** Counts the publications of one record. */
  readonly version: number
  readonly firstPublishedAt: Date
  /** When this rendition became public. */
  readonly validFrom: Date
  readonly withdrawal: Withdrawal | null
  /**
   * Left out: it is public now. PAST: it was, at the moment asked for, and everyone may still read it; KEPT: those may
   * who watch over its organization.
   */
  readonly view?: 'PAST' | 'KEPT'
  /** Of a preview, whose rows stand nowhere else; of what is public they are read where they are. */
  readonly heldRows?: TableRows
}

/** What a public list may be narrowed by. Lists mean any of; all together mean all of. */
export interface DisclosureFilter {
  readonly areaCodes?: readonly string[]
  readonly itemCodes?: readonly string[]
  readonly organizationCodes?: readonly string[]
  /** Whether records that went over to these organizations count as theirs; left out where none did. */
  readonly takenOver?: boolean
  readonly kinds?: readonly string[]
  readonly publishedFrom?: Date
  /** Exclusive. */
  readonly publishedTo?: Date
}

/** What became of a reading that a machine posted. */
export const FEED_OUTCOMES = ['PUBLISHED', 'CORRECTED', 'UNCHANGED'] as const
export type FeedOutcome = (typeof FEED_OUTCOMES)[number]

export interface FeedResult {
  readonly outcome: FeedOutcome
  readonly disclosureId: string
  readonly indexNumber: string
  readonly version: number
  /** Of the edition, as the audit trail has it. */
  readonly contentHash: string
  /** Of the publication. */
  readonly publicationHash: string
}

/** The office's leave for a front end to publish readings of one kind for one organization without review. */
export interface FeedGrant {
  readonly id: string
  readonly clientName: string
  readonly kind: string
  readonly itemCode: string
  readonly organizationCode: string
  readonly grantedAt: Date
  readonly revokedAt: Date | null
}

/** Where a release stands: being put together, waiting for its time, or ended in one of three ways. */
export const RELEASE_STATES = ['OPEN', 'SCHEDULED', 'PUBLISHED', 'FAILED', 'CANCELLED'] as const
export type ReleaseState = (typeof RELEASE_STATES)[number]

export const RELEASE_ACTIONS = ['CREATE', 'SCHEDULE', 'RESCHEDULE', 'CANCEL', 'PUBLISH'] as const
export type ReleaseAction = (typeof RELEASE_ACTIONS)[number]

/** What somebody decided about a release. */
export interface ReleaseStep {
  readonly action: ReleaseAction
  readonly actor: Person
  readonly reason: string | null
  readonly dueAt: Date | null
  readonly decidedAt: Date
}

/** An edition as it stands, and what of it was pinned when it was taken into the release. */
export interface ReleaseMember {
  readonly edition: Edition
  readonly contentHash: string
  readonly round: number
}

/** Approved editions that go public together, all or none, at once or at a set time. */
export interface Release {
  readonly id: string
  /** Null for an edition that is scheduled alone. */
  readonly name: string | null
  readonly state: ReleaseState
  readonly version: number
  readonly dueAt: Date | null
  readonly createdAt: Date
  /** When it was published, or failed. */
  readonly endedAt: Date | null
  /** Null unless it was published at a set time. */
  readonly latenessMs: number | null
  /** Why it failed; paths begin with the member, `members.0`. */
  readonly problems: readonly Problem[]
  readonly members: readonly ReleaseMember[]
  readonly steps: readonly ReleaseStep[]
}

/** How late releases were, in milliseconds. */
export interface Lateness {
  readonly count: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly worstMs: number
}

export const RETROSPECTIVE_DECISIONS = ['CONFIRMED', 'OBJECTED'] as const
export type RetrospectiveDecision = (typeof RETROSPECTIVE_DECISIONS)[number]

/** The review that is owed after an urgent publication. */
export interface RetrospectiveReview {
  readonly id: string
  readonly edition: Edition
  readonly publisher: Person
  /** Why it could not wait for its review. */
  readonly reason: string
  readonly publishedAt: Date
  readonly dueAt: Date
  /** Null until it is signed, like all that follows. */
  readonly reviewer: Person | null
  readonly decision: RetrospectiveDecision | null
  readonly comment: string | null
  readonly decidedAt: Date | null
}

/** Tag of an answer that any publication may change. */
export const ANYTHING = '*'

/** In the place of the time at which an answer expires: nobody may store it at all. */
export const NEVER_STORED = -1

/** The clock of a revocation (行政处罚法48). */
export interface RevocationClock {
  readonly id: string
  readonly indexNumber: string
  readonly organizationCode: string
  /** Date of the revoking decision, YYYY-MM-DD. */
  readonly decidedOn: string
  readonly dueAt: Date
  readonly withdrawnAt: Date
  /** When the reason was public; null while it is not. */
  readonly explainedAt: Date | null
  readonly lateSeconds: number | null
}

/** What a publication changed, as the public is told. */
export interface RecordChange {
  readonly type: ChangeType
  readonly note: string | null
  /** ISO 8601, UTC. */
  readonly at: string
  readonly version: number
}
