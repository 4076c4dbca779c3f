import type { Place, Role } from '../identity/model.ts'
import type { Content } from './kind/kind.ts'
import type { TableSummaries } from './kind/tables.ts'

/** States of an edition. DRAFT, IN_REVIEW and APPROVED are open: a record has at most one such edition. */
export const EDITION_STATES = [
  'DRAFT',
  'IN_REVIEW',
  'APPROVED',
  'PUBLISHED',
  'SUPERSEDED',
  'WITHDRAWN',
  'DISCARDED',
  'NOT_DISCLOSED',
] as const
export type EditionState = (typeof EDITION_STATES)[number]

/** What a signature vouches for: secrecy (条例17), personal data (个人信息保护法), wording (三审三校). */
export const REVIEW_CHECKS = ['SECRECY', 'PRIVACY', 'WORDING'] as const
export type ReviewCheck = (typeof REVIEW_CHECKS)[number]

export const REVIEW_DECISIONS = ['APPROVE', 'RETURN'] as const
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number]

export const PRIVACY_DECISIONS = ['PUBLISHABLE', 'MUST_GO'] as const
export type PrivacyDecisionKind = (typeof PRIVACY_DECISIONS)[number]

/** What a revision is: 更正, a minor change that nobody is told of, or any other. */
export const CHANGE_TYPES = ['CORRECTION', 'MINOR', 'REVISION'] as const
export type ChangeType = (typeof CHANGE_TYPES)[number]

/** A person as the file shows them. */
export interface Person {
  readonly userId: string
  readonly username: string
  readonly displayName: string
}

/** What a person is in an edition: an author (step and round 0), or the signer of a step of a round. */
export interface Participant {
  readonly userId: string
  readonly round: number
  readonly step: number
}

/** One step of the chain: signed, or still waiting (decision null). */
export interface ReviewStep {
  readonly step: number
  readonly round: number
  readonly role: Role
  readonly decision: ReviewDecision | null
  readonly actor: Person | null
  /** For whom the actor stood in; null when they signed by a role of their own. */
  readonly principal: Person | null
  readonly comment: string | null
  readonly checks: readonly ReviewCheck[]
  readonly decidedAt: Date | null
}

/** Who is at work on an edition, and until when unless they go on. */
export interface EditLock {
  readonly by: Person
  readonly until: Date
}

/** Why a remark stands in the file of an edition. */
export const COMMENT_OCCASIONS = ['COMMENT', 'RETURN', 'SEND_BACK', 'DISCARD'] as const
export type CommentOccasion = (typeof COMMENT_OCCASIONS)[number]

/** What somebody remarks on an edition (批注), open until it is resolved. */
export interface EditionComment {
  readonly id: string
  readonly editionId: string
  readonly occasion: CommentOccasion
  /** Where in the content, dotted; null for the whole edition. */
  readonly path: string | null
  readonly text: string
  /** How often the edition had been submitted when it was made. */
  readonly round: number
  readonly author: Person
  readonly createdAt: Date
  /** Null while it is open. */
  readonly resolvedAt: Date | null
  readonly resolvedBy: Person | null
}

/** A file that belongs to a record, as everyone may know it who may know the record. */
export interface Attachment {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  /** Bytes of what is downloaded, like the hash. */
  readonly size: number
  readonly sha256: string
  /** Whether a PDF has text that can be searched and looked through; null for other types. */
  readonly textLayer: boolean | null
}

/** One version of a record's content with its way through review. */
export interface Edition {
  readonly id: string
  readonly disclosureId: string
  readonly indexNumber: string | null
  readonly number: number
  readonly state: EditionState
  readonly version: number
  readonly kind: string
  readonly itemCode: string
  readonly place: Place
  readonly title: string | null
  /** Without its tables, whose rows stand apart (edition-rows.ts). */
  readonly content: Content
  /** The tables that have rows. */
  readonly tables: TableSummaries
  readonly contentHash: string
  /** What it changes in what is public; null for the first edition, and for what a machine posts. */
  readonly changeType: ChangeType | null
  /** What the public is told of the change; null when nothing. */
  readonly changeNote: string | null
  /** Null when a machine posted it. */
  readonly author: Person | null
  /** Name of the API client that posted it. Null when people wrote it. */
  readonly postedBy: string | null
  readonly participants: readonly Participant[]
  readonly chain: readonly Role[]
  readonly round: number
  readonly currentStep: number | null
  readonly currentRole: Role | null
  /** All signatures so far, then the steps of the present round that still wait. */
  readonly steps: readonly ReviewStep[]
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** Finding out the risks of publishing the people of a programme (个人信息保护法55, 56). */
export interface ImpactAssessment {
  readonly id: string
  readonly organizationCode: string
  readonly programme: string
  readonly version: number
  readonly purpose: string
  readonly necessity: string
  readonly risks: string
  readonly measures: string
  readonly assessedBy: Person
  readonly assessedAt: Date
}

/** A programme's name as it is compared: neither spaces, widths, cases nor punctuation make another programme. */
export function programmeKey(programme: string): string {
  return programme
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}\p{S}]/gu, '')
}
