import type { Prisma, Transaction } from '../../platform/db/client.ts'
import { ValidationError } from '../../platform/errors.ts'
import { PERSON, personOf } from './edition-row.ts'
import type { Person } from './model.ts'

/** Why something is not disclosed (条例13-16): what is on no such ground is disclosed. */
export const GROUNDS = {
  STATE_SECRET: { article: '条例第14条', title: '依法确定为国家秘密' },
  FORBIDDEN_BY_LAW: { article: '条例第14条', title: '法律、行政法规禁止公开' },
  SAFETY_AND_STABILITY: {
    article: '条例第14条',
    title: '公开后可能危及国家安全、公共安全、经济安全、社会稳定',
  },
  THIRD_PARTY: {
    article: '条例第15条',
    title: '涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害',
  },
  INTERNAL_AFFAIRS: {
    article: '条例第16条',
    title: '人事管理、后勤管理、内部工作流程等内部事务信息',
  },
  PROCESS: { article: '条例第16条', title: '讨论记录、过程稿、磋商信函、请示报告等过程性信息' },
  ENFORCEMENT_FILE: { article: '条例第16条', title: '行政执法案卷信息' },
} as const
export type Ground = keyof typeof GROUNDS

/** How long something on a ground may stay undisclosed before it is assessed again. */
export interface ReassessmentLimit {
  readonly ground: Ground
  readonly years: number
}

/** The longest limit that the database takes. */
export const MOST_YEARS = 30

/** The limits of the county, one for each ground. */
export function reassessmentLimits(db: Transaction): Promise<ReassessmentLimit[]> {
  return db.nonDisclosureLimit.findMany({ orderBy: { ground: 'asc' } })
}

/** What came of assessing anew. */
export const OUTCOMES = ['EXTENDED', 'OPENED'] as const
export type ReassessmentOutcome = (typeof OUTCOMES)[number]

/** One assessment anew (条例18). */
export interface Reassessment {
  readonly outcome: ReassessmentOutcome
  readonly reason: string
  readonly actor: Person
  readonly assessedAt: Date
  /** Calendar date; null when it was opened. */
  readonly reassessOn: string | null
}

/** The decision that an edition is not disclosed. */
export interface NonDisclosure {
  readonly ground: Ground
  readonly reason: string
  /** Who signed that the secrecy review was done; somebody else than who decided. */
  readonly secrecyReviewer: Person
  readonly decidedBy: Person
  readonly decidedAt: Date
  /** Index number of the record that discloses the rest (条例37); null when there is none. */
  readonly restIndexNumber: string | null
  /** When it is to be assessed again, a calendar date; null when it was opened. */
  readonly reassessOn: string | null
  readonly reassessments: readonly Reassessment[]
}

/** What a decision is read with. */
const WITH_ALL = {
  secrecyReviewer: PERSON,
  decidedBy: PERSON,
  rest: { select: { indexNumber: true } },
  reassessments: { include: { actor: PERSON }, orderBy: { assessedAt: 'asc' } },
} as const satisfies Prisma.NonDisclosureInclude

/** The decision on an edition that the caller may read, or null. */
export async function nonDisclosureOf(
  db: Transaction,
  editionId: string,
): Promise<NonDisclosure | null> {
  const row = await db.nonDisclosure.findUnique({ where: { editionId }, include: WITH_ALL })
  if (!row) return null
  return {
    ground: row.ground,
    reason: row.reason,
    secrecyReviewer: personOf(row.secrecyReviewer),
    decidedBy: personOf(row.decidedBy),
    decidedAt: row.decidedAt,
    restIndexNumber: row.rest?.indexNumber ?? null,
    reassessOn: dateOf(row.reassessOn),
    reassessments: row.reassessments.map(({ outcome, reason, actor, assessedAt, reassessOn }) => ({
      outcome,
      reason,
      actor: personOf(actor),
      assessedAt,
      reassessOn: dateOf(reassessOn),
    })),
  }
}

/** 条例18: when it is assessed again must be said, and may not be put off for longer than the county allows. */
export async function assessmentDate(
  tx: Transaction,
  ground: Ground,
  given: string,
  today: string,
): Promise<Date> {
  const { years } = await tx.nonDisclosureLimit.findUniqueOrThrow({ where: { ground } })
  const latest = `${Number(today.slice(0, 4)) + years}${today.slice(4)}`
  if (given <= today || given > latest) {
    const message = `重新评估日期须在今天之后、${years}年之内`
    throw ValidationError.of('reassessOn', 'REASSESSMENT_DATE', message)
  }
  return new Date(`${given}T00:00:00Z`)
}

function dateOf(date: Date | null): string | null {
  return date === null ? null : date.toISOString().slice(0, 10)
}
