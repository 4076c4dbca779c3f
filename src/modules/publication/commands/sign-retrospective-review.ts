import { known } from '../../../platform/known.ts'
import { command } from '../../../platform/command.ts'
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  ValidationError,
} from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import { cleanText } from '../../disclosure/text/plain-text.ts'
import type { Actor } from '../../identity/model.ts'
import type { RetrospectiveDecision, RetrospectiveReview } from '../model.ts'
import { RETROSPECTIVE_STEP, takePart, visibleRetrospective } from '../urgent.ts'

export interface SignRetrospectiveInput {
  readonly reviewId: string
  readonly decision: RetrospectiveDecision
  /** Needed to object. */
  readonly comment?: string | null
}

/**
 * Vouches afterwards for what was published urgently, or objects: the objection stays owed until the record is corrected
 * or withdrawn.
 */
export function signRetrospectiveReview(
  platform: Platform,
  actor: Actor | null,
  { reviewId, decision, comment: given }: SignRetrospectiveInput,
): Promise<RetrospectiveReview> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const review = reviewId === '' ? null : await visibleRetrospective(tx, actor, reviewId)
    if (!review) throw new NotFoundError()
    const { edition, publisher } = review
    const subject = { ...edition, publisherId: publisher.userId }
    const by = disclosurePolicy.authorize(actor, 'retrospective.sign', subject)
    if (review.decision) throw new ConflictError('ALREADY_SIGNED', '该紧急公开已完成事后复核')
    if (decision === 'OBJECTED' && given == null) {
      throw ValidationError.of('comment', 'REQUIRED', '提出异议须说明理由')
    }
    const comment = given == null ? null : parseInput(cleanText(1000), given, 'comment')
    const part = await takePart(tx, edition, by, RETROSPECTIVE_STEP)
    await tx.retrospectiveReview.update({
      where: { id: review.id },
      data: {
        reviewerId: by.userId,
        reviewerRound: part.round,
        reviewerStep: part.step,
        decision,
        comment,
        decidedAt: now,
      },
    })
    audit({
      action: 'retrospective.sign',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: edition.contentHash,
      afterHash: edition.contentHash,
      details: { decision, late: now > review.dueAt },
    })
    return known(await visibleRetrospective(tx, actor, review.id), review.id)
  })
}
