import { command, type Work } from '../../../platform/command.ts'
import { isUniqueViolation } from '../../../platform/database-failure.ts'
import { ConflictError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { type EditionReference, guardedEdition } from '../../disclosure/edition-guard.ts'
import { editionMoved } from '../../disclosure/events.ts'
import { kindOf } from '../../disclosure/kind/registry.ts'
import type { Edition, ReviewCheck } from '../../disclosure/model.ts'
import { cleanText } from '../../disclosure/text/plain-text.ts'
import type { Actor } from '../../identity/model.ts'
import { publishReady, readyToPublish } from '../publish.ts'
import { assertVouched, takePart, URGENT_STEP } from '../urgent.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export interface PublishUrgentlyInput extends EditionReference {
  /** Why it cannot wait for its review. */
  readonly reason: string
  readonly checks: readonly ReviewCheck[]
}

/**
 * Makes public at once what has not been through its review, where the kind allows it: one person who did not write it
 * vouches for it, and somebody else reviews it within a day.
 */
export async function publishUrgently(
  platform: Platform,
  actor: Actor | null,
  input: PublishUrgentlyInput,
): Promise<Edition> {
  try {
    return await command(platform, (work) => publish(work, actor, input))
  } catch (error) {
    // Somebody else has signed or published it at the same moment.
    if (!isUniqueViolation(error)) throw error
    throw ConflictError.staleVersion()
  }
}

async function publish(
  work: Work,
  actor: Actor | null,
  input: PublishUrgentlyInput,
): Promise<Edition> {
  const { tx, now, emit } = work
  const { edition, by } = await guardedEdition(tx, actor, 'edition.publishUrgently', input)
  const kind = kindOf(edition.kind)
  if (!kind.urgent) {
    throw new ConflictError('NOT_URGENT', `“${kind.title}”不适用紧急公开，须按审核环节办理`)
  }
  const reason = parseInput(cleanText(500), input.reason, 'reason')
  assertVouched(input.checks)
  const ready = await readyToPublish(work, edition, 'publishUrgently')
  const part = await takePart(tx, edition, by, URGENT_STEP)
  const published = await publishReady(work, ready, {
    by,
    transition: 'publishUrgently',
    details: { urgent: true },
  })
  await tx.retrospectiveReview.create({
    data: {
      editionId: edition.id,
      publisherId: by.userId,
      publisherRound: part.round,
      publisherStep: part.step,
      reason,
      checks: [...new Set(input.checks)],
      publishedAt: now,
      dueAt: new Date(now.getTime() + DAY_MS),
    },
  })
  emit(editionMoved(edition.id, 'PUBLISHED_URGENTLY', by.userId))
  return published
}
