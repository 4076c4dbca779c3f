import type { Authority } from '../../platform/command.ts'
import type { Database, Prisma, Transaction } from '../../platform/db/client.ts'
import { type Problem, ValidationError } from '../../platform/errors.ts'
import { PERSON, personOf } from '../disclosure/edition-row.ts'
import { problem } from '../disclosure/kind/kind.ts'
import { type Edition, REVIEW_CHECKS, type ReviewCheck } from '../disclosure/model.ts'
import { visibleTo } from '../disclosure/policy.ts'
import { editionsById } from '../disclosure/queries/editions.ts'
import type { Actor } from '../identity/model.ts'
import type { RetrospectiveReview } from './model.ts'

/** Steps beyond the five that a chain can have: who publishes urgently, and who reviews it afterwards. */
export const URGENT_STEP = 6
export const RETROSPECTIVE_STEP = 7

/** What a retrospective review is read with. */
export const RETROSPECTIVE = {
  publisher: { select: { user: PERSON } },
  reviewer: { select: { user: PERSON } },
} as const satisfies Prisma.RetrospectiveReviewInclude

type RetrospectiveRow = Prisma.RetrospectiveReviewGetPayload<{ include: typeof RETROSPECTIVE }>

/** Rows as the domain's reviews, with their editions. */
export async function retrospectivesFrom(
  db: Database | Transaction,
  rows: readonly RetrospectiveRow[],
): Promise<RetrospectiveReview[]> {
  const editionOf = await editionsById(
    db,
    rows.map(({ editionId }) => editionId),
  )
  return rows.map((row) => ({
    ...row,
    edition: editionOf(row.editionId),
    publisher: personOf(row.publisher.user),
    reviewer: row.reviewer && personOf(row.reviewer.user),
  }))
}

/** A review whose edition the actor may read, or null. */
export async function visibleRetrospective(
  db: Database | Transaction,
  actor: Actor,
  id: string,
): Promise<RetrospectiveReview | null> {
  const row = await db.retrospectiveReview.findFirst({
    where: { id, edition: visibleTo(actor) },
    include: RETROSPECTIVE,
  })
  const [review] = row ? await retrospectivesFrom(db, [row]) : []
  return review ?? null
}

/** What somebody is in a round of an edition. */
export interface Part {
  readonly round: number
  readonly step: number
}

/**
 * Makes the person, and whoever they stand in for, take part in the present round of the edition, and tells the part: the
 * one they have, or the step given. The database refuses it to an author.
 */
export async function takePart(
  tx: Transaction,
  { id: editionId, round: present, participants }: Edition,
  { userId, principalId }: Authority,
  step: number,
): Promise<Part> {
  // What was never submitted is in no round yet.
  const round = Math.max(present, 1)
  const partOf = (person: string) =>
    participants.find((one) => one.userId === person && one.round === round)
  for (const person of principalId ? [userId, principalId] : [userId]) {
    if (partOf(person)) continue
    await tx.editionParticipant.create({ data: { editionId, userId: person, round, step } })
  }
  return { round, step: partOf(userId)?.step ?? step }
}

/** Lets pass who vouches for everything (条例17 for secrecy: there is no urgency in which it is left out). */
export function assertVouched(checks: readonly ReviewCheck[]): void {
  const problems: Problem[] = REVIEW_CHECKS.filter((check) => !checks.includes(check)).map(
    (check) => problem('checks', 'CHECK_MISSING', `紧急公开也须完成${CHECK_TITLES[check]}`),
  )
  if (problems.length > 0) throw new ValidationError(problems)
}

const CHECK_TITLES: Readonly<Record<ReviewCheck, string>> = {
  SECRECY: '保密审查',
  PRIVACY: '个人信息审查',
  WORDING: '文字校对',
}
