import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { within } from '../../identity/authority.ts'
import type { Actor } from '../../identity/model.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { changeEdition } from '../edition-write.ts'
import { editionMoved } from '../events.ts'
import type { Edition } from '../model.ts'
import { assessmentDate, type Ground } from '../non-disclosure.ts'
import { disclosurePolicy } from '../policy.ts'
import { cleanText } from '../text/plain-text.ts'
import { stateAfter } from '../workflow.ts'

export interface WithholdInput extends EditionReference {
  readonly ground: Ground
  readonly reason: string
  /** Calendar date. */
  readonly reassessOn: string
  /** Index number of the record that discloses what may be disclosed of it. */
  readonly restIndexNumber?: string | null
}

/**
 * Ends an edition as not disclosed, on a ground of 条例14-16, after somebody else has signed its secrecy review (条例17).
 * 条例37: what can be disclosed of it is, in a record of its own.
 */
export function withholdEdition(
  platform: Platform,
  actor: Actor | null,
  input: WithholdInput,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.withhold', input)
    const state = stateAfter('withhold', edition.state)
    const secrecyReviewerId = secrecyReviewer(edition, by.userId)
    const { ground } = input
    const reason = parseInput(cleanText(1000), input.reason, 'reason')
    const reassessOn = await assessmentDate(tx, ground, input.reassessOn, calendarDate(now))
    const restDisclosureId = await restOf(tx, actor, edition, input.restIndexNumber ?? null)
    const position = { currentStep: null, currentRole: null }
    const withheld = await changeEdition(tx, edition, { state, ...position, updatedAt: now })
    await tx.nonDisclosure.create({
      data: {
        editionId: edition.id,
        ground,
        reason,
        secrecyReviewerId,
        decidedById: by.userId,
        decidedAt: now,
        restDisclosureId,
        reassessOn,
      },
    })
    audit({
      action: 'edition.withhold',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: edition.contentHash,
      afterHash: edition.contentHash,
      details: { ground, secrecyReviewerId, restDisclosureId, reassessOn: input.reassessOn },
    })
    emit(editionMoved(edition.id, 'WITHHELD', by.userId))
    return withheld
  })
}

/** 条例17: whoever first vouched for the secrecy review of the present text and does not decide themselves. */
function secrecyReviewer({ steps, round, id }: Edition, deciderId: string): string {
  const signed = steps.find(
    (step) =>
      step.round === round &&
      step.decision === 'APPROVE' &&
      step.actor !== null &&
      step.actor.userId !== deciderId,
  )
  if (!signed?.actor) throw new Error(`nobody has signed edition ${id}`)
  return signed.actor.userId
}

/** A record that has been public and that the actor may know of. */
async function restOf(
  tx: Transaction,
  actor: Actor | null,
  { disclosureId }: Edition,
  indexNumber: string | null,
): Promise<string | null> {
  if (indexNumber === null || actor === null) return null
  const organization = within(disclosurePolicy.placesFor(actor, 'edition.read'))
  const rest = await tx.disclosure.findFirst({ where: { indexNumber, organization } })
  if (rest && rest.id !== disclosureId) return rest.id
  throw ValidationError.of('restIndexNumber', 'UNKNOWN_RECORD', '没有这条已公开的信息')
}
