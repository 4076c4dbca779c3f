import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import { ConflictError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { guardedById } from '../edition-guard.ts'
import { nextEdition } from '../edition-next.ts'
import type { Edition } from '../model.ts'
import { assessmentDate, type ReassessmentOutcome } from '../non-disclosure.ts'
import { cleanText } from '../text/plain-text.ts'
import { stateAfter } from '../workflow.ts'

export interface ReassessInput {
  readonly editionId: string
  readonly outcome: ReassessmentOutcome
  readonly reason: string
  /** Calendar date of the next assessment, when it stays as it is. */
  readonly reassessOn?: string | null
}

/**
 * 条例18: assesses anew whether something must stay undisclosed. It stays so until another day, or a new draft with its
 * content begins the way to the public.
 */
export function reassessEdition(
  platform: Platform,
  actor: Actor | null,
  { editionId, outcome, ...input }: ReassessInput,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit }) => {
    const { edition, by } = await guardedById(tx, actor, 'edition.reassess', editionId)
    stateAfter('reassess', edition.state)
    const decision = await tx.nonDisclosure.findUniqueOrThrow({ where: { editionId: edition.id } })
    if (decision.reassessOn === null) {
      throw new ConflictError('REASSESSED', '该信息已重新评估并转为拟公开')
    }
    const reason = parseInput(cleanText(1000), input.reason, 'reason')
    const extended = outcome === 'EXTENDED'
    if (extended !== (input.reassessOn != null)) {
      const message = extended ? '继续不予公开须填写下次评估日期' : '转为公开时不填下次评估日期'
      throw ValidationError.of('reassessOn', 'REASSESSMENT_DATE', message)
    }
    const reassessOn =
      input.reassessOn == null
        ? null
        : await assessmentDate(tx, decision.ground, input.reassessOn, calendarDate(now))
    await tx.nonDisclosure.update({ where: { editionId: edition.id }, data: { reassessOn } })
    await tx.reassessment.create({
      data: {
        editionId: edition.id,
        outcome,
        reason,
        actorId: by.userId,
        assessedAt: now,
        reassessOn,
      },
    })
    const earlier = await tx.edition.findMany({ where: { disclosureId: edition.disclosureId } })
    const result = extended ? edition : await nextEdition(tx, edition, earlier, { by, now })
    audit({
      action: 'edition.reassess',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: edition.contentHash,
      afterHash: result.contentHash,
      details: { outcome, reassessOn: input.reassessOn ?? null, number: result.number },
    })
    return result
  })
}
