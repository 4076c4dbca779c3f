import { command, type Work } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { isUniqueViolation } from '../../../platform/database-failure.ts'
import { ConflictError, type Problem, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { authorityOf, holds } from '../../identity/authority.ts'
import type { Actor } from '../../identity/model.ts'
import { attachmentsOf } from '../attachments/attached.ts'
import { addComment, openComments, remarkText } from '../edition-comments.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { assertNoPersonalData } from '../edition-privacy.ts'
import { changeEdition } from '../edition-write.ts'
import { type EditionMove, editionMoved } from '../events.ts'
import { problem } from '../kind/kind.ts'
import {
  type Edition,
  type EditionState,
  REVIEW_CHECKS,
  type ReviewCheck,
  type ReviewDecision,
} from '../model.ts'
import { isPossible, stateAfter } from '../workflow.ts'

export interface ReviewEditionInput extends EditionReference {
  readonly decision: ReviewDecision
  readonly comment?: string | null
  readonly checks: readonly ReviewCheck[]
}

const CHECK_TITLES = { SECRECY: '保密审查', PRIVACY: '个人信息审查', WORDING: '文字校对' } as const

/** Signs the waiting step, or returns the edition to its authors. The last signature approves. */
export async function reviewEdition(
  platform: Platform,
  actor: Actor | null,
  input: ReviewEditionInput,
): Promise<Edition> {
  try {
    return await command(platform, (work) => review(work, actor, input))
  } catch (error) {
    // The policy has spoken before: what the constraints refuse is the later of two signatures given at once.
    if (!isUniqueViolation(error)) throw error
    throw ConflictError.staleVersion()
  }
}

async function review(
  { tx, now, audit, emit }: Work,
  actor: Actor | null,
  input: ReviewEditionInput,
): Promise<Edition> {
  const { edition, by } = await guardedEdition(tx, actor, 'edition.review', input)
  const { decision } = input
  const own = input.comment == null ? null : parseInput(remarkText, input.comment, 'comment')
  const comment = own ?? (decision === 'RETURN' ? await openRemarks(tx, edition) : null)
  const problems = problemsOf(decision, comment, input.checks)
  if (problems.length > 0) throw new ValidationError(problems)
  const { step, role, next } = position(edition, decision)
  if (next.state === 'APPROVED') {
    const attachments = await attachmentsOf(tx, edition.content)
    await assertNoPersonalData(tx, { edition, attachments }, now, 'ALL')
  }

  const { round } = edition
  // Whoever holds several roles signs by the one that is due, at the place where they hold it.
  const grant = actor && holds(actor, [role], edition.place)
  const authority = actor && grant ? authorityOf(actor, grant) : by
  const { userId, principalId } = authority
  await tx.editionParticipant.createMany({
    data: (principalId ? [userId, principalId] : [userId]).map((one) => ({
      editionId: edition.id,
      userId: one,
      round,
      step,
    })),
  })
  await tx.reviewStep.create({
    data: {
      editionId: edition.id,
      round,
      step,
      role,
      decision,
      comment,
      actorId: userId,
      ...(principalId && { principalId }),
      checks: [...new Set(input.checks)],
      contentHash: edition.contentHash,
      decidedAt: now,
    },
  })
  if (decision === 'RETURN' && own !== null) {
    await addComment(tx, edition, { text: own, occasion: 'RETURN', authorId: by.userId, now })
  }
  const reviewed = await changeEdition(tx, edition, {
    ...next,
    updatedAt: now,
    ...(next.state === 'APPROVED' && { approvedAt: now }),
  })
  audit({
    action: 'edition.review',
    by: authority,
    subjectType: 'Edition',
    subjectId: edition.id,
    beforeHash: edition.contentHash,
    afterHash: edition.contentHash,
    details: { decision, step, round: edition.round, state: next.state },
  })
  emit(editionMoved(edition.id, moveTo(next.state), by.userId))
  return reviewed
}

function moveTo(state: EditionState): EditionMove {
  if (state === 'DRAFT') return 'RETURNED'
  return state === 'APPROVED' ? 'APPROVED' : 'SIGNED'
}

/** What a return without words of its own says: that there are open remarks. */
async function openRemarks(tx: Transaction, edition: Edition): Promise<string | null> {
  const count = await openComments(tx, edition)
  return count === 0 ? null : `见未解决的批注 ${count} 条`
}

/** The step that is decided and where the edition goes from it. */
function position(edition: Edition, decision: ReviewDecision) {
  const { currentStep: step, currentRole: role, chain, state } = edition
  const last = step === chain.length
  const transition = decision === 'RETURN' ? 'return' : last ? 'signLast' : 'sign'
  const after = stateAfter(transition, state)
  if (step === null || role === null) throw new Error(`edition ${edition.id} waits for nobody`)
  const open = isPossible('sign', after)
  const next = {
    state: after,
    currentStep: open ? step + 1 : null,
    currentRole: open ? (chain[step] ?? null) : null,
  }
  return { step, role, next }
}

function problemsOf(
  decision: ReviewDecision,
  comment: string | null,
  checks: readonly ReviewCheck[],
): Problem[] {
  if (decision === 'RETURN') {
    return comment === null
      ? [problem('comment', 'REQUIRED', '退回须说明理由或留有未解决的批注')]
      : []
  }
  return REVIEW_CHECKS.filter((check) => !checks.includes(check)).map((check) =>
    problem('checks', 'CHECK_MISSING', `签署前须完成${CHECK_TITLES[check]}`),
  )
}
